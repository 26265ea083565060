"""The whole map on the page: what it says, the map with one account beside it, those chosen on it, and the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.analysis import spreaders
from core.export.context import Context
from core.export.figures import map_words
from core.i18n import _, number
from pages.shared import filters
from pages.shared.explain import method
from pages.shared.export import below
from pages.spreaders import aids, choice, controls, files, kept, listing, panel, tables, whole_words
from pages.spreaders.controls import Chosen
from pages.spreaders.kept import CompanyParams, RowParams, WholeParams
from pages.spreaders.whole_map import whole_map

MAP, PANEL, CHOICE, ROWS = "spreaders-whole", "spreaders-whole-panel", "spreaders-choice", "spreaders-rows"
HEIGHT_PX = 620


def show(context: Context, chosen: Chosen) -> None:
    """The map of every account of the view."""
    params = WholeParams(chosen.links, *_closed())
    if not chosen.links or not kept.totals_of(context.case_id, context.filters, chosen.links, 1)["links"]:
        st.info(_("Nobody here is linked with anybody. Choose more kinds of link, or take a filter off."))
        return
    spread = tables.answer(context, chosen) if chosen.params.kinds else ""
    if spread:
        st.html(f'<p class="wh-lede wh-spread">{escape(spread)}</p><p class="wh-basis">{escape(tables.rule())}</p>')
    _draw(context, chosen, params)


def _closed() -> tuple[bool | None, tuple[int, ...]]:
    """Whether communities are closed, and those that were opened, as the address has them."""
    wish = {"yes": True, "no": False}.get(filters.in_address("closed"))
    return wish, tuple(int(part) for part in filters.in_address("open").split("-") if part.isdigit())


def _draw(context: Context, chosen: Chosen, params: WholeParams) -> None:
    case_id, seen = context.case_id, context.filters
    accounts, groups = kept.accounts(case_id, seen, params), kept.groups(case_id)
    about = whole_words.frame(context, chosen, params)
    saved = replace(about, alt=whole_words.description(context, chosen, kept.masks(case_id)))
    left, right = st.columns([13, 5], gap="large")
    with left:
        _draw_closing(context, params)
        whole_map(
            kept.address(case_id, seen, params), key=MAP, selected=filters.in_address("spreader"), dark=context.dark,
            height=HEIGHT_PX, size=chosen.size, colour=chosen.colour, direction=chosen.direction,
            least=chosen.params.least, until=int(chosen.until.timestamp()) if chosen.until else None,
            phrases={"size": map_words.size_phrase(chosen.size), "zone": seen.zone}, frame=saved,
            on={"picked": _picked, "chosen": _chosen, "opened": _opened, "lost": _lost},
        )  # fmt: skip
    with right:
        controls.draw_search(whole_words.names(accounts))
        st.fragment(_draw_panel, key=PANEL)(context, chosen, accounts, groups)
    st.html(tables.notes_html(about))
    below(about)
    files.draw(about, "spreader-map")
    st.fragment(choice.draw, key=CHOICE)(context, chosen)
    method(spreaders.method(), "spreaders")
    aids.draw(context, chosen)
    st.header(_("The accounts on the map"), anchor=False)
    st.fragment(listing.draw, key=ROWS)(context, chosen, groups, about)


def _draw_closing(context: Context, params: WholeParams) -> None:
    """Whether communities stand as one circle each, and how to close those that were opened."""
    closed = kept.is_closed(context.case_id, context.filters, params)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.toggle(
            _("One circle per community"), value=closed, key=f"spreaders-closed-{closed}",
            on_change=lambda: filters.put_in_address("closed", "no" if closed else "yes"),
        )  # fmt: skip
        if closed:
            names = kept.closed(context.case_id, context.filters, params)
            sizes = dict(zip(names["community"].tolist(), names["accounts"].tolist(), strict=True))
            st.selectbox(
                _("Open a community"), list(sizes), index=None, key="spreaders-open", placeholder=_("Open a community"),
                label_visibility="collapsed", width=240,
                format_func=lambda place: whole_words.closed_label(place, sizes[place]), on_change=_open_found,
            )  # fmt: skip
            if params.opened:
                close_all = _("Close all ({n} open)").format(n=number(len(params.opened)))
                st.button(close_all, on_click=lambda: filters.put_in_address("open", ""))


def _open(place: int) -> None:
    known = [part for part in filters.in_address("open").split("-") if part]
    filters.put_in_address("open", "-".join(dict.fromkeys([*known, str(place)])))
    filters.put_in_address("closed", "yes")


def _open_found() -> None:
    found = filters.recall("spreaders-open")
    if found is not None:
        _open(int(found))


def _told(name: str) -> Any:  # noqa: ANN401 - a key, or a list of keys
    return (filters.recall(MAP) or {}).get(name)


def _picked() -> None:
    key = str(_told("picked") or "")
    filters.put_in_address("spreader", "" if key.startswith("community:") else key)
    st.rerun(PANEL)


def _chosen() -> None:
    filters.remember("spreaders-chosen", tuple(str(key) for key in _told("chosen") or ()))
    st.rerun(CHOICE)


def _opened() -> None:
    place = str(_told("opened") or "").removeprefix("community:")
    if place.isdigit():
        _open(int(place))
    st.rerun(filters.PAGE)


def _lost() -> None:
    filters.remember("map", "close")
    st.rerun(filters.PAGE)


def _draw_panel(context: Context, chosen: Chosen, accounts: pd.DataFrame, groups: Mapping[str, list[str]]) -> None:
    """The account of the address up to the moment of the slider; where there is none, those passed on most by then."""
    st.html(panel.STYLE)
    key, at = filters.in_address("spreader"), chosen.at(context.filters)
    found = kept.row(context.case_id, at, CompanyParams(chosen.links, key, least=chosen.params.least)) if key else {}
    if key and not found:
        st.warning(filters.plain(_("The account that the address names has no such link by this moment in the view.")))
    if not found:
        st.html(panel.first_accounts(kept.rows(context.case_id, at, RowParams(chosen.links, chosen.params.least))))
        return
    if key not in set(accounts["account_key"]):
        st.caption(_("It is not drawn one by one: its community is closed, or it is among the least linked."))
    asked = CompanyParams(chosen.links, key, int(found["account_no"]), chosen.params.least)
    beside = kept.company(context.case_id, at, asked)
    st.html(panel.profile(found, beside, groups.get(key, []), context.filters.zone))
    panel.draw_way(key)
