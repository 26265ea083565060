"""What the spreader map shows: kinds of link, size, colour, arrows, how many accounts, and up to which moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from core.export.context import Context
from core.export.figures.map_words import KINDS, Chosen, colours, sizes
from core.export.words import kind_label
from core.i18n import _
from pages.shared import cached, filters, language
from pages.shared.cached_spreading import MapParams

#: What else a link of the whole map can be.
MORE_KINDS = ("mention", "likely", "same_link", "tie")
LONG = timedelta(days=31)


def link_label(kind: str) -> str:
    """The kind of link on its button."""
    more = {
        "mention": _("Mentions"),
        "likely": _("Likely paths"),
        "same_link": _("Links in common"),
        "tie": _("Coordination ties"),
    }
    return more.get(kind) or kind_label(kind)


def draw(context: Context, there: dict[str, int]) -> Chosen:
    """The settings above the map; all of them are in the address. ``there``: the kinds of link of the case."""
    whole = _draw_view() == "whole"
    order = (*KINDS, *(MORE_KINDS if whole else ()))
    offered = [kind for kind in order if kind in KINDS or there.get(kind)]
    first = next((kind for kind in offered if there.get(kind)), "share")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        kinds = st.pills(
            _("Links"), offered, selection_mode="multi", default=[first], key="links", bind="query-params",
            format_func=link_label, help=links_help(),
        )  # fmt: skip
        size = _choice("size", _("Size by"), {**sizes(), **({"rank": _("Rank")} if whole else {})}, 205)
        colour = _choice("colour", _("Colour by"), colours(), 210)
        until = _draw_until(context)
        with st.popover(_("Display"), key="spreaders-display"):
            direction, least, most = _draw_display(whole)
    chosen = tuple(kind for kind in order if kind in (kinds or ()))
    params = MapParams(tuple(kind for kind in chosen if kind in KINDS), least, most)
    return Chosen(params, size, colour, direction, until, whole, chosen)


def _draw_view() -> str:
    names = {"whole": _("Whole map"), "close": _("Close-up")}
    view = st.segmented_control(
        _("Map"), list(names), default="whole", required=True, key="map", bind="query-params", format_func=names.get,
        label_visibility="collapsed", help=_("The close-up draws at most 500 accounts, each with room for its name."),
    )  # fmt: skip
    return str(view or "whole")


def links_help() -> str:
    """What each kind of link is."""
    return _(
        "Shares, quotes and replies run from the account passed on to the one that passed it on, mentions from the "
        "account mentioned to the one that mentions it. A likely path is inferred: from the likeliest account that a "
        "share was seen at. Links in common join accounts that posted at least two of the same links. The weight of a "
        "link is its number of distinct posts."
    )


def _choice(key: str, label: str, names: dict[str, str], width: int) -> str:
    return str(
        st.selectbox(label, list(names), key=key, format_func=names.get, bind="query-params", width=width)
        or next(iter(names))
    )


def _draw_display(whole: bool) -> tuple[str, int, int]:
    ways = {"forward": _("The way of the story"), "backward": _("Who passes on whom"), "none": _("No arrows")}
    direction = st.radio(_("Arrows"), list(ways), key="arrows", format_func=ways.get, bind="query-params")
    least = st.slider(_("Fewest posts per link"), 1, 20, 1, key="least", bind="query-params")
    most = 0
    if not whole:
        most = st.slider(_("Accounts drawn, at most"), 50, 500, 200, 50, key="drawn", bind="query-params")
    return str(direction), int(least), int(most)


def _draw_until(context: Context) -> datetime | None:
    """The moment up to which links are shown; None at the end of the period."""
    span = period(context)
    if span is None:
        return None
    first, last, step = span
    # A moment of another period or zone means nothing here; one from the address is kept.
    if filters.recall("until-span", span) != span or not first <= (filters.recall("until") or last) <= last:
        filters.remember("until", last)
    filters.remember("until-span", span)
    at = st.slider(
        _("Links made by"), first, last, last, step, key="until", bind="query-params", width=200,
        format=language.day_format() if step.days else language.clock_format(year=False),
        help=_("Draw the slider to the left to see the map as it was at that moment, and to the right to see it grow."),
    )  # fmt: skip
    return None if at >= last else at.replace(tzinfo=ZoneInfo(context.filters.zone)).astimezone(UTC)


def period(context: Context) -> tuple[datetime, datetime, timedelta] | None:
    """First and last full hour (or day, in a long case) of the view by its clock, and the step; None if too short."""
    extent = cached.extent(context.case_id, context.filters)
    if not extent.get("first"):
        return None
    zone = ZoneInfo(context.filters.zone)
    first, last = (
        datetime.fromisoformat(extent[name]).astimezone(zone).replace(tzinfo=None, minute=0, second=0, microsecond=0)
        for name in ("first", "last")
    )
    step = timedelta(days=1) if last - first > LONG else timedelta(hours=1)
    if step.days:
        first, last = first.replace(hour=0), last.replace(hour=0)
    return (first + step, last + step, step) if last > first else None


def draw_search(names: dict[str, str]) -> None:
    """A field that finds an account of the map by its name and selects it."""
    st.selectbox(
        _("Find an account on the map"), list(names), index=None, key="find-spreader", format_func=names.get,
        placeholder=_("Handle or name"), on_change=_select_found,
    )  # fmt: skip


def _select_found() -> None:
    found = filters.recall("find-spreader")
    if found:
        filters.put_in_address("spreader", str(found))
        filters.remember("find-spreader", None)  # the next click on the map would make it untrue


def select_row(widget: str, keys: list[str]) -> None:
    """Select the account of the table's row that was clicked; called back by the table."""
    cells = (filters.recall(widget) or {}).get("selection", {}).get("cells", [])
    if cells and cells[0][0] < len(keys):
        filters.put_in_address("spreader", keys[cells[0][0]])


def select_picked(widget: str, panel: str) -> None:
    """Select the account that was clicked on the map and draw only the panel anew; called back by the map."""
    filters.put_in_address("spreader", str((filters.recall(widget) or {}).get("picked") or ""))
    st.rerun(panel)
