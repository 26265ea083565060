"""What stands in for a feature that is not known, so that nothing can be read from the gap itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.analysis.botscore.features import NAMES
from core.analysis.botscore.handles import Floats

_STATUSES, _FOLLOWERS, _LISTED, _STATUSES_PER_DAY, _LISTED_PER_DAY = (
    NAMES.index(name) for name in ("statuses", "followers", "listed", "statuses_per_day", "listed_per_day")
)
_KNOTS = 21


@dataclass(frozen=True)
class Neutral:
    """The median of each feature, shape (36,), and the usual number of lists for a number of followers, both (21,).

    An account with a million followers that is on two lists looks as if its followers were bought; lists are
    therefore filled from the followers.
    """

    medians: Floats
    followers: Floats
    listed: Floats

    def fill(self, matrix: Floats) -> Floats:
        """The features with every gap filled, shape (n, 36)."""
        unknown = np.isnan(matrix)
        filled = np.where(unknown, self.medians, matrix)
        usual = np.exp(np.interp(np.log1p(filled[:, _FOLLOWERS]), np.log1p(self.followers), np.log1p(self.listed))) - 1
        filled[:, _LISTED] = np.where(unknown[:, _LISTED], usual, matrix[:, _LISTED])
        per_post = filled[:, _STATUSES_PER_DAY] / np.maximum(filled[:, _STATUSES], 1)
        filled[:, _LISTED_PER_DAY] = filled[:, _LISTED] * per_post
        return filled


def learn_neutral(matrix: Floats) -> Neutral:
    """What stands in for gaps, learnt from features that may have some."""
    medians = np.nanmedian(matrix, axis=0)
    whole = matrix[~np.isnan(matrix[:, _LISTED])]
    knots = np.quantile(whole[:, _FOLLOWERS], np.linspace(0, 1, _KNOTS), method="inverted_cdf")
    band = np.searchsorted(knots[1:-1], whole[:, _FOLLOWERS])
    return _curve(medians, whole, band)


def _curve(medians: Floats, whole: Floats, band: npt.NDArray[np.int64]) -> Neutral:
    members = [whole[band == b] for b in np.unique(band)]
    followers = np.array([np.median(rows[:, _FOLLOWERS]) for rows in members])
    listed = np.array([np.median(rows[:, _LISTED]) for rows in members])
    return Neutral(medians, followers, listed)
