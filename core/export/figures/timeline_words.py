"""The chart of the timeline in words: its name, and what a reader who cannot see it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd
from babel.dates import get_day_names

from core.analysis.series import totals
from core.export.context import Context
from core.export.figures.timeline import Look
from core.i18n import _, current_language, moment, number


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
        n=context.n_text, first=_clock(peak.index[0]), last=_clock(peak.index[-1]),
        most=number(int(peak.max())), peak=_clock(peak.idxmax()),
    )  # fmt: skip


def _clock(at: pd.Timestamp) -> str:
    """A step by the clock of its zone: it carries none any more."""
    return moment(at.tz_localize("UTC").to_pydatetime(), "UTC", "d MMM y, HH:mm")


@dataclass(frozen=True)
class Chosen:
    """The settings of the timeline."""

    split: str
    unit: str
    lines: bool
    cumulative: bool
    log: bool
    width: str
    events: bool
    bursts: bool

    def look(self, dark: bool) -> Look:
        """How the counts are drawn."""
        return Look(self.lines, self.cumulative, self.log, dark, self.axis)

    @property
    def axis(self) -> str:
        """What the height of the chart means, e.g. ``Posts per hour``."""
        if self.cumulative:
            return _("Posts so far") if self.unit == "posts" else _("Accounts per step, added up")
        text = _("Posts per {step}") if self.unit == "posts" else _("Accounts per {step}")
        return text.format(step=width_names()[self.width].removeprefix("1 "))


def width_names() -> dict[str, str]:
    """The steps of the chart, in words."""
    return {
        "1 minute": _("1 minute"), "5 minutes": _("5 minutes"), "15 minutes": _("15 minutes"), "1 hour": _("1 hour"),
        "6 hours": _("6 hours"), "1 day": _("1 day"), "7 days": _("1 week"), "1 month": _("1 month"),
    }  # fmt: skip


def long(counts: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The counts behind the chart with their zone: bin_start (with offset), part, n."""
    starts = counts["bin"].dt.tz_localize(context.filters.zone, ambiguous=True, nonexistent="shift_forward")
    return pd.DataFrame({"bin_start": starts, "part": counts["part"], "n": counts["n"]})


def weekdays(width: Literal["abbreviated", "wide"] = "abbreviated") -> list[str]:
    """Monday to Sunday, short."""
    names = get_day_names(width, locale=current_language())
    return [str(names[day]) for day in range(7)]


def rhythm_alt(counts: pd.DataFrame, context: Context) -> str:
    """What a reader who cannot see the heat map is told."""
    if counts.empty:
        return _("No posts.")
    top = counts.loc[counts["n"].idxmax()]
    text = _("Heat map of posts by weekday and hour: most on {day} at {hour}:00, {n} posts. {all}.")
    return text.format(
        day=weekdays()[int(top["weekday"]) - 1], hour=int(top["hour"]), n=number(int(top["n"])), all=context.n_text
    )
