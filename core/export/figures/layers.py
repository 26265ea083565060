"""What is laid over the counts: documented events, silences, bursts, pins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from core.analysis import bursts
from core.analysis.found import Found
from core.analysis.series import BINS, bin_for
from core.export import style
from core.export.context import Context
from core.export.figures.stated import OF_A_DAY, has_clock, placed, precision, started, stated, when
from core.export.figures.timeline import Bracket, Mark, Span
from core.export.text import clean
from core.i18n import _, moment, of_the_case

#: Events nearer to each other than this part of the period share a flag.
BUNCHES = 20
#: What a record says in words.
TOLD = ("title", "source", "kind", "conflict_note")


def local(at: datetime, zone: str) -> datetime:
    """A UTC moment as the clock of ``zone`` shows it, with no zone attached."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def in_order(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The documented events by time, numbered from 1 once for the whole case, each with its earliest moment in UTC."""
    timed = [{**event, "at_utc": started(stated(event), precision(event)).astimezone(UTC)} for event in events]
    timed.sort(key=lambda event: placed(event["at_utc"], precision(event)))
    return [{**event, **_in_words(event), "number": place} for place, event in enumerate(timed, start=1)]


def _in_words(event: dict[str, Any]) -> dict[str, str]:
    """What an event says, in the language in force where the catalogue knows it, as it does those of the demo."""
    return {key: of_the_case(str(event[key])) for key in TOLD if event.get(key)}


def id_of(event: dict[str, Any]) -> tuple[str, str]:
    """What tells one event from another."""
    return str(event["at"]), str(event["title"])


def visible_events(events: list[dict[str, Any]], context: Context) -> list[dict[str, Any]]:
    """The documented events that get a flag: of a known day within the period, or within a step of its posts."""
    step = _step(context)
    start = context.filters.start or (context.first_at and context.first_at - step)
    end = context.filters.end or (context.last_at and context.last_at + step)
    return [
        event
        for event in in_order(events)
        if precision(event) != "month"
        and (start is None or event["at_utc"] >= start)
        and (end is None or event["at_utc"] <= end)
    ]


def _step(context: Context) -> timedelta:
    """The automatic step of the chart."""
    start, end = context.filters.start or context.first_at, context.filters.end or context.last_at
    return timedelta(seconds=BINS[bin_for((end - start).total_seconds())]) if start and end else timedelta(0)


def event_marks(events: list[dict[str, Any]], context: Context) -> list[Mark]:
    """Numbered flags of events; one whose sources disagree is of another colour."""
    colours = {True: style.WARNING.on(context.dark), False: style.QUIET.on(context.dark)}
    ink = style.PAPER.on(context.dark)
    start, end = context.filters.start or context.first_at, context.filters.end or context.last_at
    near = (end - start) / BUNCHES if start and end else timedelta(0)
    return [
        Mark(
            _flag_at(bunch, context.filters.zone),
            _bunch_label(bunch),
            "<br>".join(f"{event['number']} {_plain(_said(event, context.filters.zone))}" for event in bunch),
            colours[any(event.get("conflict") for event in bunch)],
            ink,
            any(has_clock(precision(event)) for event in bunch),
        )
        for bunch in _bunches(events, near)
    ]


def _flag_at(bunch: list[dict[str, Any]], zone: str) -> datetime:
    """Where a flag stands: at the first event with a clock; a day stands at its beginning, whatever the zone."""
    first = next((event for event in bunch if has_clock(precision(event))), bunch[0])
    if precision(first) in OF_A_DAY:
        return started(stated(first), precision(first)).replace(tzinfo=None)
    return local(first["at_utc"], zone)


def _said(event: dict[str, Any], zone: str) -> str:
    return f"{when(event, zone, 'd MMM')}: {event['title']}"


def _bunches(events: list[dict[str, Any]], near: timedelta) -> list[list[dict[str, Any]]]:
    """Events too close for a flag of their own, put together."""
    bunches: list[list[dict[str, Any]]] = []
    for event in events:
        if bunches and event["at_utc"] - bunches[-1][0]["at_utc"] < near:
            bunches[-1].append(event)
        else:
            bunches.append([event])
    return bunches


