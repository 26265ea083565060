"""The words around the map and the table of its accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures import map_words
from core.export.figures.map_words import for_file, root_text, shown
from core.export.frame import Frame
from core.i18n import _, ngettext, number, percent
from pages.shared import cached_spreading, language
from pages.shared.cached_spreading import MapParams
from pages.shared.export import table_block
from pages.shared.frames import frame_of
from pages.spreaders import controls
from pages.spreaders.controls import Chosen

TABLE = "spreaders-table"
TOP = 10


def answer(context: Context, chosen: Chosen) -> str:
    """How concentrated the passing-on is, by the kinds of link and up to the moment that the map shows."""
    kinds, at = chosen.params.kinds, chosen.at(context.filters)
    found = cached_spreading.concentration(context.case_id, at, MapParams(kinds, most=TOP))
    if not found["links"]:
        return ""
    top = min(TOP, found["accounts"])
    return ngettext(
        "The {top} account passed on most received {share} of the {all} {kinds} ({n}).",
        "The {top} accounts passed on most received {share} of the {all} {kinds} ({n}).",
        top,
    ).format(
        top=number(top), share=percent(found["top"] / found["links"]), all=number(found["links"]),
        kinds=map_words.listed(kinds), n=number(found["top"]),
    )  # fmt: skip


def rule() -> str:
    """What the answer leaves out, above and below the line alike."""
    return _("Not counted: accounts that pass on themselves, and posts whose first author is not known.")


def frame(context: Context, chosen: Chosen, alt: str, drawn: str) -> Frame:
    """What the map says about itself, on screen and in the picture."""
    kinds = map_words.kinds_text(chosen.params.kinds)
    title = _("Who passed on whom ({kinds})").format(kinds=kinds)
    notes = (map_words.until_text(chosen, context.filters.zone), drawn, root_text(chosen.params.kinds))
    about = frame_of(context, title, alt, method="spreaders")
    return replace(about, notes=tuple(note for note in notes if note))


def notes_html(about: Frame) -> str:
    """What the map shows and leaves out, as on the saved picture."""
    return f'<p class="wh-basis">{escape(" ".join(about.notes))}</p>'


def draw(context: Context, accounts: pd.DataFrame, groups: Mapping[str, list[str]], about: Frame) -> None:
    """The accounts of the map as a table; a click selects one on the map."""
    keys = accounts["account_key"].tolist()
    table_block(
        TABLE,
        shown(accounts, groups, context.filters.zone),
        replace(about, title=_("Accounts on the map"), notes=about.notes[:1]),
        lambda: for_file(accounts, groups),
        column_config=columns(),
        placeholder=_("not known"),
        height=min(520, 36 * (len(accounts) + 1) + 3),
        on_select=lambda: controls.select_row(TABLE, keys),
        opens=True,
        selection_mode="single-cell",
        figure="spreader-accounts",
        alt=_("Table of the accounts on the map."),
    )


def columns() -> dict[str, object]:
    """Headers, widths and formats of the table."""
    config = st.column_config

    def count(label: str, help: str, width: int = 84) -> object:
        return config.NumberColumn(label, format="localized", width=width, help=help)

    return {
        "account": config.TextColumn(_("Account"), width=130, pinned=True),
        "name": config.TextColumn(_("Name"), width=140),
        "platform": config.TextColumn(_("Platform"), width=92),
        "received": count(_("Passed on"), _("Posts of the view by which others passed this account on"), 90),
        "received_from": count(_("by accounts"), _("So many different accounts did so"), 96),
        "passed_on": count(_("Passes on"), _("Posts by which this account passed on others"), 90),
        "passed_on_of": count(_("of accounts"), _("So many different accounts it passed on"), 96),
        "posts": count(_("Posts"), _("In the view")),
        "followers": count(_("Followers"), _("At the newest capture"), 98),
        "first_at": config.DatetimeColumn(
            _("First post"), format=language.clock_format(), width=138, help=_("In the view")
        ),
        "lang": config.TextColumn(_("Language"), width=90, help=_("Most frequent in the view")),
        "band": config.TextColumn(_("Bot score"), width=180, help=_("In words; the number is on the account's page.")),
        "group": config.TextColumn(_("Group"), width=110),
        "community": config.TextColumn(_("Community"), width=110),
    }
