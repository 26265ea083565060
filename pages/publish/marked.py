"""The article with its slips underlined and numbered, and the list that explains them, as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from core.analysis.claims import Slip
from core.i18n import _


def kind_label(kind: str) -> str:
    """What sort of slip, in a word or two."""
    names = {
        "weekday": _("Weekday"),
        "zone": _("Time zone"),
        "reach": _("Reach"),
        "at_least": _("At least"),
        "small_n": _("Too few"),
        "denominators": _("Accounts and posts"),
        "maximum": _("Largest and sum"),
        "bot": _("Bot"),
    }
    return names[kind]


def article_html(text: str, slips: list[Slip]) -> str:
    """The text, escaped, each slip underlined with its number behind it."""
    parts = [_piece(text[start:end], inside, ends) for start, end, inside, ends in _pieces(text, slips)]
    return f'<div class="wh-article" dir="auto">{"".join(parts)}</div>'


def _pieces(text: str, slips: list[Slip]) -> Iterator[tuple[int, int, list[str], list[int]]]:
    """The text cut where a slip begins or ends: start, end, kinds of the slips there, numbers of those that end."""
    edges = sorted({0, len(text), *(slip.start for slip in slips), *(slip.end for slip in slips)})
    for start, end in zip(edges, edges[1:], strict=False):
        inside = [kind_label(slip.kind) for slip in slips if slip.start <= start and end <= slip.end]
        yield start, end, inside, [place for place, slip in enumerate(slips, 1) if slip.end == end]


def _piece(words: str, kinds: list[str], ends: list[int]) -> str:
    if not kinds:
        return escape(words)
    title = escape(", ".join(dict.fromkeys(kinds)), quote=True)
    numbers = "".join(f"<sup>{place}</sup>" for place in ends)
    return f'<mark class="wh-slip" title="{title}">{escape(words)}</mark>{numbers}'


def slips_html(slips: list[Slip]) -> str:
    """The slips as a numbered list: kind, words, and what is wrong with them, escaped."""
    items = "".join(
        f'<li><strong>{escape(kind_label(slip.kind))}</strong> <q dir="auto">{escape(slip.words)}</q>'
        f"<p>{escape(slip.sentence)}</p></li>"
        for slip in slips
    )
    return f'<ol class="wh-slips">{items}</ol>'