def event_notes(events: list[dict[str, Any]], context: Context) -> tuple[str, ...]:
    """What the numbered flags of a saved picture stand for, in one line where there are any."""
    if not events:
        return ()
    zone = context.filters.zone
    parts = [f"[{event['number']}] {when(event, zone, 'd MMM')}: {_short(str(event['title']))}" for event in events]
    return (_("Documented events: {list}").format(list="; ".join(parts)),)


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _bunch_label(bunch: list[dict[str, Any]]) -> str:
    first, last = bunch[0]["number"], bunch[-1]["number"]
    mark = "!" if any(event.get("conflict") for event in bunch) else ""
    return (f"{first}" if first == last else f"{first}–{last}") + mark


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")


def event_row(event: dict[str, Any], flag: bool, zone: str) -> dict[str, str]:
    """One event as a row of the table below the chart; its time is said as exactly as it is known."""
    conflict = str(event.get("conflict_note") or _("Sources disagree")) if event.get("conflict") else ""
    return {
        "n": str(event["number"]) if flag else f"({event['number']})",
        "when": when(event, zone, "EEE d MMM y"),
        "what": str(event["title"]),
        "source": str(event.get("source", "")),
        "kind": str(event.get("kind", "")),
        "as_of": str(event.get("as_of") or ""),
        "conflict": conflict,
        "url": str(event.get("url", "")),
    }


def duration_text(seconds: float) -> str:
    """``6 h 56 min`` of a difference in seconds."""
    minutes, rest = divmod(round(abs(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, _("{n} d")), (hours, _("{n} h")), (minutes, _("{n} min"))]
    if not days and not hours:
        parts.append((rest, _("{n} s")))
    return " ".join(text.format(n=n) for n, text in parts if n) or _("{n} s").format(n=0)


@dataclass(frozen=True)
class Pin:
    """A moment that the reporter marked; ``about`` where its source gives it so."""

    name: str
    at: datetime
    label: str
    about: bool = False


def pin_marks(pins: Sequence[Pin], context: Context) -> list[Mark]:
    """The pins as flags in the primary colour."""
    colour = style.PRIMARY.on(context.dark)
    return [
        Mark(local(pin.at, context.filters.zone), pin.name, _plain(pin.label), colour, style.PAPER.on(context.dark))
        for pin in pins
    ]


def pin_notes(pins: Sequence[Pin], context: Context) -> tuple[str, ...]:
    """What the pins of a saved picture stand at, and the time between them, in one line where there are any."""
    if not pins:
        return ()
    told = []
    for pin in pins:
        at = moment(pin.at, context.filters.zone, "d MMM y, HH:mm")
        told.append(f"[{pin.name}] {at}" + (f": {_short(clean(pin.label))}" if pin.label else ""))
    text = _("Pins: {list}").format(list="; ".join(told))
    between = difference(pins)
    return (text + (" · " + _("between them: {duration}").format(duration=between) if between else ""),)


def difference(pins: Sequence[Pin]) -> str:
    """The time between two pins in words, "about" where one of them is; empty where there are not two."""
    if len(pins) < 2:
        return ""
    text = duration_text((pins[1].at - pins[0].at).total_seconds())
    return _("about {duration}").format(duration=text) if any(pin.about for pin in pins) else text


def bracket(pins: Sequence[Pin], context: Context) -> Bracket | None:
    """The time between two pins as it is drawn on the chart."""
    if len(pins) < 2:
        return None
    start, end = sorted(local(pin.at, context.filters.zone) for pin in pins)
    return Bracket(start, end, difference(pins), style.PRIMARY.on(context.dark), style.PAPER.on(context.dark))


def spans(found: Found, context: Context) -> list[Span]:
    """Silences, under dotted lines, and bursts, under solid ones, as shaded stretches."""
    quiet, loud = style.OTHER.on(context.dark), style.WARNING.on(context.dark)
    return [
        *(_span(row, context, quiet, "dot") for row in found.silences.itertuples(index=False)),
        *(_span(row, context, loud, "solid") for row in bursts.largest(found.bursts).itertuples(index=False)),
    ]


def _span(row: Any, context: Context, colour: str, dash: str) -> Span:  # noqa: ANN401 - a row of itertuples
    start, end = (local(utc(at), context.filters.zone) for at in (row.start, row.end))
    return Span(start, end, "", colour, dash)


def utc(at: pd.Timestamp) -> datetime:
    """A moment that the store gave, as a time in UTC."""
    moment_utc: datetime = (at.tz_localize(UTC) if at.tzinfo is None else at.tz_convert(UTC)).to_pydatetime()
    return moment_utc
