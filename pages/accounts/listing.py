"""The list of accounts: search, order, table; a click opens an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.export.context import Context
from core.export.figures.account_words import local
from core.i18n import _, ngettext, number
from pages.accounts import kept
from pages.shared import cached_profiles, filters, language
from pages.shared.cached import ListParams
from pages.shared.explain import method
from pages.shared.export import table_block
from pages.shared.frames import frame_of

MOST = 500
HEIGHT_PX = 560


def draw_bar(opened: bool) -> tuple[ListParams, DeltaGenerator]:
    """The search and the order above list and profile alike, and the place beside them.

    They stay on the page while an account is open: a widget bound to the address that is not drawn takes the other
    words of the address with it.
    """
    left, middle, right = st.columns([5, 3, 4], vertical_alignment="bottom")
    close = close_account if opened else None
    return ListParams(search=_draw_search(left, close), sort=_draw_order(middle, close), most=MOST), right


def close_account() -> None:
    """Back to the list."""
    filters.put_in_address("account", "")


def show(context: Context, params: ListParams, place: DeltaGenerator) -> None:
    """The table of at most 500 accounts, and a CSV of them all; in ``place`` the same to choose from by keyboard."""
    rows = kept.rows(context, params)
    _draw_choice(place, rows.names)
    if rows.table.empty:
        st.info(_("No account here. Change the search, take a filter off, or choose a longer period."))
        return
    st.caption(filters.plain(count_text(context, params, len(rows.table))))
    table_block(
        "accounts-list",
        rows.table,
        frame_of(context, _("Accounts of the view"), "", method="accounts"),
        lambda: for_file(cached_profiles.whole_list(context.case_id, context.filters, params), context.filters.zone),
        column_config=columns(),
        placeholder=_("not known"),
        height=min(HEIGHT_PX, 36 * (len(rows.table) + 1) + 3),
        on_select=lambda: open_selected("accounts-list", rows.keys),
        # Where columns can be selected, a click on a header sorts nothing: nobody is ranked by the score.
        opens=True,
        selection_mode=["single-cell", "single-column"],
        figure="accounts",
        alt=_("Table of accounts; the search above narrows it."),
    )
    method(
        _(
            "Posts, originals, shares and first post count what is in the view; shares received and rank count the"
            " whole case; followers are those of the newest capture. The list is never ordered by score."
        ),
        "accounts",
    )


def sorts() -> dict[str, str]:
    """The orders of the list; the score is none of them."""
    return {
        "posts": _("Most posts in the view"),
        "shares_received": _("Most shares received"),
        "followers": _("Most followers"),
        "first": _("First in the data"),
        "handle": _("Handle, A to Z"),
    }


def _draw_search(place: DeltaGenerator, close: Callable[[], None] | None) -> str:
    words = place.text_input(
        _("Find an account"), key="find", bind="query-params", type="search", max_chars=200,
        placeholder=_("Handle, name, id, description"), on_change=close,
    )  # fmt: skip
    return str(words or "").strip()


def _draw_order(place: DeltaGenerator, close: Callable[[], None] | None) -> str:
    names = sorts()
    order = place.selectbox(
        _("Order"), list(names), key="order", bind="query-params", format_func=names.get, on_change=close
    )
    return str(order)


def _draw_choice(place: DeltaGenerator, names: dict[str, str]) -> None:
    """The same accounts as a list to choose from, for those who work without a mouse."""
    place.selectbox(
        _("Open an account of the list"), list(names), index=None, key="accounts-choice", format_func=names.get,
        placeholder=_("Choose"), on_change=_open_chosen,
    )  # fmt: skip


def _open_chosen() -> None:
    filters.put_in_address("account", str(filters.recall("accounts-choice") or ""))


def count_text(context: Context, params: ListParams, n: int) -> str:
    """How many accounts are shown, of how many found, of how many in the view."""
    whole = context.accounts
    how = _("Click a row to open the account.")
    if params.search:
        found = cached_profiles.count_matches(context.case_id, context.filters, params)
        text = ngettext("{n} of {found} account found.", "{n} of {found} accounts found.", found)
        return f"{text.format(n=number(n), found=number(found))} {how}"
    text = ngettext("{n} of {all} account in the view.", "{n} of {all} accounts in the view.", whole)
    return f"{text.format(n=number(n), all=number(whole))} {how}"


def for_file(accounts: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The same accounts for a file: with their ids, and times with their offset."""
    kept = accounts.drop(columns=["account_no"])
    times = {name: local(kept[name], zone) for name in ("created_at", "first_at")}
    return kept.assign(**times).rename(columns={"first_at": "first_post_at", "status": "score_status"})


def columns() -> dict[str, object]:
    """Headers, widths and formats of the table."""
    config = st.column_config

    def count(label: str, help: str, width: int = 62) -> object:
        return config.NumberColumn(label, format="localized", width=width, help=help)

    return {
        "handle": config.TextColumn(_("Handle"), width=112, pinned=True),
        "name": config.TextColumn(_("Name"), width=92),
        "platform": config.TextColumn(_("Platform"), width=88),
        "posts": count(_("Posts"), _("In the view")),
        "originals": count(_("Originals"), _("In the view"), 88),
        "shares": count(_("Shares"), _("In the view: posts of others that it passed on"), 70),
        "shares_received": count(_("Received"), _("Shares of its posts by others, in the whole case"), 74),
        "followers": count(_("Followers"), _("At the newest capture"), 92),
        "created_at": config.DateColumn(_("Created"), format=language.day_format(), width=94),
        "first_at": config.DatetimeColumn(
            _("First post"), format=language.clock_format(), width=134, help=_("In the view")
        ),
        "first_rank": count(_("Rank"), _("By first post in the case; 1 is the earliest in the collected data"), 56),
        "score": config.TextColumn(
            _("Score"), width=84, alignment="right",
            help=_("0 to 5; signs of automation from 3. Fit to describe a group, not to accuse one account."),
        ),
    }  # fmt: skip


def open_selected(widget: str, keys: Sequence[str]) -> None:
    """Open the account of the row that was clicked; called back by the table."""
    chosen = (filters.recall(widget) or {}).get("selection", {})
    rows = [*chosen.get("rows", []), *(row for row, _column in chosen.get("cells", []))]
    if rows and rows[0] < len(keys):
        filters.put_in_address("account", keys[rows[0]])


def draw_way_back(place: DeltaGenerator) -> None:
    """The button that closes the profile."""
    place.button(_("Back to the list"), key="accounts-back", on_click=close_account)
