"""Times of documented events, said no more exactly than they are known."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from core.export.figures.stated import has_clock, placed, precision, started, stated, when
from core.i18n import speaking

EVENTS = json.loads((Path(__file__).resolve().parents[3] / "data" / "kordai-events.json").read_text())["events"]


def event(at: str, known_to: str | None = None) -> dict[str, str | None]:
    return {"at": at, "precision": known_to}


@pytest.mark.parametrize(
    ("known_to", "at", "said"),
    [
        (None, "2020-02-07T14:10:00+06:00", "Fri 7 Feb 2020, 14:10"),
        ("second", "2020-02-08T04:56:04+06:00", "Sat 8 Feb 2020, 04:56:04"),
        ("minute", "2020-02-07T14:10:00+06:00", "Fri 7 Feb 2020, 14:10"),
        ("about", "2020-02-07T14:10:00+06:00", "about Fri 7 Feb 2020, 14:10"),
        ("evening", "2020-02-07T21:00:00+06:00", "evening of Fri 7 Feb 2020"),
        ("night", "2020-02-08T00:00:00+06:00", "night of 7–8 Feb 2020"),
        ("night", "2020-02-29T23:00:00+06:00", "night of 29 Feb–1 Mar 2020"),
        ("day", "2020-02-05T00:00:00+06:00", "Wed 5 Feb 2020"),
        ("month", "2020-02-10T00:00:00+06:00", "Feb 2020"),
        ("page stamp, zone not known", "2020-02-08T11:20:00+06:00", "Sat 8 Feb 2020 (page stamp, zone not known)"),
    ],
)
def test_a_time_is_said_as_exactly_as_it_is_known(known_to, at, said):
    assert when(event(at, known_to), "Asia/Almaty") == said


def test_a_clock_follows_the_zone_and_a_date_does_not():
    assert when(event("2020-02-05T00:00:00+06:00", "minute"), "America/St_Johns") == "Tue 4 Feb 2020, 14:30"
    assert when(event("2020-02-05T00:00:00+06:00", "day"), "America/St_Johns") == "Wed 5 Feb 2020"
    assert when(event("2020-02-07T21:00:00+06:00", "evening"), "America/St_Johns", "d MMM") == "evening of 7 Feb"


@pytest.mark.parametrize(
    ("known_to", "start"),
    [
        ("minute", datetime(2020, 2, 8, 21, 30)),
        ("evening", datetime(2020, 2, 8, 18)),
        ("night", datetime(2020, 2, 8, 21)),
        ("day", datetime(2020, 2, 8)),
        ("month", datetime(2020, 2, 1)),
        ("page stamp", datetime(2020, 2, 8)),
    ],
)
def test_a_vague_time_begins_where_what_is_known_begins(known_to, start):
    assert started(datetime(2020, 2, 8, 21, 30), known_to) == start


def test_a_month_comes_after_its_days():
    month, last_day = datetime(2020, 2, 1), datetime(2020, 2, 29)
    assert placed(month, "month") > placed(last_day, "day") > placed(month, "day")


def test_every_event_of_the_simulated_case_has_its_time_in_words():
    said = {when(e, "Asia/Almaty") for e in EVENTS if not has_clock(precision(e))}
    assert not any("00:00" in words or "06:00" in words for words in said)
    assert "night of 7–8 Feb 2020" in said and "Feb 2020" in said
    assert all(stated(e).utcoffset() is not None for e in EVENTS)


@pytest.mark.parametrize(
    ("code", "day", "night"),
    [
        ("ru", "ср, 5 февр. 2020 г.", "ночь 7–8 февр. 2020 г."),
        ("kk", "2020 ж. 5 ақп., ср", "2020 ж. 7–8 ақп. түні"),
        ("fr", "mer. 5 févr. 2020", "nuit du 7–8 févr. 2020"),
        ("de", "Mi., 5. Feb. 2020", "Nacht vom 7.–8. Feb. 2020"),
        ("zh", "2020年2月5日周三", "2020年2月7日至8日夜间"),
    ],
)
def test_dates_stand_in_the_order_of_the_language(code, day, night):
    with speaking(code):
        said = [
            when(event(at, known_to), "Asia/Almaty")
            for at, known_to in (("2020-02-05T00:00:00+06:00", "day"), ("2020-02-08T00:00:00+06:00", "night"))
        ]
    assert [text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ") for text in said] == [
        day, night
    ]  # fmt: skip
