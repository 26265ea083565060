"""What the account posted, in one panel: the rhythm of its week beside five small tables."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from core.export import style
from core.export.context import Context
from core.export.figures.profile import Part, rhythm_figure, rhythm_grid
from core.export.figures.profile_words import (
    rhythm_alt,
    rhythm_table,
    small_tables,
)
from core.export.figures.timeline_words import weekdays
from core.export.frame import Frame
from core.export.words import account_label
from core.i18n import _, ngettext, number
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.frames import frame_of
from pages.shared.saver import draw_dialog


def show(context: Context, account: dict[str, Any], facets: pd.DataFrame, posts: int) -> None:
    """The heat map and the tables, each with a way to save it; one sentence where there is nothing in the view."""
    st.subheader(_("What it posts, and when"), anchor=False)
    if not posts:
        st.info(_("No post of this account is in the view. Take a filter off, or choose a longer period."))
        return
    who = account_label(account["handle"], account["name"], account["account_key"])
    left, right = st.columns([6, 7], gap="large")
    with left:
        _draw_rhythm(context, who, facets[facets["facet"] == "rhythm"], account, posts)
    with right:
        parts = small_tables(facets)
        st.html(tables_html(parts, posts, style.PRIMARY.on(context.dark)))
        draw_dialog("account-parts", "account-parts")
    method(
        _("Posts in the view, by the clock of the chosen zone; every bar starts at zero and ends at all its posts."),
        "accounts",
    )


def _frame(context: Context, title: str, alt: str, account: dict[str, Any], posts: int) -> Frame:
    text = ngettext("{n} of {all} post of this account", "{n} of {all} posts of this account", account["posts"])
    frame = frame_of(context, title, alt, method="accounts", about_account=True)
    return replace(frame, n_text=text.format(n=number(posts), all=number(account["posts"])))


def _draw_rhythm(context: Context, who: str, rhythm: pd.DataFrame, account: dict[str, Any], posts: int) -> None:
    grid = rhythm_grid(rhythm)
    title = _("Posts of {who} by weekday and hour").format(who=who)
    frame = _frame(context, title, rhythm_alt(grid), account, posts)
    figure_block(
        "account-rhythm", rhythm_figure(grid, weekdays(), context.dark), frame, lambda: rhythm_table(grid), height=250
    )


def tables_html(parts: list[Part], posts: int, colour: str) -> str:
    """The small tables as HTML, every label escaped; bars on one scale from zero to ``posts``."""
    most = max([posts, *(n for part in parts for _label, n in part.rows)])
    return f'<div class="wh-parts" style="--wh-bar:{colour}">{"".join(_table(part, most) for part in parts)}</div>'


def _table(part: Part, most: int) -> str:
    rows = "".join(_row(label, n, most) for label, n in part.rows)
    if not part.rows:
        rows = f'<tr><td colspan="3" class="wh-unknown">{escape(_("none known"))}</td></tr>'
    more = ngettext("and {n} more", "and {n} more", part.left_out).format(n=number(part.left_out))
    foot = f'<tr><td colspan="3" class="wh-unknown">{escape(more)}</td></tr>' if part.left_out else ""
    return f"<table><caption>{escape(part.title)}</caption>{rows}{foot}</table>"


def _row(label: str, n: int, most: int) -> str:
    bar = f'<span style="width:{100 * n / most:.2f}%"></span>'
    text = escape(label)
    return (
        f'<tr><th scope="row" dir="auto" title="{text}">{text}</th><td class="wh-bar">{bar}</td>'
        f'<td class="wh-count">{number(n)}</td></tr>'
    )
