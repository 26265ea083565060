"""What a link says about the filter, whatever language the screen had that it was copied from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from core.i18n import LANGUAGES, current_language, speaking

Named = tuple[Sequence[str], Callable[[str], str]]
_HOURS = re.compile(r"(\d{1,2})\s*[-,–]\s*(\d{1,2})")


def codes(words: Sequence[str], listed: Named) -> tuple[list[str], list[str]]:
    """The codes that the words of a link stand for, and the words that stand for none.

    ``listed`` has the codes of a list and how each is called on screen. A link may hold a code (``en``) or what the
    list shows in any language of the screen (``English``).
    """
    known: list[str] = []
    unknown: list[str] = []
    by_name = _by_name(listed)
    for word in words:
        code = by_name.get(word.strip().casefold())
        (unknown if code is None else known).append(word if code is None else code)
    return list(dict.fromkeys(known)), unknown


def _by_name(listed: Named) -> dict[str, str]:
    offered, name = listed
    ours = current_language()
    found: dict[str, str] = {}
    for language in (*LANGUAGES, ours):
        with speaking(language):
            found |= {name(code).casefold(): code for code in offered}
    return found | {code.casefold(): code for code in offered}


def hours(words: Sequence[str]) -> tuple[tuple[int, int], bool] | None:
    """The hours of a link as the slider takes them, and whether those outside are meant; None where they are no hours.

    >>> hours(["3", "9"]), hours(["22-4"]), hours(["late"])
    (((3, 9), False), ((5, 21), True), None)
    """
    match = _HOURS.fullmatch(",".join(words).strip())
    if not match or int(match[1]) > 23 or int(match[2]) > 23:
        return None
    first, last = int(match[1]), int(match[2])
    return ((first, last), False) if first <= last else ((last + 1, first - 1), True)


def clock(word: str) -> datetime | None:
    """A time of a link as its widget takes it, to the minute; None where it is no time.

    >>> clock("2020-02-08T04:56:12"), clock("yesterday")
    (datetime.datetime(2020, 2, 8, 4, 56), None)
    """
    try:
        return datetime.fromisoformat(word.strip()).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        return None
