"""From the share above a cut-off to the share that is automated: correction for the model's errors, with its doubt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.analysis.botscore.handles import Floats
from core.params import param

_DRAWS = 20_000
_LEAST_APART = 0.02  # with rates closer than this a flagged share says nothing about the automated one


@dataclass(frozen=True, slots=True)
class CorrectionParams:
    """What is assumed before the accounts are looked at, and when nothing is stated."""

    prior_low: float = param(
        0.05, unit="share", low=0.0, high=1.0, help="The least share of automated accounts that is assumed.",
        source="Estimates for whole platforms run from 5 to 15 %.",
    )  # fmt: skip
    prior_high: float = param(
        0.30, unit="share", low=0.0, high=1.0, help="The largest share of automated accounts that is assumed.",
        source="Twice the usual estimate.",
    )  # fmt: skip
    most_width: float = param(
        0.18, unit="share", low=0.0, high=1.0,
        help="A band wider than this tells no more than the assumption: undetermined.",
        source="Four fifths of what 90 % of the assumption spans.",
    )  # fmt: skip
    most_free_width: float = param(
        0.80, unit="share", low=0.0, high=1.0,
        help="Without an assumption, a band wider than this says next to nothing: undetermined.",
        source="90 % of all shares span .9.",
    )  # fmt: skip
    least_agreeing: float = param(
        0.02, unit="share", low=0.0, high=1.0,
        help="Where fewer draws than this agree with the assumption, nothing is stated.",
        source="Below it a band would rest on a few draws.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corrected:
    """The automated share as a 90 % band inside the assumption and without it, and the people among the flagged."""

    low: float
    high: float
    free_low: float
    free_high: float
    people_low: float
    people_high: float
    agreeing: float
    undetermined: bool
    free_undetermined: bool


def corrected_share(
    above: int,
    scored: int,
    hits: Floats,
    false_alarms: Floats,
    params: CorrectionParams = CorrectionParams(),  # noqa: B008 - frozen
    seed: int = 2020,
) -> Corrected:
    """The share of automated accounts behind a share above the cut-off, corrected for both kinds of error.

    Parameters
    ----------
    above, scored : accounts at or above the cut-off, and scored accounts.
    hits, false_alarms : shares at or above the cut-off among automated accounts and among people, one per data set
        that was held out, shape (sets,).
    params : the assumption about the share, and when it is undetermined.
    seed : of the draws.

    Returns
    -------
    Corrected
        90 % bands. The rates of a new case are drawn from how they differ between the held-out sets, the share above
        from its own uncertainty; draws outside of the assumption are left out of ``low`` and ``high``, which
        are the assumption itself where the share is undetermined.

    Raises
    ------
    ValueError
        ``above`` is not between 0 and ``scored``, or nothing was scored.

    References
    ----------
    Rogan and Gladen: Estimating prevalence from the results of a screening test, 1978. Predictive distribution of a
    new set: Higgins, Thompson, Spiegelhalter: A re-evaluation of random-effects meta-analysis, 2009.

    Examples
    --------
    >>> sharp = corrected_share(190, 1000, np.array([0.9, 0.91, 0.92]), np.array([0.02, 0.021, 0.02]))
    >>> sharp.undetermined, 0.15 < sharp.low < 0.19 < sharp.high < 0.24
    (False, True)
    >>> corrected_share(330, 1000, np.array([0.9, 0.4, 0.6]), np.array([0.5, 0.1, 0.3])).undetermined
    True
    """
    if not 0 <= above <= scored or not scored:
        raise ValueError("a count lies between 0 and the number looked at, which is not 0")
    rng = np.random.default_rng(seed)
    hit, false_alarm = _rates_of_a_new_case(hits, false_alarms, rng)
    share = rng.beta(above + 0.5, scored - above + 0.5, _DRAWS)
    apart = hit - false_alarm
    told = apart > _LEAST_APART
    automated = (share[told] - false_alarm[told]) / apart[told]
    free = np.concatenate([np.clip(automated, 0.0, 1.0), rng.uniform(0.0, 1.0, int((~told).sum()))])
    inside = automated[(automated >= params.prior_low) & (automated <= params.prior_high)]
    agreeing = len(inside) / _DRAWS
    enough = agreeing >= params.least_agreeing
    low, high = np.quantile(inside, (0.05, 0.95)) if enough else (0.0, 1.0)
    undetermined = bool(high - low > params.most_width)
    if undetermined:  # then the assumption is all there is
        low, high = params.prior_low, params.prior_high
    people = _people(hit, false_alarm, rng.uniform(params.prior_low, params.prior_high, _DRAWS)) * above
    (free_low, free_high), (people_low, people_high) = (np.quantile(v, (0.05, 0.95)) for v in (free, people))
    return Corrected(
        low=float(low),
        high=float(high),
        free_low=float(free_low),
        free_high=float(free_high),
        people_low=float(people_low),
        people_high=float(people_high),
        agreeing=agreeing,
        undetermined=undetermined,
        free_undetermined=bool(free_high - free_low > params.most_free_width),
    )


def _rates_of_a_new_case(hits: Floats, false_alarms: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Rates of a data set like the held-out ones, drawn together: a set that flags people flags bots, too."""
    pairs = np.clip(np.column_stack([hits, false_alarms]), 0.005, 0.995)
    logits = np.log(pairs / (1 - pairs))
    count, free = len(logits), max(len(logits) - 2, 1)  # the predictive distribution of a pair: Student's t
    spread = np.cov(logits.T) * (1 + 1 / count) * (count - 1) / free + 1e-9 * np.eye(2)
    normal = rng.multivariate_normal(np.zeros(2), spread, _DRAWS)
    wide = normal / np.sqrt(rng.chisquare(free, _DRAWS) / free)[:, None]
    drawn = 0.5 * (1 + np.tanh((logits.mean(axis=0) + wide) / 2))
    return drawn[:, 0], drawn[:, 1]


def _people(hit: Floats, false_alarm: Floats, automated: Floats) -> Floats:
    """The share of people among the flagged."""
    flagged = automated * hit + (1 - automated) * false_alarm
    return np.asarray((1 - automated) * false_alarm / np.maximum(flagged, 1e-9), dtype=np.float64)
