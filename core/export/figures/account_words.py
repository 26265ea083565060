"""Times and scores of accounts as a table shows them."""

from __future__ import annotations

import pandas as pd

from core.i18n import _, number


def local(times: pd.Series, zone: str) -> pd.Series:
    """UTC times without a zone, as times of ``zone``."""
    return times.dt.tz_localize("UTC").dt.tz_convert(zone)


def score_text(score: float | None, status: str) -> str:
    """The score with one digit, or in words why there is none; never 0 for an unknown one."""
    if status == "scored" and score is not None and score == score:
        return number(float(score), 1)
    return _("not enough data") if status == "not enough data" else _("not scored")
