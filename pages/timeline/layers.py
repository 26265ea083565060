"""What is laid over the counts: documented events, silences, bursts, pins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.export import style
from core.i18n import _, moment
from pages.shared.context import Context
from pages.timeline.chart import Mark


def local(at: datetime, zone: str) -> datetime:
    """A UTC moment as the clock of ``zone`` shows it, with no zone attached."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def visible_events(events: list[dict[str, Any]], context: Context) -> list[dict[str, Any]]:
    """The documented events within the period of the posts shown, earliest first, numbered from 1."""
    start, end = context.filters.start or context.first_at, context.filters.end or context.last_at
    timed = sorted(((datetime.fromisoformat(e["at"]).astimezone(UTC), e) for e in events), key=lambda pair: pair[0])
    inside = [(at, e) for at, e in timed if (start is None or at >= start) and (end is None or at <= end)]
    return [{**event, "at_utc": at, "number": place} for place, (at, event) in enumerate(inside, start=1)]


def event_marks(events: list[dict[str, Any]], context: Context) -> list[Mark]:
    """Numbered flags of events; one whose sources disagree is of another colour."""
    quiet, conflict = style.QUIET.on(context.dark), style.WARNING.on(context.dark)
    return [
        Mark(
            local(event["at_utc"], context.filters.zone),
            str(event["number"]) + ("!" if event.get("conflict") else ""),
            _plain(str(event["title"])),
            conflict if event.get("conflict") else quiet,
        )
        for event in events
    ]


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")


def event_row(event: dict[str, Any], zone: str) -> dict[str, str]:
    """One event as a row of the table below the chart."""
    return {
        "n": str(event["number"]),
        "when": moment(event["at_utc"], zone),
        "what": str(event["title"]),
        "source": str(event.get("source", "")),
        "kind": str(event.get("kind", "")),
        "as_of": str(event.get("as_of") or ""),
        "conflict": str(event.get("conflict_note") or _("Sources disagree")) if event.get("conflict") else "",
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
