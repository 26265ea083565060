"""Who passed the story on, and from whom?"""

from __future__ import annotations

from html import escape

import streamlit as st

from core.analysis import spreaders
from core.export.context import Context
from core.export.figures import map_words
from core.export.figures import spreaders as chart
from core.i18n import _
from pages.shared import cached_spreading, filters
from pages.shared.cached_spreading import Choice, MapParams
from pages.shared.explain import method
from pages.shared.export import below
from pages.spreaders import controls, files, kept, panel, tables, whole
from pages.spreaders.component import spreader_graph
from pages.spreaders.controls import Chosen

MAP, PANEL = "spreaders-map", "spreaders-panel"
HEIGHT_PX = 620


def show(context: Context) -> None:
    """The map of accounts with one of them in detail, and the table of the same accounts."""
    chosen = controls.draw(context, kept.link_kinds(context.case_id))
    if chosen.whole:
        whole.show(context, chosen)
        return
    asked = filters.in_address("spreader")
    params, choice = cached_spreading.choice_with(context.case_id, context.filters, chosen.params, asked)
    if not choice.numbers:
        controls.draw_search({})
        st.info(
            _("Nobody here passed anybody on. Choose more kinds of link, fewer posts per link, or take a filter off.")
        )
        return
    lede, rule = escape(tables.answer(context, chosen)), escape(tables.rule())
    st.html(f'<p class="wh-lede wh-spread">{lede}</p><p class="wh-basis">{rule}</p>')
    draw_map(context, chosen, params, choice)


def draw_map(context: Context, chosen: Chosen, params: MapParams, choice: Choice) -> None:
    """Map and panel side by side, then evidence, files and table."""
    case_id, whole, at = context.case_id, context.filters, chosen.at(context.filters)
    accounts = cached_spreading.drawn(case_id, whole, at, params)
    last = cached_spreading.drawn(case_id, whole, whole, params)
    last = last.set_index("account_no").loc[accounts["account_no"]].reset_index()
    links = cached_spreading.links_among(case_id, whole, at, params)
    groups = kept.groups(context.case_id)
    drawing = chart.drawing(accounts, last, groups, chart.Look(chosen.size, chosen.colour, context.dark))
    left_out = map_words.drawn_text(choice, len(accounts) - drawing.waiting, len(links), params)
    alt = map_words.description(accounts, links, drawing.legend, context, chosen)
    about = tables.frame(context, chosen, alt, left_out)
    left, right = st.columns([13, 5], gap="large")
    with left:
        spreader_graph(
            drawing.nodes, links, key=MAP, selected=filters.in_address("spreader") or None, dark=context.dark,
            height=HEIGHT_PX, direction=chosen.direction, legend=drawing.legend,
            size_words=map_words.size_words(chosen, last),
            on_pick=lambda: controls.select_picked(MAP, PANEL),
        )  # fmt: skip
    with right:
        controls.draw_search(dict(zip(accounts["account_key"], chart.labels(accounts), strict=True)))
        st.fragment(panel.draw, key=PANEL)(context, accounts, at, params, groups)
    st.html(tables.notes_html(about))
    below(about)
    files.draw(about, "spreaders")
    method(spreaders.method(), "spreaders")
    st.header(_("The accounts on the map"), anchor=False)
    tables.draw(context, accounts, groups, about)
