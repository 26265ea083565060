"""When a documented event happened, said no more exactly than its source says it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_interval

from core.i18n import _, current_language, moment, of_the_case, own_pattern

EXACT = ("second", "minute", "about")
EVENING_FROM_H = 18
#: Known to a date of the event's place, which no other clock may move.
OF_A_DAY = ("day", "month")


def stated(event: dict[str, Any]) -> datetime:
    """The time of the record with the offset that it was written down with."""
    return datetime.fromisoformat(str(event["at"]))


def precision(event: dict[str, Any]) -> str:
    """How exactly the time is known; a record that says nothing is exact to the minute."""
    return str(event.get("precision") or "minute")


def has_clock(known_to: str) -> bool:
    """True where the source gives a time of day."""
    return known_to in EXACT


def started(at: datetime, known_to: str) -> datetime:
    """The beginning of what is known: of the month, day or evening; the time itself where the source gives one."""
    if known_to in EXACT:
        return at
    hour = at.hour if known_to == "night" else EVENING_FROM_H if known_to == "evening" else 0
    return at.replace(day=1 if known_to == "month" else at.day, hour=hour, minute=0, second=0, microsecond=0)


def placed(start: datetime, known_to: str) -> datetime:
    """The place in the order of events: one known to the month comes after the days of that month."""
    return start + timedelta(days=31) if known_to == "month" else start


def when(event: dict[str, Any], zone: str, day: str = "EEE d MMM y") -> str:
    """``about Fri 7 Feb 2020, 14:10``, ``evening of 7 Feb``, ``Feb 2020``: clocks in ``zone``, dates as stated."""
    at, known_to = stated(event), precision(event)
    if known_to in EXACT:
        seconds = ":ss" if known_to == "second" else ""
        clock = moment(at, zone, f"{day}, HH:mm{seconds}")
        return _("about {time}").format(time=clock) if known_to == "about" else clock
    if known_to == "night":
        return _night(at, day)
    words = {"day": "{date}", "month": "{date}", "evening": _("evening of {date}")}
    date = _date(at, "MMM y" if known_to == "month" else day)
    return words.get(known_to, "{date} ({known})").format(date=date, known=of_the_case(known_to))


def _night(at: datetime, day: str) -> str:
    """The night that holds this hour, by the dates of its evening and its morning."""
    evening = at - timedelta(days=1) if at.hour < 12 else at
    morning, dated = evening + timedelta(days=1), day.removeprefix("EEE ")
    if current_language() != "en":
        return _("night of {dates}").format(dates=_days(evening, morning, dated))
    first = _date(evening, "d" if evening.month == morning.month else "d MMM")
    return _("night of {dates}").format(dates=f"{first}–{_date(morning, dated)}")


def _days(first: datetime, last: datetime, pattern: str) -> str:
    """Two dates with what they share said once, in the order of the language: ``2020 ж. 7–8 ақп.``"""
    skeleton = "yMMMd" if "y" in pattern else "MMMd"
    said = str(format_interval(first.date(), last.date(), skeleton, locale=current_language()))
    return said.replace("\u2009", "")


def _date(at: datetime, pattern: str) -> str:
    # No zone: a date stays the date that the source gives.
    return _date_in(at.replace(tzinfo=ZoneInfo("UTC")), pattern, current_language())


@lru_cache(maxsize=1024)
def _date_in(at: datetime, pattern: str, language: str) -> str:
    return str(format_datetime(at, own_pattern(pattern, language), locale=language))
