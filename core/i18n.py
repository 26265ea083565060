"""Sentences in the reporter's language (gettext) and numbers and dates in its manner (Babel)."""

from __future__ import annotations

import gettext as _gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, match_skeleton
from babel.numbers import format_compact_decimal, format_decimal, format_percent

LOCALE_DIR = Path(__file__).parent.parent / "locale"
#: Languages offered on screen; a catalogue that is not there yet falls back to English.
LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
#: Languages of charts and captions; where the sentences are not translated, dates and numbers still are.
CHART_LANGUAGES = ("en", "ru", "kk", "fr", "de", "es", "zh")
_DATE_PART = re.compile(r"(?:EEE )?d MMM(?: y)?|MMM y")
_current: ContextVar[str] = ContextVar("whence_language", default="en")


def use_language(code: str) -> None:
    """Set the language of this session; an unknown code is English."""
    _current.set(code if code in LANGUAGES else "en")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Sentences, numbers and dates inside are in one of ``CHART_LANGUAGES``; an unknown code is English."""
    before = _current.set(code if code in CHART_LANGUAGES else "en")
    try:
        yield
    finally:
        _current.reset(before)


def current_language() -> str:
    """The language code in force, e.g. ``en``."""
    return _current.get()


@lru_cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    return _gettext.translation("whence", LOCALE_DIR, languages=[code], fallback=True)


def _(message: str) -> str:
    """The sentence in the reporter's language."""
    return _catalogue(_current.get()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The plural form that fits ``n``; the caller fills in the number with ``.format(n=number(n))``."""
    return _catalogue(_current.get()).ngettext(one, many, n)


def number(value: float | int | None, digits: int | None = None) -> str:
    """``12,345`` in the reporter's manner; a null is written ``–``."""
    return "–" if value is None or value != value else _decimal(value, digits, _current.get())


@lru_cache(maxsize=16_384)
def _decimal(value: float | int, digits: int | None, language: str) -> str:
    # Babel takes 30 µs a number, and a table has thousands
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=language))


def compact(value: float | int | None) -> str:
    """``1.2M`` for axis labels and tiles; a null is written ``–``."""
    if value is None or value != value:
        return "–"
    return str(format_compact_decimal(value, locale=_current.get(), fraction_digits=1))


def percent(share: float | None, digits: int = 0) -> str:
    """``31 %``-style text of a share between 0 and 1; a null is written ``–``."""
    if share is None or share != share:
        return "–"
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return str(format_percent(share, format=pattern, locale=_current.get()))


def moment(at: datetime | None, zone: str, pattern: str = "EEE d MMM y, HH:mm") -> str:
    """A UTC time as ``Fri 7 Feb 2020, 22:00`` on the clock of ``zone``; a null is written ``–``."""
    if at is None or at != at:
        return "–"
    language = _current.get()
    local = _own_pattern(pattern, language)
    return str(format_datetime(at, local, tzinfo=ZoneInfo(zone), locale=language))


@lru_cache(maxsize=512)
def _own_pattern(pattern: str, language: str) -> str:
    """The pattern with its date in the order of the language: ``yyyy 'ж'. d MMM`` where English has ``d MMM y``.

    >>> _own_pattern("EEE d MMM y, HH:mm", "zh")
    'y年M月d日EEE, HH:mm'
    """
    found = _DATE_PART.search(pattern)
    if language == "en" or not found:
        return pattern
    letters = "".join(sorted(found[0].replace(" ", ""), key="yMEd".index))
    skeletons = Locale.parse(language).datetime_skeletons
    name = match_skeleton(letters, skeletons)
    if not name or set(name) != set(letters):
        return pattern
    return pattern.replace(found[0], str(skeletons[name].pattern), 1)


def offset_text(at: datetime, zone: str) -> str:
    """What clocks of ``zone`` differ by from UTC at a moment, as ``UTC+06:00``.

    Babel's own pattern is an hour wrong for zones west of Greenwich that are off by half an hour.

    >>> from datetime import UTC
    >>> offset_text(datetime(2020, 2, 7, tzinfo=UTC), "America/St_Johns")
    'UTC-03:30'
    """
    stamp = at.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{stamp[:3]}:{stamp[3:5]}"
