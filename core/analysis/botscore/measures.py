"""How well scores separate labelled accounts: area under the curve, calibration, precision; each set by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.botscore.handles import Floats

Flags = npt.NDArray[np.bool_]
_NEWTON_STEPS = 25
_RIDGE = 1e-9  # keeps the steps finite where labels are told apart without an error
_Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


def auc(automated: Flags, scores: Floats) -> Estimate:
    """The chance that an automated account scores above one run by a person, ties counting half.

    Parameters
    ----------
    automated : the labels, shape (n,); both kinds must occur.
    scores : any number that grows with the suspicion, shape (n,).

    Returns
    -------
    Estimate
        Area under the ROC curve, 0 to 1, with its 95 % interval.

    References
    ----------
    Hanley and McNeil: The meaning and use of the area under a receiver operating characteristic curve, 1982.

    Examples
    --------
    >>> auc(np.array([False, False, True, True]), np.array([1.0, 3.0, 2.0, 4.0])).value
    0.75
    """
    ranks = pd.Series(scores).rank().to_numpy()
    n1, n0 = int(automated.sum()), int((~automated).sum())
    area = float((ranks[automated].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (area * (1 - area) + (n1 - 1) * (q1 - area**2) + (n0 - 1) * (q2 - area**2)) / (n1 * n0)
    margin = _Z_95 * float(np.sqrt(max(variance, 0.0)))
    return Estimate(area, max(area - margin, 0.0), min(area + margin, 1.0))


def balanced_weights(automated: Flags, sets: npt.NDArray[np.str_]) -> Floats:
    """Weights that give every set the same say and, inside a set, each label half of it, shape (n,)."""
    groups = pd.Series(sets).astype(str) + automated.astype(int).astype(str)
    return np.asarray(1.0 / groups.map(groups.value_counts()).to_numpy(dtype=np.float64))


def platt(log_odds: Floats, automated: Flags, weights: Floats) -> tuple[float, float]:
    """Slope and intercept that turn log-odds into calibrated ones: a weighted logistic regression on one number.

    Parameters
    ----------
    log_odds : what the trees say of accounts they were not trained on, shape (n,).
    automated : the labels, shape (n,).
    weights : shape (n,), see ``balanced_weights``.

    Returns
    -------
    (float, float)
        Slope and intercept.

    References
    ----------
    Platt: Probabilistic outputs for support vector machines, 1999; fitted by Newton's method.

    Examples
    --------
    >>> slope, intercept = platt(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([False, True, False, True]), np.ones(4))
    >>> round(slope, 3), abs(round(intercept, 3))  # without abs the zero's sign depends on the processor
    (0.42, 0.0)
    """
    design = np.column_stack([log_odds, np.ones_like(log_odds)])
    fitted = np.zeros(2)  # from here Newton's steps do not overshoot, from a slope of 1 they can
    for _step in range(_NEWTON_STEPS):
        p = sigmoid(design @ fitted)
        gradient = design.T @ (weights * (automated - p))
        hessian = (design * (weights * p * (1 - p))[:, None]).T @ design + _RIDGE * np.eye(2)
        fitted = fitted + np.linalg.solve(hessian, gradient)
    return float(fitted[0]), float(fitted[1])


def sigmoid(log_odds: Floats) -> Floats:
    """The probability of log-odds."""
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)), dtype=np.float64)  # the same without overflow


def brier(probability: Floats, automated: Flags) -> float:
    """The mean squared error of probabilities, as if each label were half of the set; 0.25 is a coin."""
    error = (probability - automated) ** 2
    return float((error[automated].mean() + error[~automated].mean()) / 2)


def precision_recall(probability: Floats, automated: Flags, cut: float, prevalence: float) -> tuple[float, float]:
    """Precision and recall of "probability at least ``cut``" where a share ``prevalence`` is automated.

    >>> precision_recall(np.array([0.9, 0.2, 0.8, 0.1]), np.array([True, True, False, False]), 0.5, 0.15)
    (0.15, 0.5)
    """
    hit = float((probability[automated] >= cut).mean())
    false_alarm = float((probability[~automated] >= cut).mean())
    flagged = prevalence * hit + (1 - prevalence) * false_alarm
    return (prevalence * hit / flagged if flagged else float("nan")), hit


def calibration_error(probability: Floats, automated: Flags, bins: int = 10) -> float:
    """The expected calibration error: how far stated probabilities lie from counted shares, labels counting the same.

    Parameters
    ----------
    probability : calibrated as if half were automated, shape (n,).
    automated : the labels, shape (n,); both kinds must occur.
    bins : steps of the probability, of equal width.

    Returns
    -------
    float
        0 is perfect; the mean over the steps, each weighted by its accounts.

    References
    ----------
    Naeini, Cooper, Hauskrecht: Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015.

    Examples
    --------
    >>> calibration_error(np.array([0.0, 0.0, 1.0, 1.0]), np.array([False, False, True, True]))
    0.0
    """
    weights = np.where(automated, 0.5 / automated.sum(), 0.5 / (~automated).sum())
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    stated, counted = (np.bincount(place, weights * v, bins) for v in (probability, automated.astype(np.float64)))
    return float(np.abs(stated - counted).sum())


def rates_at(probability: Floats, automated: Flags, cuts: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
    """The shares of automated accounts and of people at or above each cut-off.

    >>> rates_at(np.array([0.9, 0.2, 0.8, 0.1]), np.array([True, True, False, False]), (0.5, 0.85))
    ((0.5, 0.5), (0.5, 0.0))
    """
    shares = [[float((probability[who] >= cut).mean()) for cut in cuts] for who in (automated, ~automated)]
    return tuple(shares[0]), tuple(shares[1])
