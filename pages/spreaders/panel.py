"""The account that was selected, beside the map: who it is, what it did in the view, whom it is linked with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures.spreaders import community_label
from core.export.words import account_label, band_label, language_label, platform_label
from core.i18n import _, moment, ngettext, number
from core.model import Filters
from pages.shared import cached_spreading, filters
from pages.shared.cached_spreading import MapParams

STYLE = Path(__file__).with_name("panel.css")
FIRST = 8


def draw(
    context: Context, accounts: pd.DataFrame, at: Filters, params: MapParams, groups: Mapping[str, list[str]]
) -> None:
    """The account of the address; where there is none, how to choose one and which were passed on most."""
    st.html(STYLE)
    key = filters.in_address("spreader")
    found = accounts[accounts["account_key"] == key].to_dict("records")
    if found:
        beside = cached_spreading.beside(context.case_id, at, MapParams(params.kinds, also=key))
        st.html(profile(found[0], beside, groups.get(key, []), context.filters.zone))
        draw_way(key)
        return
    if key:
        text = _(
            "The account that the address names has no such link in the view. Take a filter off, or add a kind of link."
        )
        st.warning(filters.plain(text))
        draw_way(key)
    st.html(first_accounts(accounts))


def draw_way(key: str) -> None:
    """The link to the page of the account."""
    menu = filters.recall("menu") or {}
    if "accounts" in menu:
        st.page_link(menu["accounts"], label=_("Open this account"), query_params=filters.address(account=key))


def profile(row: Mapping[Any, Any], beside: pd.DataFrame, groups: list[str], zone: str) -> str:
    """One account as HTML, escaped."""
    facts = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in _facts(row, zone))
    return (
        f'<section class="wh-spreader"><p class="wh-kicker">{escape(platform_label(row["platform"]))}</p>'
        f'<h2 dir="auto">{escape(account_label(row["handle"], row["name"], row["account_key"]))}</h2>'
        f"{_second_name(row)}{_chips(groups)}<dl>{facts}</dl>"
        f"{_company(beside, 'passed on by', _('Passed on by'))}"
        f"{_company(beside, 'passes on', _('Passes on'))}"
        f"{_tied(beside)}</section>"
    )


def _tied(beside: pd.DataFrame) -> str:
    return _company(beside, "tied with", _("Tied with")) if (beside["direction"] == "tied with").any() else ""


def _second_name(row: Mapping[Any, Any]) -> str:
    if not isinstance(row["name"], str) or not isinstance(row["handle"], str):
        return ""
    return f'<p class="wh-name" dir="auto">{escape(row["name"])}</p>'


def _chips(groups: list[str]) -> str:
    if not groups:
        return ""
    return '<ul class="wh-chips">' + "".join(f'<li dir="auto">{escape(name)}</li>' for name in groups) + "</ul>"


def _facts(row: Mapping[Any, Any], zone: str) -> list[tuple[str, str]]:
    first = _("none in the view") if pd.isna(row["first_at"]) else moment(
        row["first_at"].tz_localize(UTC), zone, "d MMM y, HH:mm"
    )  # fmt: skip
    language = _("not known") if pd.isna(row["lang"]) else language_label(row["lang"])
    return [
        (_("Times passed on"), number(int(row["received"]))),
        (_("by so many accounts"), number(int(row["received_from"]))),
        (_("Posts it passed on"), number(int(row["passed_on"]))),
        (_("Posts in the view"), number(int(row["posts"]))),
        (_("Followers"), _("not known") if pd.isna(row["followers"]) else number(int(row["followers"]))),
        (_("First post"), first),
        (_("Most frequent language"), language),
        (_("Bot score"), score_text(row)),
        (_("On the map"), community_label(row["community"])),
        *_measures(row),
    ]


def _measures(row: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """What the whole map knows besides, in plain words."""
    if "rank" not in row:
        return []
    bridges, core = int(row["bridges"]), int(row["core"])
    far = ngettext("with {n} other community", "with {n} other communities", bridges).format(n=number(bridges))
    return [
        (_("Rank on the map"), mean_text(float(row["rank"]))),
        (_("Linked"), far if bridges else _("only inside its community")),
        (_("In a core where each has"), ngettext("{n} link", "{n} links", core).format(n=number(core))),
    ]


def mean_text(rank: float) -> str:
    """How the rank of an account compares with the mean."""
    return _("{n} times the mean").format(n=number(rank, 1))


def score_text(row: Mapping[Any, Any]) -> str:
    """The score in words, with its number where there is one."""
    if pd.isna(row["score"]) or row["status"] != "scored":
        return _("Not scored")
    text = _("{band}, {score} of 5")
    return text.format(band=band_label(row["band"]), score=number(float(row["score"]), 1))


def _company(beside: pd.DataFrame, direction: str, title: str) -> str:
    rows = beside[beside["direction"] == direction]
    if rows.empty:
        return f'<h3>{escape(title)}</h3><p class="wh-none">{escape(_("Nobody in the view"))}</p>'
    items = "".join(
        _item(account_label(row["handle"], row["name"], row["account_key"]), int(row["n"]))
        for row in rows.to_dict("records")
    )
    more = int(rows["accounts"].iloc[0]) - len(rows)
    foot = ngettext("and {n} more account", "and {n} more accounts", more).format(n=number(more))
    end = f'<p class="wh-none">{escape(foot)}</p>' if more else ""
    return f"<h3>{escape(title)}</h3><ol>{items}</ol>{end}"


def _item(name: str, n: int) -> str:
    return f'<li><span dir="auto">{escape(name)}</span><span>{number(n)}</span></li>'


def first_accounts(accounts: pd.DataFrame) -> str:
    """How to choose an account, and the accounts passed on most."""
    rows = accounts[accounts["received"] > 0].head(FIRST).to_dict("records")
    items = "".join(
        _item(account_label(row["handle"], row["name"], row["account_key"]), int(row["received"])) for row in rows
    )
    hint = _("Click a circle, find an account above, or click a row of the table to see whom it is linked with.")
    title = escape(_("Passed on most often in the view"))
    table = f'<h2 class="wh-small">{title}</h2><ol>{items}</ol>' if items else ""
    return f'<section class="wh-spreader"><p class="wh-hint">{escape(hint)}</p>{table}</section>'
