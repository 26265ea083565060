"""A text cut into paragraphs and sentences that remember where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Tokens are bounded and begin after a space: a text without one must not be searched from each of its characters.
_NOT_PROSE = re.compile(
    r"https?://\S+|www\.\S+|(?<!\S)\S{1,80}@\S{1,80}\.\S+|@\w+"
    r"|(?<!\S)\S{1,250}\.(?:png|jpe?g|gif|webp|pdf|mp4|csv|json|html?)\b",
    re.IGNORECASE,
)
#: A longer "sentence" is cut here, at a blank where there is one: searching it would cost the square of its length.
LONGEST = 600
_SHORT = (
    "mr mrs ms dr st no vs etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun a.m p.m "
    "г гг тыс млн млрд чел ул им т.е т.д т.п др ст с стр руб см янв февр апр авг сент окт нояб дек ж"
).split()
_END = re.compile(
    r"[.!?…]+[\"”»’)\]]*(?=\s{1,9}[\"“«‘(\[–—-]?\s?[^\W\d_a-zа-яәғқңөұүһі]|\s{0,9}$)|[.!?…]+[\"”»’)\]]*(?=\s{1,9}\d)"
)


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
    found: list[Passage] = []
    for place, line in enumerate(re.finditer(r"[^\n]+", prose(text))):
        for start, end in _sentences(line[0]):
            words = line[0][start:end]
            lead = len(words) - len(words.lstrip())
            if words.strip():
                found.extend(_cut(Passage(words.strip(), line.start() + start + lead, place)))
    return found


def _cut(passage: Passage) -> Iterator[Passage]:
    text, start = passage.text, 0
    while len(text) - start > LONGEST:
        end = text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        yield Passage(text[start:end], passage.start + start, passage.paragraph)
        start = end
    yield Passage(text[start:], passage.start + start, passage.paragraph)


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _END.finditer(line):
        before = re.search(r"([\w.]+)$", line[max(start, stop.start() - 12) : stop.start()])
        word = before[1].lower() if before else ""
        is_initial = len(word) == 1 and word.isalpha() and before is not None and before[1].isupper()
        if stop[0].startswith(".") and (word in _SHORT or is_initial) and stop.end() < len(line.rstrip()):
            continue
        yield start, stop.end()
        start = stop.end()
    yield start, len(line)
