"""What the account posted, in one panel: the rhythm of its week beside five small tables."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st

from core.export import style
from core.export.context import Context
from core.export.figures.profile import Part, rhythm_figure, rhythm_grid
from core.export.figures.profile_words import part_text, rhythm_alt, rhythm_table, small_tables
from core.export.figures.timeline_words import weekdays
from core.export.frame import Frame
from core.export.words import account_label
from core.i18n import _, ngettext, number
from core.store.queries.parts import PARTS
from core.wording import clean
from pages.shared import filters
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.frames import frame_of
from pages.shared.saver import draw_dialog

_HOUR = re.compile(r"[1-7]-(1?[0-9]|2[0-3])")


def part_chosen() -> tuple[str, str] | None:
    """The part of its posts that the address names: a client, a site, or an hour of the week; None where it is none."""
    facet, _colon, value = filters.in_address(filters.PART).partition(":")
    known = facet in PARTS and value and (facet != "rhythm" or _HOUR.fullmatch(value))
    return (facet, value) if known else None


def draw_part(part: tuple[str, str] | None, place: str) -> None:
    """Which part is shown, as a chip that a click takes off."""
    if part:
        text = filters.plain(clean(part_text(*part)))
        st.button(
            f"{text}  ×", key=f"part-off-{place}", on_click=_choose, args=("",), help=_("Show all its posts again")
        )


def _choose(part: str) -> None:
    filters.put_in_address(filters.PART, part)


def show(context: Context, account: dict[str, Any], facets: pd.DataFrame, posts: int) -> None:
    """The heat map and the tables, each with a way to save it; one sentence where there is nothing in the view."""
    st.subheader(_("What it posts, and when"), anchor=False)
    draw_part(part_chosen(), "panel")
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
        "account-rhythm", clickable(rhythm_figure(grid, weekdays(), context.dark), grid), frame,
        lambda: rhythm_table(grid), height=250, on_select=_choose_clicked, selection_mode=("points",),
    )  # fmt: skip
    busiest = rhythm_table(grid).sort_values(["posts", "weekday", "hour"], ascending=[False, True, True])
    names = {
        f"{day}-{hour}": _("{weekday} {hour}:00 ({n})").format(weekday=weekdays()[day - 1], hour=hour, n=number(n))
        for day, hour, n in busiest.values.tolist()
    }
    st.selectbox(
        _("Only one hour of the week"), list(names), index=None, key="rhythm-hour", format_func=names.get,
        placeholder=_("Choose, or click an hour above"), on_change=_choose_hour, width=300,
    )  # fmt: skip


def clickable(spec: dict[str, Any], grid: np.ndarray[Any, Any]) -> dict[str, Any]:
    """The heat map for the page: a mark that nobody sees on each hour, because only points can be clicked."""
    days, hours = np.nonzero(np.isfinite(grid))
    hidden = {"marker": {"opacity": 0}}
    marks = {
        "type": "scatter", "mode": "markers", "x": hours.tolist(), "y": [weekdays()[day] for day in days],
        "marker": {"size": 14, "symbol": "square", "opacity": 0}, "selected": hidden, "unselected": hidden,
        "customdata": grid[days, hours].astype(int).tolist(), "showlegend": False,
        "hovertemplate": "%{y} %{x}:00<br>%{customdata:,}<extra></extra>",
    }  # fmt: skip
    return {**spec, "data": [*spec["data"], marks]}


def _choose_clicked() -> None:
    points = (filters.recall("account-rhythm") or {}).get("selection", {}).get("points", [])
    if points and points[0].get("y") in weekdays():
        _choose(f"rhythm:{weekdays().index(points[0]['y']) + 1}-{int(points[0]['x'])}")


def _choose_hour() -> None:
    found = filters.recall("rhythm-hour")
    if found:
        _choose(f"rhythm:{found}")
        filters.remember("rhythm-hour", None)


def tables_html(parts: list[Part], posts: int, colour: str) -> str:
    """The small tables as HTML, every label escaped; bars on one scale from zero to ``posts``."""
    most = max([posts, *(n for part in parts for _label, n in part.rows)])
    return f'<div class="wh-parts" style="--wh-bar:{colour}">{"".join(_table(part, most) for part in parts)}</div>'


def _table(part: Part, most: int) -> str:
    key, before = part.filters_by, f"{part.part}:" if part.filters_by == filters.PART else ""
    addressed = [filters.address(**{key: before + label}) if key else None for label, _n in part.rows]
    rows = "".join(_row(label, n, most, at) for (label, n), at in zip(part.rows, addressed, strict=True))
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
