"""Marks on an axis in the manner of the language: numbers, shares, clocks and dates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from babel.dates import format_datetime, format_skeleton

from core.i18n import current_language, number, percent

Tick = tuple[float, str]
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - clocks on a wall, their zone is the view's
MINUTE, HOUR, DAY = 60, 3600, 86_400
_CLOCK_STEPS = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR)
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120)
#: Room in px that a label needs beside the next one.
NUMBER_PX, TIME_PX = 64, 84


def seconds(clock: datetime) -> float:
    """A clock on the wall as seconds since 1970."""
    return (clock - EPOCH).total_seconds()


def clock_of(second: float) -> datetime:
    """The clock on the wall at so many seconds since 1970."""
    return EPOCH + timedelta(seconds=second)


def number_ticks(
    low: float, high: float, px: float, form: str = "", step: float | None = None, *, whole: bool = False
) -> list[Tick]:
    """Round numbers between two ends; ``form`` is Plotly's: ``.0%`` makes shares. ``whole`` allows no fractions.

    >>> [text for _at, text in number_ticks(0, 1000, 300)]
    ['0', '250', '500', '750', '1,000']
    >>> [text for _at, text in number_ticks(0, 5, 130)], [text for _at, text in number_ticks(0, 1, 250, whole=True)]
    (['0.0', '2.5', '5.0'], ['0', '1'])
    """
    step = step or _round_step((high - low) / max(1.0, px / NUMBER_PX))
    step = max(1.0, math.ceil(step - 1e-9) if step < 10 else step) if whole else step
    first = math.ceil(low / step - 1e-9)
    places = [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]
    return [(place, _written(place, step, form)) for place in places]


def _round_step(rough: float) -> float:
    if rough <= 0:
        return 1.0
    size = 10 ** math.floor(math.log10(rough))
    return float(size * next((n for n in (1, 2, 2.5, 5, 10) if rough <= n * size * 1.0001), 10))


def _written(value: float, step: float, form: str) -> str:
    if form.endswith("%"):
        return percent(value, 0 if abs(step * 100 - round(step * 100)) < 1e-6 else 1)
    digits = next((n for n in range(4) if abs(round(step, n) - step) < step / 1e6), 4)
    return number(0.0 if abs(value) < step / 1e6 else value, digits)


def log_ticks(low: float, high: float) -> list[Tick]:
    """Powers of ten between two ends that are themselves powers (log10)."""
    return [(float(10**n), number(10**n if n >= 0 else 10.0**n)) for n in range(math.ceil(low), math.floor(high) + 1)]


def time_ticks(low: float, high: float, px: float) -> list[Tick]:
    """Clock and date between two ends in seconds; the second line appears where it is another."""
    most = max(2.0, px / TIME_PX)
    span = high - low
    clock = next((step for step in _CLOCK_STEPS if span / step <= most), None)
    if clock:
        return _labelled(_every(low, high, clock), _hour, _date)
    days = next((step for step in _DAY_STEPS if span / (step * DAY) <= most), None)
    if days:
        return _labelled(_every(low, high, days * DAY), _day, _year)
    months = next((step for step in _MONTH_STEPS if span / (step * 30.4 * DAY) <= most), _MONTH_STEPS[-1])
    at = list(_months(low, high, months))
    return _labelled(at, _month, _year) if months < 12 else [(seconds(day), _year(day)) for day in at]


def _every(low: float, high: float, step: int) -> list[datetime]:
    # Weeks begin on a Monday: 1970-01-05.
    zero = 4 * DAY if step % (7 * DAY) == 0 else 0
    first = math.ceil((low - zero) / step)
    return [clock_of(zero + n * step) for n in range(first, math.floor((high - zero) / step) + 1)]


def _months(low: float, high: float, step: int) -> Iterator[datetime]:
    start = clock_of(low)
    place = start.year * 12 + start.month - 1
    place -= place % step
    while True:
        at = datetime(place // 12, place % 12 + 1, 1)  # noqa: DTZ001 - see EPOCH
        if seconds(at) > high:
            return
        if seconds(at) >= low:
            yield at
        place += step


def _labelled(at: list[datetime], above: object, below: object) -> list[Tick]:
    made, before = [], ""
    for clock in at:
        second = below(clock)  # type: ignore[operator]
        text = above(clock)  # type: ignore[operator]
        made.append((seconds(clock), f"{text}<br>{second}" if second != before else str(text)))
        before = second
    return made


def _hour(at: datetime) -> str:
    return f"{at:%H:%M}"


def _date(at: datetime) -> str:
    language = current_language()
    return str(format_datetime(at, "d MMM y", locale=language) if language == "en" else
               format_skeleton("yMMMd", at, locale=language))  # fmt: skip


def _day(at: datetime) -> str:
    language = current_language()
    return str(format_datetime(at, "d MMM", locale=language) if language == "en" else
               format_skeleton("MMMd", at, locale=language))  # fmt: skip


def _month(at: datetime) -> str:
    return str(format_datetime(at, "LLL", locale=current_language()))


def _year(at: datetime) -> str:
    return str(format_datetime(at, "y", locale=current_language()))
