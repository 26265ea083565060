"""The map as the component takes it: circles with size, colour and words, links, legend; no Streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from core.export import style
from core.i18n import _, current_language, ngettext, number
from core.model import BANDS
from pages.shared.words import account_label, band_label, language_label, platform_label

MOST_COLOURS = 8
#: Widest empty stretch of the map, as a share of its width or height.
WIDEST_GAP = 0.06
SEVERAL = "\0several"
OTHERS = "\0other"
NONE = ""


@dataclass(frozen=True)
class Look:
    """How the accounts are drawn: ``size`` is a column, ``colour`` one of band, group, lang, community."""

    size: str
    colour: str
    dark: bool = False


@dataclass(frozen=True)
class Drawing:
    """What spreader_graph is given, and how many accounts have no link yet."""

    nodes: pd.DataFrame
    legend: list[tuple[str, str]]
    waiting: int


def drawing(accounts: pd.DataFrame, whole: pd.DataFrame, groups: Mapping[str, list[str]], look: Look) -> Drawing:
    """Circles and legend for the accounts of ``spreading.spreaders``.

    Accounts that nobody passed on and that passed on nobody by the moment of the slider stay in their place, small and
    pale. ``whole`` holds the same accounts over the whole period: it gives the sizes a scale that the slider does not
    change.
    """
    waiting = (accounts["received"] + accounts["passed_on"] == 0).tolist()
    parts = categories(accounts, groups, look.colour)
    kept = kept_parts(parts, look.colour)
    shown = [part if part in kept else OTHERS for part in parts]
    pale = style.RULE.on(look.dark)
    colours = [pale if late else colour_of(part, look) for part, late in zip(shown, waiting, strict=True)]
    nodes = pd.DataFrame(
        {
            "account_key": accounts["account_key"],
            "label": labels(accounts),
            "x": pulled_in(accounts["x"]),
            "y": pulled_in(accounts["y"]),
            "size": sizes(accounts[look.size], whole[look.size], waiting),
            "colour": colours,
            "title": titles(accounts),
        }
    )
    counts = Counter(part for part, late in zip(shown, waiting, strict=True) if not late)
    return Drawing(nodes, legend(counts, look, kept, sum(waiting)), sum(waiting))


def labels(accounts: pd.DataFrame) -> list[str]:
    """How each account is called."""
    named = zip(accounts["handle"], accounts["name"], accounts["account_key"], strict=True)
    return [account_label(*parts) for parts in named]


def pulled_in(places: pd.Series) -> pd.Series:
    """The places in their order, with wide empty stretches cut short: else a few far accounts crowd all the others."""
    values = places.to_numpy(dtype=float)
    if len(values) < 2:
        return places
    order = np.argsort(values, kind="stable")
    gaps = np.diff(values[order])
    moved = np.empty_like(values)
    moved[order] = np.concatenate([[0.0], np.cumsum(np.minimum(gaps, WIDEST_GAP * gaps.sum()))])
    return pd.Series(moved, index=places.index)


def sizes(values: pd.Series, whole: pd.Series, waiting: list[bool]) -> list[float]:
    """Each value as a share of the largest of the whole period; 0 for an unknown one or an account without a link."""
    top = float(whole.max()) if whole.notna().any() else 0.0
    return [
        0.0 if late or pd.isna(value) or not top else float(value) / top
        for value, late in zip(values, waiting, strict=True)
    ]


def titles(accounts: pd.DataFrame) -> list[str]:
    """The lines of each account's tip."""
    return [_title(row) for row in accounts.to_dict("records")]


def _title(row: Mapping[Any, Any]) -> str:
    followers = _("followers not known") if pd.isna(row["followers"]) else followers_text(int(row["followers"]))
    return "\n".join(
        [
            str(row["name"]) if isinstance(row["name"], str) else _("no name known"),
            f"{platform_label(row['platform'])} · {followers}",
            received_text(int(row["received"]), int(row["received_from"])),
            passed_on_text(int(row["passed_on"]), int(row["passed_on_of"])),
            band_label(row["band"]),
            community_label(row["community"]),
        ]
    )


def _count(n: int) -> str:
    return _written(current_language(), n)


@lru_cache(maxsize=4096)
def _written(_language: str, n: int) -> str:
    # Babel takes 30 microseconds for each of the 2,500 numbers of a map.
    return number(n)


