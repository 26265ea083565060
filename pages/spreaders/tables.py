"""The words around the map and the table of its accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from core.export.frame import Frame
from core.i18n import _, ngettext, number, percent
from pages.shared import cached_spreading, language
from pages.shared.cached_spreading import Choice, MapParams
from pages.shared.context import Context
from pages.shared.export import table_block
from pages.shared.frames import frame_of
from pages.shared.words import band_label, language_label, platform_label
from pages.spreaders import controls
from pages.spreaders.chart import community_label, labels
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
        kinds=controls.listed(kinds), n=number(found["top"]),
    )  # fmt: skip


def rule() -> str:
    """What the answer leaves out, above and below the line alike."""
    return _("Not counted: accounts that pass on themselves, and posts whose first author is not known.")


def drawn_text(choice: Choice, accounts: int, links: int, params: MapParams) -> str:
    """What the map leaves out, and why."""
    text = _("{n} of {all} accounts and {k} of {links} links are drawn.").format(
        n=number(accounts), all=number(choice.accounts), k=number(links), links=number(choice.links)
    )
    if accounts < choice.accounts:
        text += " " + _(
            "Two fifths are those with most posts on their links, the others those most linked with these; the "
            "rest is left out so that the map can be read."
        )
    if params.least > 1:
        text += " " + _("Links of fewer than {n} posts do not count.").format(n=number(params.least))
    return text


def root_text(kinds: tuple[str, ...]) -> str:
    """What a share on X does not say; empty where no share is drawn."""
    if "share" not in kinds:
        return ""
    return _("On X every share names only the first author: those who passed it on in between are not known.")


def description(
    accounts: pd.DataFrame, links: pd.DataFrame, legend: list[tuple[str, str]], context: Context, chosen: Chosen
) -> str:
    """What a reader who cannot see the map is told."""
    kinds = controls.kinds_text(chosen.params.kinds)
    what = _("Map of {n} accounts joined by {k} links ({kinds}).").format(
        n=number(len(accounts)), k=number(len(links)), kinds=kinds
    )
    top = accounts[accounts["received"] > 0].head(3)
    named = ", ".join(f"{name} ({number(int(n))})" for name, n in zip(labels(top), top["received"], strict=True))
    most = _("Passed on most often: {names}.").format(names=named) if named else ""
    parts = _("Colours by {what}: {parts}.").format(
        what=controls.colours()[chosen.colour].lower(), parts=", ".join(name for name, _colour in legend)
    )
    size = _("Circles by {what}.").format(what=controls.size_phrase(chosen.size))
    when = controls.until_text(chosen, context.filters.zone)
    return " ".join(text for text in (what, when, most, size, parts) if text)


def frame(context: Context, chosen: Chosen, alt: str, drawn: str) -> Frame:
    """What the map says about itself, on screen and in the picture."""
    kinds = controls.kinds_text(chosen.params.kinds)
    title = _("Who passed on whom ({kinds})").format(kinds=kinds)
    notes = (controls.until_text(chosen, context.filters.zone), drawn, root_text(chosen.params.kinds))
    about = frame_of(context, title, alt, method="spreaders")
    return replace(about, notes=tuple(note for note in notes if note))


def notes_html(about: Frame) -> str:
    """What the map shows and leaves out, as on the saved picture."""
    return f'<p class="wh-basis">{escape(" ".join(about.notes))}</p>'


def size_words(chosen: Chosen, whole: pd.DataFrame) -> str:
    """How to read the circles."""
    values = whole[chosen.size]
    top = number(int(values.max())) if values.notna().any() else _("not known")
    text = _("Larger circle: {what}, at most {n}").format(what=controls.size_phrase(chosen.size), n=top)
    unknown = int(values.isna().sum())
    if unknown:
        text += "; " + _("smallest: also {n} not known").format(n=number(unknown))
    return text


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
        selection_mode="single-cell",
        alt=_("Table of the accounts on the map."),
    )


def shown(accounts: pd.DataFrame, groups: Mapping[str, list[str]], zone: str) -> pd.DataFrame:
    """The rows as the reporter reads them. The score stands in words, so that no order ranks people by it."""
    first = accounts["first_at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    return pd.DataFrame(
        {
            "account": labels(accounts),
            "name": accounts["name"],
            "platform": [platform_label(platform) for platform in accounts["platform"]],
            "received": accounts["received"],
            "received_from": accounts["received_from"],
            "passed_on": accounts["passed_on"],
            "passed_on_of": accounts["passed_on_of"],
            "posts": accounts["posts"],
            "followers": accounts["followers"],
            "first_at": first,
            "lang": [None if pd.isna(lang) else language_label(lang) for lang in accounts["lang"]],
            "band": [band_label(band) for band in accounts["band"]],
            "group": [", ".join(groups.get(key, [])) for key in accounts["account_key"]],
            "community": [community_label(place) for place in accounts["community"]],
        }
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


def for_file(accounts: pd.DataFrame, groups: Mapping[str, list[str]]) -> pd.DataFrame:
    """The same accounts for a file, with their keys, places and times in UTC."""
    listed = [", ".join(groups.get(key, [])) for key in accounts["account_key"]]
    kept = accounts.drop(columns=["account_no"]).rename(columns={"first_at": "first_post_at", "status": "score_status"})
    kept = kept.assign(first_post_at=kept["first_post_at"].dt.tz_localize("UTC"), groups=listed)
    return kept.assign(community=kept["community"] + 1)
