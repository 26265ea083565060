"""Text on pictures: made harmless, measured and wrapped before a browser sees it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from core.i18n import current_language
from core.wording import clean as clean

#: Advance widths of IBM Plex Sans Regular, space to tilde, in hundredths of the type size (measured in Chromium).
_ADVANCES = (
    "24 28 42 71 60 93 69 24 33 33 45 60 27 40 27 38 60 60 60 60 60 60 60 60 60 60 29 29 60 60 60 48 "
    "89 64 65 62 67 58 56 69 71 40 51 63 50 81 71 71 61 71 64 58 57 68 61 89 61 59 58 32 38 32 60 56 "
    "60 53 58 50 58 55 32 53 57 25 25 53 27 87 57 56 58 58 37 49 35 57 49 77 51 50 46 34 31 34 60"
)
_ASCII = {chr(32 + place): int(width) / 100 for place, width in enumerate(_ADVANCES.split())}
_WORD = re.compile(r"[^ \t\n]+")
#: Where a line without spaces may end: beside any Chinese sign, but before no closing mark and after no opening one.
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING, _OPENING = "，。、；：！？”’）》」』〉%％,.;:!?)", "“‘（《「『〈("
_PART = re.compile(
    f"[{re.escape(_OPENING)}]*(?:[{_CHINESE}]|[^{_CHINESE}{re.escape(_OPENING)}]+|.)[{re.escape(_CLOSING)}]*"
)
_ENDS, _QUOTES = (".", "!", "?", "。", "！", "？"), "”»“\u00a0"
_KEPT = {"\u200c", "\u200d"}  # joiners have no width


def plain(text: object) -> str:
    """The text as Plotly must get it so that tags, links and entities in it are shown, not obeyed.

    >>> plain("<b>&amp;</b>")
    '&lt;b&gt;&amp;amp;&lt;/b&gt;'
    """
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=4096)
def _advance(sign: str) -> float:
    known = _ASCII.get(sign)
    if known is not None:
        return known
    if unicodedata.combining(sign) or sign in _KEPT:
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    base = unicodedata.normalize("NFD", sign)[0]
    if base in _ASCII:
        return _ASCII[base]
    return 0.73 if sign.isupper() else 0.62


def text_width(text: str, size_px: float, *, bold: bool = False) -> float:
    """Width in px of one line set in IBM Plex Sans, a little on the safe side."""
    return sum(map(_advance, text)) * size_px * (1.07 if bold else 1.03)


def wrap(text: str, width_px: float, size_px: float, *, bold: bool = False) -> list[str]:
    """Lines that fit into the width; a word longer than a line, or Chinese without spaces, is broken."""
    lines, line = [], ""
    for word in _pieces(clean(text), width_px, size_px, bold):
        if line and text_width((line + word).rstrip(), size_px, bold=bold) > width_px:
            lines.append(line.strip())
            line = ""
        line += word
    return [*lines, line.strip()] if line.strip() else lines


def joined(parts: Sequence[str], width_px: float, size_px: float) -> list[str]:
    """Lines of parts with a dot between them; a part that does not fit into a line any more begins the next one."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and text_width(longer, size_px) <= width_px:
            lines[-1] = longer
        else:
            lines += wrap(part, width_px, size_px)
    return lines


def balanced(text: str, width_px: float, size_px: float, *, bold: bool = False) -> list[str]:
    """Lines as ``wrap`` makes them, but of about equal length, so that no word stands alone in the last one."""
    lines = wrap(text, width_px, size_px, bold=bold)
    longest = max((text_width(word, size_px, bold=bold) for word in _WORD.findall(text)), default=0.0)
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        if longest > width_px * share and current_language() != "zh":
            continue  # it would be broken in two
        narrower = wrap(text, width_px * share, size_px, bold=bold)
        if len(narrower) == len(lines):
            return narrower
    return lines


def sentences(*parts: str) -> str:
    """The parts as sentences, one after the other; Chinese ends them with its own stop and needs no space.

    >>> sentences("Posts by hour", "", "Who said so?", "Nobody")
    'Posts by hour. Who said so? Nobody.'
    """
    stop, space = ("。", "") if current_language() == "zh" else (".", " ")
    return space.join(part if part.rstrip(_QUOTES).endswith(_ENDS) else part + stop for part in parts if part)


def _pieces(text: str, width_px: float, size_px: float, bold: bool) -> list[str]:
    pieces = []
    for word in _WORD.findall(text):  # a space that must not break, as in « 9 % », belongs to its word
        if text_width(word, size_px, bold=bold) <= width_px:
            pieces.append(word + " ")
            continue
        pieces += [sign for part in _PART.findall(word) for sign in _fitting(part, width_px, size_px, bold)]
        pieces.append(" ")
    return pieces


def _fitting(part: str, width_px: float, size_px: float, bold: bool) -> list[str]:
    return [part] if text_width(part, size_px, bold=bold) <= width_px else [*part]
