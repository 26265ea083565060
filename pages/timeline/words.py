"""The chart of the timeline in words: its name, and what a reader who cannot see it is told."""

from __future__ import annotations

import pandas as pd

from core.analysis.series import totals
from core.i18n import _, number
from pages.shared.context import Context
from pages.timeline.controls import Chosen


def title(chosen: Chosen) -> str:
    """The chart's name, which the reporter may change on export."""
    parts = {
        "lang": _("by language"), "platform": _("by platform"), "kind": _("by kind"), "band": _("by bot score"),
        "group": _("by group"),
    }  # fmt: skip
    what = _("Posts over time") if chosen.unit == "posts" else _("Accounts over time")
    return f"{what}, {parts[chosen.split]}"


def alt(counts: pd.DataFrame, context: Context) -> str:
    """What a reader who cannot see the chart is told."""
    peak = totals(counts)
    text = _("Chart of posts over time: {n}, from {first} to {last}; most in one step: {most}, at {peak}.")
    return text.format(
        n=context.n_text, first=f"{peak.index[0]:%Y-%m-%d %H:%M}", last=f"{peak.index[-1]:%Y-%m-%d %H:%M}",
        most=number(int(peak.max())), peak=f"{peak.idxmax():%Y-%m-%d %H:%M}",
    )  # fmt: skip
