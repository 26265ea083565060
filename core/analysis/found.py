"""Silences and bursts of a view together, and the step in which they are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from core.analysis import bursts
from core.analysis.series import BINS

#: Longer cases, and filtered views of more posts, are searched for silences and bursts by the hour, not the minute.
LONG_DAYS = 60
MANY_POSTS = 300_000


@dataclass(frozen=True)
class Found:
    """Silences and bursts of a view, times in UTC."""

    silences: pd.DataFrame
    bursts: pd.DataFrame

    @classmethod
    def nothing(cls) -> Found:
        """No silence, no burst."""
        return cls(*(pd.DataFrame(columns=names) for names in (bursts.SILENCE_COLUMNS, bursts.BURST_COLUMNS)))


def search_width(posts: int, filtered: bool, first_at: datetime | None, last_at: datetime | None) -> str:
    """The step, a key of ``BINS``, in which silences and bursts are looked for."""
    long = first_at and last_at and (last_at - first_at).days > LONG_DAYS
    return "1 hour" if long or (posts > MANY_POSTS and filtered) else "1 minute"


def burst_step_s(width: str) -> int:
    """The step of the burst test in seconds: ten minutes, or the step of the counts where that is longer."""
    return max(BINS[width], bursts.BurstParams().bin_s)


def find(steps: pd.DataFrame, width: str) -> Found:
    """Silences and bursts, from counts in UTC in steps of ``width``."""
    if len(steps) < 2:
        return Found.nothing()
    silent = bursts.silences(steps, bursts.SilenceParams(bin_s=BINS[width]))
    return Found(silent, bursts.bursts(steps, bursts.BurstParams(bin_s=burst_step_s(width))))
