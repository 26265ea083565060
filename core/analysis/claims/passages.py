"""A text cut into paragraphs and sentences that remember where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NOT_PROSE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\S+|@\w+|\S+\.(?:png|jpe?g|gif|webp|pdf|mp4|csv|json|html?)\b", re.IGNORECASE
)
_SHORT = (
    "mr mrs ms dr st no vs etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun a.m p.m "
    "г гг тыс млн млрд чел ул им т.е т.д т.п др ст с стр руб см янв февр апр авг сент окт нояб дек ж"
).split()
_END = re.compile(r"[.!?…]+[\"”»’)\]]*(?=\s+[\"“«‘(\[–—-]?\s?[^\W\d_a-zа-яәғқңөұүһі]|\s*$)|[.!?…]+[\"”»’)\]]*(?=\s+\d)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a line without a full stop: its words, where it begins, and the number of its paragraph."""

    text: str
    start: int
    paragraph: int


def prose(text: str) -> str:
    """The text with addresses, handles and file names blanked out, every other character where it was.

    >>> prose("See https://a.example/9 at 5")
    'See                     at 5'
    """
    return _NOT_PROSE.sub(lambda found: " " * len(found[0]), text)


def passages(text: str) -> list[Passage]:
    """Every sentence of the text in order.

    >>> [p.text for p in passages("It was 5 p.m. there. On Feb. 9 it ended.")]
    ['It was 5 p.m. there.', 'On Feb. 9 it ended.']
    """
    found = []
    for place, line in enumerate(re.finditer(r"[^\n]+", prose(text))):
        for start, end in _sentences(line[0]):
            words = line[0][start:end]
            lead = len(words) - len(words.lstrip())
            if words.strip():
                found.append(Passage(words.strip(), line.start() + start + lead, place))
    return found


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _END.finditer(line):
        before = re.search(r"([\w.]+)$", line[start : stop.start()])
        word = before[1].lower() if before else ""
        is_initial = len(word) == 1 and word.isalpha() and before is not None and before[1].isupper()
        if stop[0].startswith(".") and (word in _SHORT or is_initial) and stop.end() < len(line.rstrip()):
            continue
        yield start, stop.end()
        start = stop.end()
    yield start, len(line)