def followers_text(n: int) -> str:
    """``1,204 followers``."""
    return ngettext("{n} follower", "{n} followers", n).format(n=_count(n))


def received_text(posts: int, by: int) -> str:
    """``Passed on 31 times, by 30 accounts``."""
    if not posts:
        return _("Passed on by nobody in the view")
    times = ngettext("Passed on {n} time", "Passed on {n} times", posts).format(n=_count(posts))
    return ngettext("{times}, by {n} account", "{times}, by {n} accounts", by).format(times=times, n=_count(by))


def passed_on_text(posts: int, of: int) -> str:
    """``Passed on 3 posts of 2 accounts``."""
    if not posts:
        return _("Passed on nobody in the view")
    text = ngettext("Itself passed on {n} post", "Itself passed on {n} posts", posts).format(n=_count(posts))
    return ngettext("{text} of {n} account", "{text} of {n} accounts", of).format(text=text, n=_count(of))


def community_label(place: object) -> str:
    """The neutral name of a community: ``Community 1`` is the largest of the case."""
    if pd.isna(place):  # type: ignore[call-overload]
        return _("No community")
    return _("Community {n}").format(n=_count(int(place) + 1))  # type: ignore[call-overload]


def categories(accounts: pd.DataFrame, groups: Mapping[str, list[str]], colour: str) -> list[str]:
    """The part to which each account belongs; empty where it is not known."""
    if colour == "group":
        return [_group(groups.get(key, [])) for key in accounts["account_key"]]
    if colour == "community":
        return [NONE if pd.isna(place) else str(int(place)) for place in accounts["community"]]
    if colour == "platform":
        return [str(platform) for platform in accounts["platform"]]
    if colour == "lang":
        return [NONE if pd.isna(lang) or lang == "und" else str(lang) for lang in accounts["lang"]]
    return [str(band) for band in accounts["band"]]


def _group(names: list[str]) -> str:
    return NONE if not names else names[0] if len(names) == 1 else SEVERAL


def kept_parts(parts: list[str], colour: str) -> list[str]:
    """The parts with a colour of their own, in the order of the legend; the rarer ones share one."""
    counts = Counter(part for part in parts if part not in (NONE, SEVERAL))
    if colour == "band":
        return [band for band in BANDS if counts[band]]
    first = sorted(counts, key=lambda part: (-counts[part], part))[:MOST_COLOURS]
    if colour == "community":
        first.sort(key=int)
    return [*first, *(part for part in (SEVERAL, NONE) if part in parts)]


def colour_of(part: str, look: Look) -> str:
    """The colour of a part, the same on every page and whatever else is drawn."""
    if part == SEVERAL:
        return style.INK.on(look.dark)
    if part in (NONE, OTHERS):
        return (style.OTHER if part == NONE else style.QUIET).on(look.dark)
    paint: dict[str, Callable[[str, bool], str]] = {
        "band": style.band_colour,
        "group": style.group_colour,
        "lang": style.language_colour,
        "platform": style.platform_colour,
        "community": lambda place, dark: style.community_colour(int(place), dark),
    }
    return paint[look.colour](part, look.dark)


def part_name(part: str, colour: str) -> str:
    """The name of a part in the legend."""
    unknown = {"group": _("In no group"), "lang": _("Language not known"), "community": _("No community")}
    others = {"group": _("Other groups"), "lang": _("Other languages"), "community": _("Other communities")}
    others["platform"] = _("Other platforms")
    if part in (NONE, OTHERS):
        return (unknown if part == NONE else others)[colour]
    if part == SEVERAL:
        return _("In several groups")
    names = {
        "band": band_label,
        "lang": language_label,
        "platform": platform_label,
        "community": lambda place: community_label(int(place)),
    }
    return str(names.get(colour, str)(part))


def legend(counts: Counter[str], look: Look, kept: list[str], waiting: int) -> list[tuple[str, str]]:
    """Name with its number of accounts, and colour, part by part; at the end those without a link yet."""
    order = [*(part for part in kept if part != NONE), OTHERS, NONE]
    entries = [
        (f"{part_name(part, look.colour)} ({number(counts[part])})", colour_of(part, look))
        for part in order
        if counts[part]
    ]
    late = _("No link by then ({n})").format(n=number(waiting))
    return [*entries, (late, style.RULE.on(look.dark))] if waiting else entries
