"""What is laid over the counts: documented events, silences, bursts, pins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from core.analysis import bursts
from core.export import style
from core.i18n import _, moment, ngettext, number
from pages.shared import cached
from pages.shared.cached import Found
from pages.shared.context import Context
from pages.shared.explain import method
from pages.timeline.chart import Mark, Span


def local(at: datetime, zone: str) -> datetime:
    """A UTC moment as the clock of ``zone`` shows it, with no zone attached."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def in_order(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The documented events by time, each with its moment in UTC."""
    timed = [{**event, "at_utc": datetime.fromisoformat(event["at"]).astimezone(UTC)} for event in events]
    return sorted(timed, key=lambda event: event["at_utc"])


def id_of(event: dict[str, Any]) -> tuple[str, str]:
    """What tells one event from another."""
    return str(event["at"]), str(event["title"])


def visible_events(events: list[dict[str, Any]], context: Context) -> list[dict[str, Any]]:
    """The documented events within the period of the posts shown, numbered from 1."""
    start, end = context.filters.start or context.first_at, context.filters.end or context.last_at
    inside = [
        event
        for event in in_order(events)
        if (start is None or event["at_utc"] >= start) and (end is None or event["at_utc"] <= end)
    ]
    return [{**event, "number": place} for place, event in enumerate(inside, start=1)]


def event_marks(events: list[dict[str, Any]], context: Context) -> list[Mark]:
    """Numbered flags of events; one whose sources disagree is of another colour."""
    colours = {True: style.WARNING.on(context.dark), False: style.QUIET.on(context.dark)}
    ink = style.PAPER.on(context.dark)
    start, end = context.filters.start or context.first_at, context.filters.end or context.last_at
    near = (end - start) / 60 if start and end else timedelta(0)
    return [
        Mark(
            local(bunch[0]["at_utc"], context.filters.zone),
            _bunch_label(bunch),
            "<br>".join(f"{event['number']} {_plain(str(event['title']))}" for event in bunch),
            colours[any(event.get("conflict") for event in bunch)],
            ink,
        )
        for bunch in _bunches(events, near)
    ]


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
    parts = [
        f"[{event['number']}] {_event_clock(event, zone, 'd MMM')}: {_short(str(event['title']))}" for event in events
    ]
    return (_("Documented events: {list}").format(list="; ".join(parts)),)


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _bunch_label(bunch: list[dict[str, Any]]) -> str:
    first, last = bunch[0]["number"], bunch[-1]["number"]
    mark = "!" if any(event.get("conflict") for event in bunch) else ""
    return (f"{first}" if first == last else f"{first}–{last}") + mark


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")


def _event_clock(event: dict[str, Any], zone: str, day: str) -> str:
    return moment(event["at_utc"], zone, day if event.get("precision") == "day" else f"{day}, HH:mm")


def event_row(event: dict[str, Any], flag: int | None, zone: str) -> dict[str, str]:
    """One event as a row of the table below the chart; a time known to the day only shows no hour."""
    conflict = str(event.get("conflict_note") or _("Sources disagree")) if event.get("conflict") else ""
    return {
        "n": "–" if flag is None else str(flag),
        "when": _event_clock(event, zone, "EEE d MMM y"),
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
    """A moment that the reporter marked."""

    name: str
    at: datetime
    label: str


def pin_marks(pins: list[Pin], context: Context) -> list[Mark]:
    """The pins as flags in the primary colour."""
    colour = style.PRIMARY.on(context.dark)
    return [
        Mark(local(pin.at, context.filters.zone), pin.name, _plain(pin.label), colour, style.PAPER.on(context.dark))
        for pin in pins
    ]


def find(context: Context) -> Found:
    """Silences and bursts of the view by the tests of core.analysis.bursts; nothing where hours are filtered out."""
    if context.filters.hours:
        return Found.nothing()  # every night left out would be found as a silence
    step = cached.found_step(context.posts, context.filters, context.first_at, context.last_at)
    return cached.found(context.case_id, context.filters, step)


def spans(found: Found, context: Context) -> list[Span]:
    """Silences and bursts as shaded stretches."""
    quiet, loud = style.OTHER.on(context.dark), style.WARNING.on(context.dark)
    return [
        *(_span(row, context, quiet) for row in found.silences.itertuples(index=False)),
        *(_span(row, context, loud) for row in bursts.largest(found.bursts).itertuples(index=False)),
    ]


def _span(row: Any, context: Context, colour: str) -> Span:  # noqa: ANN401 - a row of itertuples
    start, end = (local(_utc(at), context.filters.zone) for at in (row.start, row.end))
    return Span(start, end, "", colour)


def _utc(at: pd.Timestamp) -> datetime:
    return (at.tz_localize(UTC) if at.tzinfo is None else at.tz_convert(UTC)).to_pydatetime()


def draw_found(found: Found, context: Context) -> None:
    """Silences and bursts in sentences, with the test that each has passed."""
    if found.silences.empty and found.bursts.empty:
        return
    st.subheader(_("Silences and bursts"), anchor=False)
    st.caption(bursts.condition())
    zone, listed = context.filters.zone, bursts.largest(found.bursts)
    sentences = [bursts.silence_sentence(row, zone) for _i, row in found.silences.iterrows()]
    sentences += [bursts.burst_sentence(row, zone) for _i, row in listed.iterrows()]
    if others := len(found.bursts) - len(listed):
        sentences.append(ngettext("{n} smaller burst.", "{n} smaller bursts.", others).format(n=number(others)))
    st.html("<ul class='wh-list'>" + "".join(f"<li>{escape(text)}</li>" for text in sentences) + "</ul>")
    method(f"{bursts.silence_method()} {bursts.burst_method()}", "bursts")
