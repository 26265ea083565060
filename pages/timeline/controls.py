"""How the timeline is cut and drawn, the pins, and what the reporter selected on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from core.analysis.series import BINS, bin_for
from core.export.context import Context
from core.export.figures.timeline_words import Chosen, width_names
from core.i18n import _, moment
from pages.shared import cached, filters

AUTO = "auto"
#: The list of steps as high as the buttons beside it, so that their names stand on one line.
ONE_HEIGHT = """<style>
.st-key-bin [role="group"], .st-key-bin input, .st-key-bin button { min-height: 0; max-height: 2rem; }
.st-key-timeline-display button { min-height: 2rem; height: 2rem; }
</style>"""
#: Steps of days and weeks are counted from a Monday, as the store counts them.
MONDAY = datetime(2000, 1, 3)  # noqa: DTZ001 - a clock on the wall, its zone is the view's


def draw(context: Context) -> Chosen:
    """The settings above the chart; all of them are in the address."""
    splits = {"lang": _("Language"), "platform": _("Platform"), "band": _("Bot score"), "kind": _("Kind of post")}
    if cached.groups(context.case_id):
        splits["group"] = _("Group")
    units = {"posts": _("Posts"), "accounts": _("Accounts")}
    st.html(ONE_HEIGHT)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        split = _segments("split", _("Colour by"), splits, "lang")
        unit = _segments("unit", _("Count"), units, "posts")
        width = _draw_width(context)
        with st.popover(_("Display"), key="timeline-display"):
            lines = st.toggle(_("Lines instead of stacked bars"), key="lines", bind="query-params")
            cumulative = st.toggle(_("Cumulative"), key="cumulative", bind="query-params")
            log = st.toggle(_("Logarithmic scale"), key="log", bind="query-params")
            events = st.toggle(_("Documented events"), value=True, key="events", bind="query-params")
            bursts = st.toggle(_("Silences and bursts"), value=True, key="bursts", bind="query-params")
    return Chosen(split, unit, lines, cumulative, log, width, events, bursts)


def _segments(key: str, label: str, names: dict[str, str], default: str) -> str:
    chosen = st.segmented_control(
        label, list(names), default=default, key=key, format_func=names.get, bind="query-params", required=True
    )
    return str(chosen or default)


def _draw_width(context: Context) -> str:
    names = {AUTO: _("Automatic"), **width_names()}
    wanted = str(st.selectbox(_("Per"), list(names), key="bin", format_func=names.get, bind="query-params", width=150))
    span_s = _span_s(context)
    finest = bin_for(span_s, 5000)
    if wanted == AUTO:
        return bin_for(span_s)
    return wanted if BINS[wanted] >= BINS[finest] else finest


def _span_s(context: Context) -> float:
    seen = cached.extent(context.case_id, context.filters)
    if not seen.get("first"):
        return 3600.0
    first, last = (datetime.fromisoformat(seen[name]) for name in ("first", "last"))
    return max((last - first).total_seconds(), 3600.0)


def selected_period(context: Context, width: str) -> tuple[datetime, datetime] | None:
    """The period (UTC) of the steps that the box on the chart highlights, or None."""
    event = filters.recall("timeline") or {}
    boxes = event.get("selection", {}).get("box", [])
    if not boxes:
        return None
    first, last = sorted(datetime.fromisoformat(str(x)[:19]) for x in boxes[0]["x"][:2])
    zone = ZoneInfo(context.filters.zone)
    start, end = (at.replace(tzinfo=zone).astimezone(UTC) for at in highlighted(first, last, width))
    return start, end


def highlighted(first: datetime, last: datetime, width: str) -> tuple[datetime, datetime]:
    """The edges of the steps whose middle is in the box, as the chart highlights them; at least one step."""
    start, end = _nearest_edge(first, width), _nearest_edge(last, width)
    if end > start:
        return start, end
    start = edge_before(first, width)
    return start, _edge_after(start, width)


def _nearest_edge(at: datetime, width: str) -> datetime:
    before = edge_before(at, width)
    after = _edge_after(before, width)
    return before if at - before < after - at else after


def edge_before(at: datetime, width: str) -> datetime:
    """The beginning of the step (local clock) that holds this moment."""
    if width == "1 month":
        return datetime(at.year, at.month, 1)  # noqa: DTZ001 - a clock on the wall, its zone is the view's
    return at - (at - MONDAY) % timedelta(seconds=BINS[width])


def _edge_after(edge: datetime, width: str) -> datetime:
    if width == "1 month":
        return (edge + timedelta(days=32)).replace(day=1)
    return edge + timedelta(seconds=BINS[width])


def period_text(start: datetime, end: datetime, zone: str) -> str:
    """``8 Feb 04:00 – 18:00``; the second date only where it is another."""
    same_day = moment(start, zone, "d M y") == moment(end, zone, "d M y")
    return f"{moment(start, zone, 'd MMM HH:mm')} – {moment(end, zone, 'HH:mm' if same_day else 'd MMM HH:mm')}"
