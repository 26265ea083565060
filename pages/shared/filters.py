"""The one filter of all pages: its widgets, its chips, its address; the only module that keeps state.

Every widget is bound to the address (its key is the name there), so that a link, the Back button and a page
switch all keep the view. Everything else asks ``recall`` and ``remember``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.export import address as link
from core.export.filter_words import chips, filter_text, hours_text, period_text  # noqa: F401
from core.export.words import band_label, kind_label, language_label, platform_label
from core.i18n import _
from core.model import BANDS, KINDS, Filters
from core.store.cases import all_zones

EARLIEST, LATEST = datetime(2004, 1, 1), datetime(2100, 1, 1)
ALL_DAY = (0, 23)
#: Offered beside the event's zone, the reader's and UTC.
COMMON_ZONES = (
    "Asia/Almaty", "Asia/Bishkek", "Asia/Tashkent", "Asia/Dushanbe", "Asia/Ashgabat", "Asia/Yekaterinburg",
    "Europe/Moscow", "Europe/Kyiv", "Europe/Minsk", "Asia/Tbilisi", "Asia/Yerevan", "Asia/Baku", "Europe/Istanbul",
    "Europe/Athens", "Europe/Bucharest", "Europe/Warsaw", "Europe/Berlin", "Europe/Paris", "Europe/Madrid",
    "Europe/London", "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Asia/Tehran", "Asia/Dubai", "Asia/Karachi",
    "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Jakarta", "Asia/Manila", "Asia/Shanghai", "Asia/Tokyo",
    "Australia/Sydney", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/New_York", "America/Chicago",
    "America/Mexico_City", "America/Los_Angeles",
)  # fmt: skip
#: The fragment that holds a page, and what the session keeps the hash of the page under that it drew last.
PAGE, DRAWN = "page", "drawn_page"
#: The word of the address for a part of one account's posts; it goes with the account.
PART = "part"
KEYS = ("lang", "platform", "kind", "band", "group", "from", "to", "hours", "outside", "q")


def recall(key: str, default: Any = None) -> Any:  # noqa: ANN401 - a page may keep any plain value
    """What this session remembers under ``key``."""
    return st.session_state.get(key, default)


def remember(key: str, value: Any) -> None:  # noqa: ANN401
    """Keep a value for this session; of a widget, only from its callback or before it is drawn."""
    st.session_state[key] = value


def in_address(key: str) -> str:
    """A word of the address that belongs to no widget, e.g. the open account; empty where absent."""
    return str(st.query_params.get(key, ""))


def put_in_address(key: str, value: str) -> None:
    """Write a word into the address, or take it out where ``value`` is empty."""
    if key == "account" and PART in st.query_params:
        del st.query_params[PART]
    if value:
        st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]


def address(**changes: str) -> dict[str, Any]:
    """The words of the address as they are now, with some changed (for links to other pages)."""
    kept = {key: st.query_params.get_all(key) for key in st.query_params}
    kept = {key: values if len(values) > 1 else values[0] for key, values in kept.items() if values}
    if "account" in changes and changes["account"] != kept.get("account"):
        kept.pop(PART, None)
    return {**kept, **changes}


def redraw_page() -> None:
    """Have only the page drawn anew; for callbacks of widgets beside it, which show the choice by themselves.

    Nothing to ask for where this run draws the page in any case: alone (see redraw.py), or because it was just opened.
    """
    run = get_script_run_ctx()
    if run is None or recall(DRAWN) != run.page_script_hash:
        return
    if not set(run.fragment_storage.resolve_target(PAGE)) & set(run.fragment_ids_this_run or ()):
        st.rerun(PAGE)


def note_drawn() -> None:
    """Remember which page this run draws."""
    if run := get_script_run_ctx():
        remember(DRAWN, run.page_script_hash)


def redraw_all() -> None:
    """Have sidebar and page drawn anew; for callbacks on the page that change what the sidebar shows."""
    st.rerun()


def draw(facets: pd.DataFrame, groups: tuple[str, ...], event_zone: str) -> None:
    """The widgets of the filter in the sidebar; ``chosen`` says how they stand."""
    offered = _options(facets)
    look_at_link(
        {
            "lang": (offered["lang"], language_label),
            "platform": (offered["platform"], platform_label),
            "kind": (offered["kind"], kind_label),
            "band": (list(BANDS), band_label),
            "group": (list(groups), str),
            "tz": (sorted(all_zones()), str),
        }
    )
    zone = _draw_zone(event_zone)
    _draw_choice("lang", _("Language"), offered["lang"], language_label)
    _draw_period(zone)
    own = {"bind": "query-params", "on_change": redraw_page}
    st.slider(_("Hour of day"), *ALL_DAY, ALL_DAY, key="hours", format=_("{n} h").format(n="%d"), **own)
    st.toggle(_("Keep the hours outside instead"), key="outside", **own)
    _draw_choice("platform", _("Platform"), offered["platform"], platform_label)
    _draw_choice("kind", _("Kind of post"), [k for k in KINDS if k in offered["kind"]], kind_label)
    _draw_choice("band", _("Bot score of the author"), list(BANDS), band_label)
    _draw_choice(
        "group",
        _("Group"),
        list(groups),
        str,
        _("Groups are made on the Groups page, or on the profile of an account."),
    )
    st.text_input(
        _("Words in the post"),
        key="q",
        placeholder=_("e.g. restaurant, ресторан"),
        help=_("Several words with commas: any of them."),
        **own,
    )


def look_at_link(lists: dict[str, link.Named]) -> None:
    """Remember, once, what of the opening link nobody understands, so that no filter is lost silently."""
    if recall("link_seen"):
        return
    remember("link_seen", True)
    words = {key: st.query_params.get_all(key) for key in st.query_params}
    unknown = [f"{key}={word}" for key, listed in lists.items() for word in link.codes(words.get(key, []), listed)[1]]
    unknown += [f"{key}={word}" for key in ("from", "to") for word in words.get(key, []) if link.clock(word) is None]
    if words.get("hours") and link.hours(words["hours"]) is None:
        unknown.append(f"hours={','.join(words['hours'])}")
    remember("not_understood", unknown)


def look_at_case(names: dict[str, str]) -> None:
    """Remember, once, that the link names a case which is not there."""
    word = in_address("case")
    if word and not recall("case_seen"):
        _known, unknown = link.codes([word], (list(names), names.__getitem__))
        remember("no_such_case", [f"case={name}" for name in unknown])
    remember("case_seen", True)


def _options(facets: pd.DataFrame) -> dict[str, list[str]]:
    """The values of each facet, in the order of ``facets``."""
    found: dict[str, list[str]] = {"lang": [], "platform": [], "kind": []}
    for facet, value in zip(facets["facet"].tolist(), facets["value"].tolist(), strict=True):
        found.setdefault(facet, []).append(value)
    return found


def _draw_choice(key: str, label: str, options: list[str], name: Callable[[str], str], help: str | None = None) -> None:
    st.multiselect(
        label, options, key=key, bind="query-params", format_func=name, placeholder=_("All"), help=help,
        disabled=not options, select_all=False, on_change=redraw_page,
    )  # fmt: skip


def _draw_zone(event_zone: str) -> str:
    here = st.context.timezone or "UTC"
    # A short list: six hundred zones are 10 kB and 20 ms of every click; any other can be typed. The address holds
    # what a list shows, so no name may depend on the computer that opens the link.
    options = list(dict.fromkeys([event_zone, here, "UTC", *COMMON_ZONES]))
    help = _("The event place is in {event}, this computer in {here}. Any zone can be typed, e.g. Africa/Nairobi.")
    before = recall("tz_before", event_zone)
    zone = st.selectbox(
        _("Time zone"), options, key="tz", bind="query-params", help=help.format(event=event_zone, here=here),
        accept_new_options=True,
    )  # fmt: skip
    if zone not in all_zones():
        st.warning(
            _("There is no time zone “{zone}”; times are shown in {event}.").format(
                zone=plain(str(zone)), event=event_zone
            )
        )
        zone = event_zone
    if zone != before:
        remember("tz_before", zone)
        if "tz_before" in st.session_state and recall("tz_seen"):
            _shift_period(before, zone)
    remember("tz_seen", True)
    return str(zone)


def _shift_period(old: str, new: str) -> None:
    # The widgets show clock times; the moments they stand for must stay the same in the new zone.
    for key in ("from", "to"):
        clock = recall(key)
        if clock is not None:
            remember(key, clock.replace(tzinfo=ZoneInfo(old)).astimezone(ZoneInfo(new)).replace(tzinfo=None))


def _draw_period(zone: str) -> None:
    limits = {"min_value": EARLIEST, "max_value": LATEST, "step": timedelta(minutes=1), "format": "YYYY-MM-DD"}
    help = _("On the clock of {zone}. Or draw a box on the timeline.").format(zone=zone)
    st.datetime_input(_("From"), None, key="from", bind="query-params", help=help, **limits)
    st.datetime_input(_("To"), None, key="to", bind="query-params", **limits)
    since, until = recall("from"), recall("to")
    if since and until and since >= until:
        st.warning(_("“From” is not before “To”, so no post can lie between them."))


def chosen(event_zone: str) -> Filters:
    """The filter as the widgets stand now; a time zone that does not exist is that of the event."""
    asked = str(recall("tz") or event_zone)
    zone = asked if asked in all_zones() else event_zone

    def words(key: str) -> tuple[str, ...]:
        return tuple(sorted(recall(key) or ()))

    return Filters(
        zone=zone,
        languages=words("lang"),
        platforms=words("platform"),
        kinds=words("kind"),
        bands=words("band"),
        groups=words("group"),
        start=_moment(recall("from"), zone),
        end=_moment(recall("to"), zone),
        hours=_hours(),
        words=str(recall("q") or "").strip(),
    )


def _moment(clock: datetime | None, zone: str) -> datetime | None:
    return clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if clock else None


def _hours() -> tuple[int, int] | None:
    first, last = recall("hours") or ALL_DAY
    if (first, last) == ALL_DAY:
        return None
    return ((last + 1) % 24, (first - 1) % 24) if recall("outside") else (first, last)


def set_period(start: datetime | None, end: datetime | None, zone: str) -> None:
    """Choose a period (UTC); call it from a callback, before the widgets are drawn."""
    for key, at in (("from", start), ("to", end)):
        clock = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0) if at else None
        remember(key, clock)


def choose_group(name: str) -> None:
    """Filter everything to one group; call it from a callback, before the widgets are drawn."""
    remember("group", [name])


def clear() -> None:
    """Take every filter off; the time zone stays."""
    for key in KEYS:
        remember(key, _blank(key))


def say_again() -> None:
    """Have every list keep its choice where the words change: a list remembers what it shows, not what it means."""
    for key in {*st.query_params, *KEYS} & {*st.session_state}:
        remember(str(key), recall(str(key)))


def _clear_and_redraw() -> None:
    clear()
    redraw_all()


def _blank(key: str) -> Any:  # noqa: ANN401
    if key in ("from", "to"):
        return None
    return {"hours": ALL_DAY, "outside": False, "q": ""}.get(key, [])


def _drop(key: str, value: str | None) -> None:
    if value is None:
        remember(key, _blank(key))
    else:
        remember(key, [v for v in recall(key) or [] if v != value])
    if key == "from":
        remember("to", None)
    redraw_all()


def draw_chips(filters: Filters, n_text: str) -> None:
    """The line above every page: n of N, each active filter as a chip that a click takes off."""
    st.html(f'<p class="wh-n">{n_text}</p>')
    shown = chips(filters)
    # The line is there without a filter too: a page that jumps at the first choice is repainted whole.
    with st.container(horizontal=True, vertical_alignment="center", key="wh-chips", gap="small"):
        if not shown:
            st.caption(_("No filter: everything that was collected"), width="content")
            return
        for place, (text, key, value) in enumerate(shown):
            st.button(
                f"{plain(text)}  ×",
                key=f"chip-{place}-{key}",
                on_click=_drop,
                args=(key, value),
                help=_("Take this filter off"),
            )
        st.button(_("Clear all"), key="chip-clear", on_click=_clear_and_redraw, type="tertiary")


def plain(text: str) -> str:
    """Text for a Streamlit label, with nothing that its Markdown would act on."""
    return "".join("\\" + c if c in r"\`*_{}[]()#+-.!~$:<>|" else c for c in text)
