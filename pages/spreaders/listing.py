"""Every account of the graph as a table: sorted by any column and paged by the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures import map_words
from core.export.figures import spreaders as chart
from core.export.figures.whole_map import short
from core.export.frame import Frame
from core.i18n import _, ngettext, number
from pages.shared import filters
from pages.shared.explain import quiet
from pages.shared.export import table_block
from pages.spreaders import kept, tables
from pages.spreaders.controls import Chosen
from pages.spreaders.kept import ROWS, RowParams

TABLE, CHOICE = "spreaders-all", "spreaders-row"
BY, UP, TURN = "spreaders-by", "spreaders-up", "spreaders-turn"


def draw(context: Context, chosen: Chosen, groups: Mapping[str, list[str]], about: Frame) -> None:
    """How to sort and turn the pages, one page of accounts, and a CSV of them all; a click selects an account."""
    at = chosen.at(context.filters)
    many = kept.linked_accounts(context.case_id, at, RowParams(chosen.links, chosen.params.least))
    if not many:
        st.html(quiet(_("No link was made by this moment. Draw the slider to the right.")))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        params = _draw_order(RowParams(chosen.links, chosen.params.least), many)
        rows = kept.rows(context.case_id, at, params)
        keys = rows["account_key"].tolist()
        _draw_choice(rows)
    st.html(quiet(place_text(params, len(rows), many)))
    table_block(
        TABLE,
        shown(rows, groups, context.filters.zone),
        replace(about, title=_("Accounts on the map"), notes=about.notes[:1]),
        lambda: map_words.for_file(kept.every_row(context.case_id, at, params), groups),
        column_config=columns(),
        placeholder=_("not known"),
        height=min(520, 36 * (len(rows) + 1) + 3),
        on_select=lambda: _selected(keys),
        # Where columns can be selected, a click on a header asks the server: the browser has one page of them.
        opens=True,
        selection_mode=["single-cell", "single-column"],
        alt=_("Table of the accounts on the map."),
    )


def _draw_order(params: RowParams, many: int) -> RowParams:
    names = sorts()
    pages = -(-many // ROWS)
    if not 1 <= int(filters.recall(TURN) or 1) <= pages:
        filters.remember(TURN, 1)
    by = st.selectbox(
        _("Sort by"), list(names), key=BY, format_func=names.get, width=230, on_change=_first_page,
        help=_("Or click the head of a column. Nobody is ranked by the bot score."),
    )  # fmt: skip
    ways = {False: _("Largest or Z first"), True: _("Smallest or A first")}
    up = st.selectbox(
        _("Order"), list(ways), key=UP, format_func=lambda way: ways[bool(way)], width=210, on_change=_first_page
    )
    turn = st.number_input(_("Page of {n}").format(n=number(pages)), 1, pages, key=TURN, step=1, width=150)
    return replace(params, by=str(by or "received"), down=not up, skip=(int(turn or 1) - 1) * ROWS)


def sorts() -> dict[str, str]:
    """The columns by which the list can be sorted; the score is none of them."""
    return {
        "received": _("Times passed on"), "received_from": _("Passed on by so many accounts"),
        "passed_on": _("Posts it passed on"), "passed_on_of": _("Passed on so many accounts"),
        "posts": _("Posts in the view"), "followers": _("Followers"), "first_at": _("First post"),
        "account": _("Account"), "name": _("Name"), "platform": _("Platform"), "lang": _("Language"),
        "group": _("Group"), "community": _("Community"), "rank": _("Rank"), "bridges": _("Bridges"), "core": _("Core"),
    }  # fmt: skip


def _first_page() -> None:
    filters.remember(TURN, 1)


def _draw_choice(rows: pd.DataFrame) -> None:
    names = dict(zip(rows["account_key"], map(short, chart.labels(rows)), strict=True))
    st.selectbox(
        _("Select an account of this page"), list(names), index=None, key=CHOICE, format_func=names.get,
        placeholder=_("Choose"), width=260, on_change=_select_chosen,
    )  # fmt: skip


def _select_chosen() -> None:
    _select(str(filters.recall(CHOICE) or ""))


def _select(key: str) -> None:
    filters.put_in_address("spreader", key)
    st.rerun(filters.PAGE)


def _selected(keys: list[str]) -> None:
    """Select the account of the cell that was clicked, or sort by the column whose head was; called by the table."""
    chosen = (filters.recall(TABLE) or {}).get("selection", {})
    cells, heads = chosen.get("cells", []), chosen.get("columns", [])
    if heads and heads[0] in sorts():
        if filters.recall(BY) != heads[0]:
            filters.remember(UP, heads[0] in ("account", "name", "platform", "lang", "group", "first_at"))
        filters.remember(BY, heads[0])
        _first_page()
    elif cells and cells[0][0] < len(keys):
        _select(keys[cells[0][0]])


def place_text(params: RowParams, shown_rows: int, many: int) -> str:
    """Which part of the list is shown."""
    text = ngettext("Accounts {first} to {last} of {n}.", "Accounts {first} to {last} of {n}.", many)
    return text.format(first=number(params.skip + 1), last=number(params.skip + shown_rows), n=number(many))


def shown(rows: pd.DataFrame, groups: Mapping[str, list[str]], zone: str) -> pd.DataFrame:
    """The rows as the reporter reads them, with the measures of the map."""
    table = map_words.shown(rows, groups, zone)
    return table.assign(rank=rows["rank"], bridges=rows["bridges"], core=rows["core"])


def columns() -> dict[str, object]:
    """Headers and help of the columns."""
    config = st.column_config
    return {
        **tables.columns(),
        "rank": config.NumberColumn(
            _("Rank"), format="%.1f", width=70,
            help=_("High where accounts that are passed on a lot pass it on themselves; 1 is the mean (PageRank)."),
        ),
        "bridges": config.NumberColumn(
            _("Bridges"), width=80, help=_("So many communities other than its own it is linked with; whole case.")
        ),
        "core": config.NumberColumn(
            _("Core"), width=70,
            help=_("In core k every account is linked with at least k others of the same core; whole case."),
        ),
    }  # fmt: skip
