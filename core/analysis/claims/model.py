"""What the check of an article is given and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass

#: Every kind of slip, in the order of docs/METHODS.md.
KINDS = ("weekday", "zone", "reach", "at_least", "small_n", "denominators", "maximum", "bot")


@dataclass(frozen=True, slots=True)
class Slip:
    """Words of the text, from ``start`` to ``end`` (characters), and one plain sentence on what is wrong with them."""

    kind: str
    start: int
    end: int
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the case knows of the numbers an article may state; null where it does not.

    ``years`` are those of its posts in the event zone. ``low`` and ``high`` are the 95 % interval of
    ``above / scored``, the share of scored accounts that show signs of automation.
    """

    zone_label: str = ""
    years: tuple[int, ...] = ()
    scored: int | None = None
    above: int | None = None
    low: float | None = None
    high: float | None = None
    reach: int | None = None
    views: int | None = None
    most_views: int | None = None


NOTHING_KNOWN = CaseFacts()
