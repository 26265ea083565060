"""Moments as whole microseconds since 1970 (UTC): read from words, from numbers and from post ids."""

from __future__ import annotations

import calendar
import time
from datetime import UTC, datetime
from functools import lru_cache

SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US
EARLIEST_US = int(datetime(2004, 1, 1, tzinfo=UTC).timestamp()) * SECOND_US
#: First X ids that carry a time (November 2010); smaller ids were plain counters.
FIRST_SNOWFLAKE = 29_000_000_000
SNOWFLAKE_EPOCH_MS = 1_288_834_974_657
#: Long past, as most ids are: they need no clock.
_SURELY_PAST_US = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * SECOND_US
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}


def latest_us() -> int:
    """The last moment that a post can carry: two days from now, for clocks that run ahead."""
    return int(time.time() * SECOND_US) + 2 * DAY_US


def is_possible(at_us: int) -> bool:
    """True from 2004 until two days from now."""
    return EARLIEST_US <= at_us <= latest_us()


def snowflake_us(post_id: str | None) -> int | None:
    """The moment that an X post id carries, or None where it carries none.

    >>> snowflake_us("1405947374003015684")
    1624038949858000
    >>> snowflake_us("20") is None
    True
    """
    if not post_id or not post_id.isascii() or not post_id.isdigit() or len(post_id) > 19:
        return None
    number = int(post_id)
    if number < FIRST_SNOWFLAKE:
        return None
    at_us = ((number >> 22) + SNOWFLAKE_EPOCH_MS) * 1000
    return at_us if at_us < _SURELY_PAST_US or is_possible(at_us) else None


@lru_cache(maxsize=10_000)
def _midnight_s(day: str, month: str, year: str) -> int:
    return calendar.timegm((int(year), _MONTHS[month], int(day), 0, 0, 0, 0, 0, 0))


@lru_cache(maxsize=100_000)
def _clock_s(clock: str) -> int:
    return int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:8])


@lru_cache(maxsize=20_000)
def v1_us(words: str | None) -> int | None:
    """The moment in the form of the old X interface, always UTC, or None.

    >>> v1_us("Fri Jun 18 17:55:49 +0000 2021")
    1624038949000000
    """
    if not words or len(words) != 30 or words[20:25] != "+0000":
        return None
    try:
        seconds = _clock_s(words[11:19])
        return (_midnight_s(words[8:10], words[4:7], words[26:30]) + seconds) * SECOND_US
    except (ValueError, KeyError):
        return None


def iso_us(words: str | None) -> tuple[int | None, bool]:
    """The moment of an ISO 8601 text and whether it states its offset; without one it is read as UTC.

    >>> iso_us("2021-03-19T23:59:59+00:00")
    (1616198399000000, True)
    """
    if not words:
        return None, False
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        return None, False
    stated = at.tzinfo is not None
    aware = at if stated else at.replace(tzinfo=UTC)
    try:
        return round(aware.timestamp() * SECOND_US), stated
    except OverflowError:
        return None, False


def epoch_us(number: str | int | float | None) -> int | None:
    """The moment of a count of seconds, milliseconds or microseconds since 1970, or None.

    >>> epoch_us("1781868410") == epoch_us(1781868410000)
    True
    """
    try:
        value = float(number) if number is not None else -1.0
    except ValueError:
        return None
    if not 0 < value < 1e17:
        return None
    return int(value * scale_of_epoch(value))


def scale_of_epoch(value: float) -> int:
    """Microseconds per unit of an epoch number of that size (seconds, milliseconds or microseconds)."""
    if value < 1e11:
        return SECOND_US
    return 1000 if value < 1e14 else 1
