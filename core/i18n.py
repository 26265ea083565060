"""Sentences in the reporter's language (gettext) and numbers and dates in its manner (Babel)."""

from __future__ import annotations

import gettext as _gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from decimal import Decimal
from functools import lru_cache, wraps
from io import BytesIO
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, match_skeleton
from babel.numbers import format_compact_decimal, format_decimal, format_percent

LOCALE_DIR = Path(__file__).parent.parent / "locale"
#: Languages offered on screen.
LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
#: Languages of charts and captions. Those that the screen does not speak have a small catalogue of what charts say.
CHART_LANGUAGES = ("en", "ru", "kk", "fr", "de", "es", "zh")
_DATE_PART = re.compile(r"(?:EEE )?d MMM(?: y)?|MMM y")
Given = ParamSpec("Given")
Answer = TypeVar("Answer")
_current: ContextVar[str] = ContextVar("whence_language", default="")
_asked: list[Callable[[], str]] = []


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
    """The language code in force, e.g. ``en``: the one that was set, else what ``ask_for_language`` names."""
    return _current.get() or (_asked[-1]() if _asked else "en")


def ask_for_language(source: Callable[[], str]) -> None:
    """Where no language was set, as in a callback that runs before the page, ask ``source`` for its code."""
    _asked[:] = [source]


def in_this_language(make: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """``make``, speaking the language in force now, whenever and in whatever thread it is called."""
    language = current_language()

    @wraps(make)
    def made(*args: Given.args, **named: Given.kwargs) -> Answer:
        before = _current.set(language)
        try:
            return make(*args, **named)
        finally:
            _current.reset(before)

    return made


def wanted_language(accepted: str | None) -> str:
    """The first of our languages that a browser asks for (the header ``Accept-Language``); English where it asks none.

    >>> wanted_language("uk-UA,uk;q=0.9,ru;q=0.8,en;q=0.7"), wanted_language("fr"), wanted_language("kk_KZ.UTF-8")
    ('ru', 'en', 'kk')
    """
    asked = [part.strip().partition(";") for part in (accepted or "").split(",")]
    ordered = sorted(asked, key=lambda part: -_weight(part[2]))  # stable: equal weights stay as they came
    codes = (name.replace("_", "-").partition("-")[0].lower() for name, _semicolon, rest in ordered if _weight(rest))
    return next((code for code in codes if code in LANGUAGES), "en")


def _weight(rest: str) -> float:
    try:
        return float(rest.partition("q=")[2] or 1)
    except ValueError:
        return 0.0


@lru_cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    """The sentences of a language, compiled in memory (0.07 s, once): no step of an installation can be forgotten."""
    source = LOCALE_DIR / code / "LC_MESSAGES" / ("whence.po" if code in LANGUAGES else "charts.po")
    if code == "en" or not source.is_file():
        return _gettext.NullTranslations()
    from babel.messages.mofile import write_mo  # 0.1 s of imports, and English needs none of it
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def load_catalogues() -> None:
    """Every catalogue in memory, so that no reader waits for one."""
    for code in LANGUAGES:
        _catalogue(code)


def _(message: str) -> str:
    """The sentence in the reporter's language."""
    return _catalogue(current_language()).gettext(message) if message else ""  # of nothing, gettext gives its header


def of_the_case(text: str) -> str:
    """What a case says of itself (claim, documented events): that of the simulated case is told in every language of
    the screen; a reporter's own words stay as they are, as does everything where the language is one of charts only."""
    return _(text) if current_language() in LANGUAGES else text


def in_our_words(word: str) -> str:
    """A word of the screen, said in any of our languages, in the one in force; any other word stays as it is."""
    return _(_messages().get(word, word))


@lru_cache(maxsize=1)
def _messages() -> dict[str, str]:
    """Each sentence of a catalogue, and the English one that it translates."""
    found: dict[str, str] = {}
    for code in LANGUAGES:
        known = getattr(_catalogue(code), "_catalog", {})
        found |= {said: message for message, said in known.items() if isinstance(message, str) and message}
    return found


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """The sentence as it is: for ``_()`` to translate when it is shown."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    """The plural form that fits ``n``; the caller fills in the number with ``.format(n=number(n))``."""
    return _catalogue(current_language()).ngettext(one, many, n)


def number(value: float | int | None, digits: int | None = None) -> str:
    """``12,345`` in the reporter's manner; a null is written ``–``."""
    return "–" if value is None or value != value else _decimal(value, digits, current_language())


@lru_cache(maxsize=16_384)
def _decimal(value: float | int, digits: int | None, language: str) -> str:
    # Babel takes 30 µs a number, and a table has thousands
    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=language))


def exact(value: float | int | str | None) -> str:
    """A number with all its digits: ``0,000068`` in Russian; a word as it is, a null as ``–``."""
    if value is None or isinstance(value, bool | str):
        return "–" if value is None else str(value)
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return number(value, max(0, -int(exponent)))


def compact(value: float | int | None) -> str:
    """``1.2M`` for axis labels and tiles; a null is written ``–``."""
    if value is None or value != value:
        return "–"
    return str(format_compact_decimal(value, locale=current_language(), fraction_digits=1))


def percent(share: float | None, digits: int = 0) -> str:
    """A share between 0 and 1 as ``31%``, in the manner of the language; a null is written ``–``."""
    if share is None or share != share:
        return "–"
    own = (
        Locale.parse(current_language()).percent_formats[None].pattern
    )  # 9 % in French, with a space that cannot break
    pattern = own.replace("#,##0", "#,##0" + ("." + "0" * digits if digits else ""))
    return str(format_percent(share, format=pattern, locale=current_language()))


def moment(at: datetime | None, zone: str, pattern: str = "EEE d MMM y, HH:mm") -> str:
    """A UTC time as ``Fri 7 Feb 2020, 22:00`` on the clock of ``zone``; a null is written ``–``."""
    if at is None or at != at:
        return "–"
    return _moment(at, zone, pattern, current_language())


@lru_cache(maxsize=16_384)
def _moment(at: datetime, zone: str, pattern: str, language: str) -> str:
    # Babel takes 60 µs a time, and events, pins and first posts are named again with every click
    local = own_pattern(pattern, language)
    return str(format_datetime(at, local, tzinfo=ZoneInfo(zone), locale=language))


@lru_cache(maxsize=512)
def own_pattern(pattern: str, language: str) -> str:
    """The pattern with its date in the order of the language: ``yyyy 'ж'. d MMM`` where English has ``d MMM y``.

    >>> own_pattern("EEE d MMM y, HH:mm", "zh")
    'y年M月d日E, HH:mm'
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
