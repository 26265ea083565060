"""The figures of a profile in words and as tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.export.figures.profile import Part
from core.export.figures.timeline_words import weekdays
from core.export.words import kind_label, language_label
from core.i18n import _, number

MOST_ROWS = 6
#: Which word of the address keeps only the posts behind a row of a small table; clients and sites on this page only.
FILTERS_BY = {"kind": "kind", "lang": "lang", "tag": "q", "domain": "part", "client": "part"}


def posts_in_view(facets: pd.DataFrame) -> int:
    """How many posts of the account are in the view: every post has exactly one language entry."""
    return int(facets.loc[facets["facet"] == "lang", "n"].sum())


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
        found.append(Part(title, rows, len(own) - len(top), FILTERS_BY.get(facet, ""), facet))
    return found


def part_text(facet: str, value: str) -> str:
    """A part of an account's posts in words: those of one client, one site, one hour of the week."""
    if facet == "rhythm":
        weekday, hour = value.split("-")
        text = _("Only posts of {weekday}, {hour}:00 to {hour}:59")
        return text.format(weekday=weekdays("wide")[int(weekday) - 1], hour=hour)
    return (_("Only posts that link to {what}") if facet == "domain" else _("Only posts made with {what}")).format(
        what=value
    )


def spoken(parts: list[Part]) -> str:
    """The most frequent value of each table, in one line."""
    return "; ".join(f"{named(p.title, p.rows[0][0])} {number(p.rows[0][1])}" for p in parts if p.rows)


def named(what: str, value: str) -> str:
    """A value with what it is a value of: ``Language: French``."""
    return _("{what}: {value}").format(what=what, value=value)


def long(facets: pd.DataFrame) -> pd.DataFrame:
    """The small tables one below the other: what, value, posts."""
    return facets[facets["facet"] != "rhythm"].rename(columns={"facet": "what", "n": "posts"})
