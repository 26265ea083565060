"""What the spreader map shows, and the map in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from babel.lists import format_list

from core.export.context import Context
from core.export.figures.spreaders import community_label, labels
from core.export.words import band_label, language_label, platform_label
from core.i18n import _, current_language, moment, number
from core.model import Filters

KINDS = ("share", "quote", "reply")


@dataclass(frozen=True)
class Chosen:
    """The settings of the map; ``until`` is None where the whole period is shown.

    ``whole``: the map of all accounts, not the close-up; ``links``: the kinds of link of the whole map.
    """

    params: MapParams
    size: str
    colour: str
    direction: str
    until: datetime | None
    whole: bool = False
    links: tuple[str, ...] = ()

    def at(self, whole: Filters) -> Filters:
        """The filter up to the moment chosen on the slider."""
        return replace(whole, end=self.until) if self.until else whole


def sizes() -> dict[str, str]:
    """What the area of a circle can stand for."""
    return {
        "received": _("Times passed on"),
        "followers": _("Potential reach"),
        "posts": _("Posts in the view"),
    }


def size_phrase(size: str) -> str:
    """What the area of a circle stands for, in a sentence."""
    phrases = {
        "received": _("times passed on"),
        "followers": _("followers, its potential reach"),
        "posts": _("posts in the view"),
        "rank": _("rank (1 is the mean)"),
    }
    return phrases[size]


def colours() -> dict[str, str]:
    """What the colour of a circle can stand for."""
    return {
        "band": _("Bot score"),
        "group": _("Group"),
        "lang": _("Language"),
        "community": _("Community"),
        "platform": _("Platform"),
    }


def listed(kinds: tuple[str, ...]) -> str:
    """``shares, quotes and replies``: the kinds of link in a sentence."""
    return str(format_list([kinds_text((kind,)) for kind in kinds], locale=current_language()))


def kinds_text(kinds: tuple[str, ...]) -> str:
    """``shares, replies``: the kinds of link in words."""
    names = {
        "share": _("shares"), "quote": _("quotes"), "reply": _("replies"), "mention": _("mentions"),
        "likely": _("likely paths"), "same_link": _("links in common"), "tie": _("coordination ties"),
    }  # fmt: skip
    return ", ".join(names[kind] for kind in kinds)


def until_text(chosen: Chosen, zone: str) -> str:
    """The moment of the slider in words; empty at the end of the period."""
    return by_text(chosen.until, zone) if chosen.until else ""


def by_text(until: datetime, zone: str) -> str:
    """Up to which moment links are shown."""
    return _("Links made by {at}.").format(at=moment(until, zone))


@dataclass(frozen=True)
class MapParams:
    """Which accounts are drawn: by kinds of link, fewest posts per link, how many; ``also`` one account in any case."""

    kinds: tuple[str, ...] = ("share",)
    least: int = 1
    most: int = 200
    also: str = ""


@dataclass(frozen=True)
class Choice:
    """The accounts to draw, and how many accounts and links (pairs of accounts) the whole graph has."""

    numbers: tuple[int, ...]
    accounts: int
    links: int


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
    kinds = kinds_text(chosen.params.kinds)
    what = _("Map of {n} accounts joined by {k} links ({kinds}).").format(
        n=number(len(accounts)), k=number(len(links)), kinds=kinds
    )
    top = accounts[accounts["received"] > 0].head(3)
    named = ", ".join(f"{name} ({number(int(n))})" for name, n in zip(labels(top), top["received"], strict=True))
    most = _("Passed on most often: {names}.").format(names=named) if named else ""
    parts = _("Colours by {what}: {parts}.").format(
        what=colours()[chosen.colour].lower(), parts=", ".join(name for name, _colour in legend)
    )
    size = _("Circles by {what}.").format(what=size_phrase(chosen.size))
    when = until_text(chosen, context.filters.zone)
    return " ".join(text for text in (what, when, most, size, parts) if text)


def size_words(chosen: Chosen, whole: pd.DataFrame) -> str:
    """How to read the circles."""
    values = whole[chosen.size]
    top = number(int(values.max())) if values.notna().any() else _("not known")
    text = _("Larger circle: {what}, at most {n}").format(what=size_phrase(chosen.size), n=top)
    unknown = int(values.isna().sum())
    if unknown:
        text += "; " + _("smallest: also {n} not known").format(n=number(unknown))
    return text


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


def for_file(accounts: pd.DataFrame, groups: Mapping[str, list[str]]) -> pd.DataFrame:
    """The same accounts for a file, with their keys, places and times in UTC."""
    listed = [", ".join(groups.get(key, [])) for key in accounts["account_key"]]
    kept = accounts.drop(columns=["account_no"]).rename(columns={"first_at": "first_post_at", "status": "score_status"})
    kept = kept.assign(first_post_at=kept["first_post_at"].dt.tz_localize("UTC"), groups=listed)
    return kept.assign(community=kept["community"] + 1)
