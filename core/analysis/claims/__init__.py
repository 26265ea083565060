"""Slips of an article: words that say more than was counted, each with a plain sentence."""

from __future__ import annotations

from core.analysis.claims.bots import bots
from core.analysis.claims.counts import maxima, reaches
from core.analysis.claims.dates import clocks, weekdays
from core.analysis.claims.model import KINDS, NOTHING_KNOWN, CaseFacts, Slip
from core.analysis.claims.passages import passages
from core.analysis.claims.proportions import at_least, denominators, small_n

__all__ = ["KINDS", "CaseFacts", "Slip", "check"]
#: A longer text is refused by those who call: an article has some ten thousand characters.
LONGEST_TEXT = 200_000


def check(text: str, facts: CaseFacts = NOTHING_KNOWN) -> list[Slip]:
    """The slips of a text in the order in which they stand there.

    Parameters
    ----------
    text : an article in English, Russian or Kazakh, paragraphs apart by line breaks.
    facts : what the case knows; without it only the text itself and the calendar are asked.

    Returns
    -------
    list of Slip
        ``text[slip.start:slip.end] == slip.words``. A text without slips is not thereby true.

    References
    ----------
    The slips are those of Factcheck.kz, February 2020; intervals: Wilson 1927 (``core.analysis.intervals``).

    Examples
    --------
    >>> found = check("On Saturday, February the 9th 2020, at least a third of the 100 accounts were bots.")
    >>> [(slip.kind, slip.words) for slip in found]
    [('weekday', 'Saturday, February the 9th 2020'), ('at_least', 'at least a third'), ('bot', 'bots')]
    """
    found = passages(text)
    slips = [
        *weekdays(text, found, facts),
        *clocks(found, facts),
        *reaches(found, facts),
        *at_least(found, facts),
        *small_n(found, facts),
        *denominators(found, facts),
        *maxima(found, facts),
        *bots(found),
    ]
    return sorted(slips, key=lambda slip: (slip.start, KINDS.index(slip.kind)))
