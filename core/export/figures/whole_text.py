"""The whole map in words: what it draws, what its marks stand for, and what a reader who cannot see it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.export.figures import map_words
from core.export.figures.map_words import Chosen
from core.export.figures.spreaders import community_label
from core.export.figures.whole_map import short
from core.export.words import account_label
from core.i18n import _, ngettext, number

#: Accounts and links (pairs of accounts) of a graph.
Totals = Mapping[str, int]


@dataclass(frozen=True)
class Seen:
    """What of a graph is drawn: accounts one by one, closed communities, links; ``totals`` also has units, drawable."""

    accounts: int
    closed: int
    links: int
    totals: Totals


def label_of(row: Mapping[Any, Any]) -> str:
    """How an account of the map is called in lists."""
    return short(account_label(row["handle"], row["name"], row["account_key"]))


def title(kinds: tuple[str, ...]) -> str:
    """What the map shows, in its heading."""
    return _("Who is linked with whom ({kinds})").format(kinds=map_words.kinds_text(kinds))


def drawn_text(seen: Seen, least: int) -> str:
    """How much of the graph is drawn."""
    text = _("{n} of {all} accounts are drawn one by one; {k} of {links} links between what is drawn.").format(
        n=number(seen.accounts), all=number(seen.totals["accounts"]), k=number(seen.links),
        links=number(seen.totals["drawable"]),
    )  # fmt: skip
    if seen.closed:
        text += " " + ngettext(
            "{n} community stands as one shape.", "{n} communities stand as one shape each.", seen.closed
        ).format(n=number(seen.closed))
    if seen.accounts + seen.closed < seen.totals["units"]:
        text += " " + _("The least linked are left out.")
    if least > 1:
        text += " " + _("Links of fewer than {n} posts do not count.").format(n=number(least))
    return text


def by_then_text(then: Totals, whole: Totals) -> str:
    """How much of the graph there was at the moment of the slider."""
    text = _("By then {n} of {all} accounts had a link, and {k} of {links} links were made.")
    return text.format(
        n=number(then["accounts"]), all=number(whole["accounts"]), k=number(then["links"]), links=number(whole["links"])
    )


def inferred_text(kinds: tuple[str, ...]) -> str:
    """That likely paths are no statement of the platform."""
    return _("Likely paths are inferred from time and reach; see the method.") if "likely" in kinds else ""


def notes(chosen: Chosen, drawn: str, zone: str) -> tuple[str, ...]:
    """What stands below the map."""
    told = (
        map_words.until_text(chosen, zone),
        drawn,
        map_words.root_text(chosen.links),
        inferred_text(chosen.links),
    )
    return tuple(note for note in told if note)


def sizes_text(phrase: str) -> str:
    """What the area of a shape stands for (``map_words.size_phrase``); ``{n}`` is left for the largest value."""
    return _("Area of a shape: {what}; the largest stands for {n}.").replace("{what}", phrase)


def widths_text() -> str:
    """What the width of a line stands for; ``{n}`` is left for the heaviest link."""
    return _("Width of a line: posts; the widest stands for {n}.")


def closed_text() -> str:
    """What a large shape is."""
    return _("A large shape with a number of accounts is a closed community.")


def dashes_text() -> str:
    """What a dashed line is."""
    return _("A dashed line: the likeliest path, inferred, not stated by the platform.")


def lines_text() -> str:
    """What a line without arrows says."""
    return _("Lines join accounts of which one passed on (or mentioned) the other.")


def description(totals: Totals, first: pd.DataFrame, largest: pd.DataFrame, chosen: Chosen, zone: str) -> str:
    """What a reader who cannot see the map is told. ``first``: accounts passed on most; ``largest``: communities."""
    what = _("Map of {n} accounts joined by {k} links ({kinds}).").format(
        n=number(totals["accounts"]), k=number(totals["links"]), kinds=map_words.kinds_text(chosen.links)
    )
    top = first[first["received"] > 0].head(3).to_dict("records")
    named = ", ".join(f"{label_of(row)} ({number(int(row['received']))})" for row in top)
    most = _("Passed on most often: {names}.").format(names=named) if named else ""
    parts = ", ".join(
        f"{community_label(place)} ({number(n)})"
        for place, n in zip(largest["community"].tolist(), largest["accounts"].tolist(), strict=True)
    )
    groups = _("Largest communities: {parts}.").format(parts=parts) if parts else ""
    size = _("Shapes by {what}, colours by {colour}.").format(
        what=map_words.size_phrase(chosen.size), colour=map_words.colours()[chosen.colour].lower()
    )
    when = map_words.until_text(chosen, zone)
    return " ".join(text for text in (what, when, most, groups, size) if text)
