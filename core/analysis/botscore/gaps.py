"""What keeps a profile from a score: another platform, or too little that is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis.botscore.handles import Floats
from core.analysis.botscore.profiles import COUNTS, age_days

_NEEDED_COUNTS = ("statuses", "followers", "following", "likes")
GAP_NAMES = ("platform", "captured_at", "created_at", "age", *_NEEDED_COUNTS, "posts", "range")
#: A count this many times above the largest of the training is outside of what the model has seen.
FAR_ABOVE = 10.0


def find_gaps(profiles: pd.DataFrame, highest: Floats | None = None) -> npt.NDArray[np.bool_]:
    """What keeps each of the typed profiles from a score, shape (n, 10), in the order of ``GAP_NAMES``.

    ``highest`` are the largest counts of the training, in the order of ``COUNTS``; without them nothing is too large.
    """
    columns = [(profiles["platform"] != "x").fillna(True).to_numpy(dtype=bool)]
    columns += [profiles[name].isna().to_numpy() for name in ("captured_at", "created_at")]
    columns.append(age_days(profiles) < 0)
    columns += [profiles[name].isna().to_numpy() for name in _NEEDED_COUNTS]
    columns.append((profiles["statuses"] == 0).to_numpy(dtype=bool))
    columns.append(_too_large(profiles, highest))
    gaps = np.column_stack(columns)
    gaps[gaps[:, 0], 1:] = False  # on another platform nothing else matters
    return gaps


def _too_large(profiles: pd.DataFrame, highest: Floats | None) -> npt.NDArray[np.bool_]:
    if highest is None:
        return np.zeros(len(profiles), dtype=bool)
    counts = profiles[list(COUNTS)].to_numpy(dtype=np.float64)
    return np.asarray((counts > FAR_ABOVE * highest).any(axis=1))
