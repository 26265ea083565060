"""What the account posted, in one panel: the rhythm of its week beside five small tables."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st
from babel.dates import get_day_names

from core.export import style
from core.export.frame import Frame
from core.i18n import _, current_language, ngettext, number
from pages.accounts.chart import Part, parts_figure, rhythm_figure, rhythm_grid
from pages.shared import filters
from pages.shared.context import Context
from pages.shared.explain import method
from pages.shared.export import draw_saver, figure_block
from pages.shared.frames import frame_of
from pages.shared.words import account_label, kind_label, language_label

MOST_ROWS = 6
#: Which word of the address keeps only the posts behind a row of a small table; clients and sites cannot be filtered.
FILTERS_BY = {"kind": "kind", "lang": "lang", "tag": "q"}


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
        alt = _("Bar chart of what the posts are made of: {parts}.").format(parts=_spoken(parts))
        frame = _frame(context, _("What the posts of {who} are made of").format(who=who), alt, account, posts)
        draw_saver("account-parts", parts_figure(parts, posts, context.dark), frame, _long(facets))
    method(
        _("Posts in the view, by the clock of the chosen zone; every bar starts at zero and ends at all its posts."),
        "accounts",
    )


def posts_in_view(facets: pd.DataFrame) -> int:
    """How many posts of the account are in the view: every post has exactly one language entry."""
    return int(facets.loc[facets["facet"] == "lang", "n"].sum())


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


def weekdays() -> list[str]:
    """Monday to Sunday, short."""
    names = get_day_names("abbreviated", locale=current_language())
    return [str(names[day]) for day in range(7)]


def rhythm_alt(grid: np.ndarray[Any, Any]) -> str:
    """What a reader who cannot see the heat map is told."""
    if not np.isfinite(grid).any():
        return _("The times of its posts are not known.")
    day, hour = np.unravel_index(np.nanargmax(grid), grid.shape)
    text = _(
        "Heat map of posts by weekday and hour: most on {day} at {hour}:00, {n}; {empty} of 168 hours without a post."
    )
    return text.format(
        day=weekdays()[int(day)],
        hour=int(hour),
        n=number(int(grid[day, hour])),
        empty=number(int(np.isnan(grid).sum())),
    )


def rhythm_table(grid: np.ndarray[Any, Any]) -> pd.DataFrame:
    """The heat map as a table: weekday (Monday = 1), hour, posts."""
    days, hours = np.nonzero(np.isfinite(grid))
    return pd.DataFrame({"weekday": days + 1, "hour": hours, "posts": grid[days, hours].astype(int)})


def small_tables(facets: pd.DataFrame) -> list[Part]:
    """Kinds, languages, link domains, hashtags and clients, the most frequent first."""
    named = (
        ("kind", _("Kind of post"), kind_label),
        ("lang", _("Language"), language_label),
        ("domain", _("Linked sites"), str),
        ("tag", _("Hashtags"), "#{}".format),
        ("client", _("Posted with"), str),
    )
    found = []
    for facet, title, name in named:
        own = facets[facets["facet"] == facet]
        top = own.head(MOST_ROWS)
        rows = tuple((name(value), int(n)) for value, n in zip(top["value"], top["n"], strict=True))
        found.append(Part(title, rows, len(own) - len(top), FILTERS_BY.get(facet, "")))
    return found


def tables_html(parts: list[Part], posts: int, colour: str) -> str:
    """The small tables as HTML, every label escaped; bars on one scale from zero to ``posts``."""
    most = max([posts, *(n for part in parts for _label, n in part.rows)])
    return f'<div class="wh-parts" style="--wh-bar:{colour}">{"".join(_table(part, most) for part in parts)}</div>'


def _table(part: Part, most: int) -> str:
    key = part.filters_by
    rows = "".join(_row(label, n, most, filters.address(**{key: label}) if key else None) for label, n in part.rows)
    if not part.rows:
        rows = f'<tr><td colspan="3" class="wh-unknown">{escape(_("none known"))}</td></tr>'
    more = ngettext("and {n} more", "and {n} more", part.left_out).format(n=number(part.left_out))
    foot = f'<tr><td colspan="3" class="wh-unknown">{escape(more)}</td></tr>' if part.left_out else ""
    return f"<table><caption>{escape(part.title)}</caption>{rows}{foot}</table>"


def _row(label: str, n: int, most: int, address: dict[str, Any] | None = None) -> str:
    bar = f'<span style="width:{100 * n / most:.2f}%"></span>'
    text = shown = escape(label)
    if address:  # a click filters every page to these posts
        link = escape(urlencode(address, doseq=True), quote=True)
        shown = f'<a href="accounts?{link}" target="_self">{text}</a>'
    return (
        f'<tr><th scope="row" dir="auto" title="{text}">{shown}</th><td class="wh-bar">{bar}</td>'
        f'<td class="wh-count">{number(n)}</td></tr>'
    )


def _spoken(parts: list[Part]) -> str:
    return "; ".join(f"{p.title.lower()}: {p.rows[0][0]} {number(p.rows[0][1])}" for p in parts if p.rows)


def _long(facets: pd.DataFrame) -> pd.DataFrame:
    return facets[facets["facet"] != "rhythm"].rename(columns={"facet": "what", "n": "posts"})
