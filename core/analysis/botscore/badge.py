"""What a verified badge from before it was for sale may do to a score, beyond what the trees make of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.analysis.botscore.handles import Floats
from core.analysis.botscore.measures import Flags, balanced_weights, sigmoid

#: Every set weighs 2: so little keeps the effect of a badge finite where no automated account has one.
_RIDGE, _STEPS = 0.01, 25


@dataclass(frozen=True, slots=True)
class BadgeRule:
    """How a score with a badge is lowered; without a change here the trees have the last word.

    From the probability ``bend`` on, calibrated log-odds of an account with a badge grow by the share ``slope`` of
    what they would: the order of such accounts stays, and so does every one below. ``shift`` is how much of
    the effect estimated by ``badge_effect`` is added, but with a bend to no less than the bend itself.
    """

    bend: float = 1.0
    slope: float = 1.0
    shift: float = 0.0

    def lowered(self, log_odds: Floats, badge: Flags, effect: float = 0.0) -> Floats:
        """Calibrated log-odds after the badge, shape (n,).

        >>> rule, said = BadgeRule(bend=0.5, slope=0.1), np.array([-1.0, 2.0, 2.0])
        >>> rule.lowered(said, np.array([True, True, False])).tolist()
        [-1.0, 0.2, 2.0]
        """
        moved = log_odds + self.shift * effect
        if self.bend < 1.0:
            start = float(np.log(self.bend / (1 - self.bend)))
            bent = np.where(log_odds > start, start + self.slope * (log_odds - start), log_odds)
            moved = np.maximum(moved, bent) if self.shift else bent
        return np.asarray(np.where(badge, moved, log_odds), dtype=np.float64)


def badge_effect(stated: Floats, badge: Flags, automated: Flags, sets: npt.NDArray[np.str_]) -> float:
    """What a badge adds to calibrated held-out log-odds, never more than nothing: it makes the labels likeliest.

    Parameters
    ----------
    stated : calibrated log-odds of accounts whose data set the trees have not seen, shape (n,).
    badge : True with a badge, shape (n,).
    automated, sets : labels and data sets, shape (n,); weights as in ``calibrate``.

    Examples
    --------
    >>> labels, sets = np.array([False, False, True, False, True, True]), np.array(["a"] * 6)
    >>> badge = np.array([False, True, False, True, False, True])
    >>> badge_effect(np.array([-2.0, 1.0, -1.0, 2.0, 1.0, 2.0]), badge, labels, sets) < -1
    True
    >>> badge_effect(np.zeros(6), badge & False, labels, sets)
    0.0
    """
    if not badge.any():
        return 0.0
    said, weights = automated[badge], balanced_weights(automated, sets)[badge]
    effect = 0.0
    for _step in range(_STEPS):
        p = sigmoid(stated[badge] + effect)
        gradient = float((weights * (said - p)).sum()) - _RIDGE * effect
        effect += gradient / (float((weights * p * (1 - p)).sum()) + _RIDGE)
    return min(effect, 0.0)
