"""From the experts' log-odds to a probability with an interval: Platt scaling, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.analysis.botscore.handles import Floats
from core.analysis.botscore.measures import Flags, balanced_weights, platt

#: Standard errors to either side of a 90 % interval.
Z_90 = 1.645
_BOOTSTRAPS = 200
_FEWEST_FOLDS = 2


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt's slope and intercept with their uncertainty between data sets: two variances and a covariance."""

    slope: float
    intercept: float
    slope_variance: float = 0.0
    intercept_variance: float = 0.0
    covariance: float = 0.0

    def log_odds(self, experts: Floats) -> Floats:
        """Calibrated log-odds of the mean of the experts, (n, experts) → (n,)."""
        return np.asarray(self.slope * experts.mean(axis=1) + self.intercept, dtype=np.float64)

    def types(self, experts: Floats) -> Floats:
        """The calibrated log-odds that each expert alone would state, shape (n, experts)."""
        return np.asarray(self.slope * experts + self.intercept, dtype=np.float64)

    def margin(self, experts: Floats) -> Floats:
        """Half the width of the 90 % interval in log-odds, shape (n,).

        Two doubts are added up: the calibration would differ had it met other data sets, and the experts disagree.
        """
        mean, count = experts.mean(axis=1), experts.shape[1]
        doubt = self.slope_variance * mean**2 + 2 * self.covariance * mean + self.intercept_variance
        between = experts.var(axis=1, ddof=1) / count if count > 1 else np.zeros(len(experts))
        return np.asarray(Z_90 * np.sqrt(np.maximum(doubt, 0.0) + self.slope**2 * between), dtype=np.float64)


def calibrate(log_odds: Floats, automated: Flags, folds: npt.NDArray[np.str_], seed: int) -> Calibration:
    """The calibration of held-out log-odds; every fold has the same say, and each label half of its fold.

    Parameters
    ----------
    log_odds : what the experts say on average of accounts whose data set they have not seen, shape (n,).
    automated : the labels, shape (n,).
    folds : the data set of each account, shape (n,).
    seed : of the bootstrap.

    Returns
    -------
    Calibration
        With the variance over 200 bootstraps that draw whole data sets, and accounts inside of each.

    References
    ----------
    Platt: Probabilistic outputs for support vector machines, 1999. Davison and Hinkley: Bootstrap methods and their
    application, 1997, section 3.8 (hierarchical data).

    Examples
    --------
    >>> labels, folds = np.array([False, True, False, True]), np.array(["a"] * 4)
    >>> found = calibrate(np.array([-2.0, -1.0, 1.0, 2.0]), labels, folds, 1)
    >>> round(found.slope, 3), found.slope_variance
    (0.42, 0.0)
    """
    slope, intercept = platt(log_odds, automated, balanced_weights(automated, folds))
    members = [np.flatnonzero(folds == fold) for fold in np.unique(folds)]
    if len(members) < _FEWEST_FOLDS:
        return Calibration(_rounded(slope), _rounded(intercept))
    rng = np.random.default_rng(seed)
    drawn = np.array([_bootstrap(log_odds, automated, members, rng) for _round in range(_BOOTSTRAPS)])
    spread = np.cov(drawn.T)
    return Calibration(*map(_rounded, (slope, intercept, spread[0, 0], spread[1, 1], spread[0, 1])))


def _rounded(value: float) -> float:
    """Twelve digits: the last ones of sixteen differ between processors, and a training must give the same bytes."""
    return float(f"{value:.12g}")


def _bootstrap(
    log_odds: Floats, automated: Flags, members: list[npt.NDArray[np.int64]], rng: np.random.Generator
) -> tuple[float, float]:
    folds = [members[fold] for fold in rng.integers(0, len(members), len(members))]
    rows, names = [], []
    for place, fold in enumerate(folds):
        for label in (False, True):
            same = fold[automated[fold] == label]
            rows.append(rng.choice(same, len(same)))
            names.append(np.full(len(same), str(place)))
    chosen = np.concatenate(rows)
    weights = balanced_weights(automated[chosen], np.concatenate(names))
    return platt(log_odds[chosen], automated[chosen], weights)
