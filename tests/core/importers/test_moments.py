"""Moments from words, numbers, ids and clocks, at the edges where programs usually go wrong."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from core.importers.dates import NO_TIME, DateReader
from core.importers.moments import epoch_us, is_possible, iso_us, snowflake_us, v1_us
from core.importers.zones import local_us


def us(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


def read(*cells: str, zone: str | None = None, day_first: bool | None = None) -> list[int | None]:
    """The moments of a column of cells, placed in the zone; None where a cell cannot be read."""
    reader = DateReader(day_first, zone)
    moments = reader.read(pa.chunked_array([pa.array(cells, pa.string())]))
    reader.place(moments)
    return [None if at == NO_TIME else int(at) for at in moments.us]


EDGES = ("0000-01-01T00:00:00Z", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "2020-13-01T00:00:00", "2020-02-30", "")


@pytest.mark.parametrize("words", EDGES)
@pytest.mark.parametrize("zone", [None, "Asia/Almaty", "America/New_York"])
def test_an_impossible_date_is_none_or_not_possible(words: str, zone: str | None) -> None:
    at, stated = iso_us(words)
    assert at is None or not is_possible(at if stated else local_us(at, zone))
    (cell,) = read(words, zone=zone)
    assert cell is None or not is_possible(cell)


def test_an_impossible_date_does_not_spoil_its_column() -> None:
    good = "2020-02-08T01:02:03Z"
    assert [at is not None and is_possible(at) for at in read(good, "0000-00-00T00:00:00Z", good)] == [
        True,
        False,
        True,
    ]
    assert [at is not None and is_possible(at) for at in read(good, "0001-01-01T00:00:00Z", good)] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("clock", "zone", "at"),
    [
        ("2020-02-08 01:30:00", "Asia/Almaty", us(2020, 2, 7, 19, 30)),
        ("2024-02-29 12:00:00", "Asia/Almaty", us(2024, 2, 29, 6)),
        ("2024-03-02 12:00:00", "Asia/Almaty", us(2024, 3, 2, 7)),  # UTC+5 since March 2024
        ("2021-10-31 02:30:00", "Europe/Berlin", us(2021, 10, 31, 0, 30)),  # twice that night: the first
        ("2021-03-28 01:59:59", "Europe/Berlin", us(2021, 3, 28, 0, 59, 59)),
        ("2021-03-28 03:00:00", "Europe/Berlin", us(2021, 3, 28, 1)),
        ("2020-07-01 12:00:00", "America/New_York", us(2020, 7, 1, 16)),
        ("2020-02-08 01:30:00", "Asia/Kathmandu", us(2020, 2, 7, 19, 45)),
    ],
)
def test_a_clock_is_placed_in_its_zone(clock: str, zone: str, at: int) -> None:
    assert read(clock, zone=zone) == [at]
    assert local_us(iso_us(clock)[0] or 0, zone) == at


def test_a_clock_time_that_never_was_comes_right_after_the_gap() -> None:
    """28 March 2021, 02:00 to 03:00 did not exist in Berlin; both readers stay within that hour."""
    gap = us(2021, 3, 28, 1)
    assert read("2021-03-28 02:30:00", zone="Europe/Berlin") == [gap]
    assert abs(local_us(us(2021, 3, 28, 2, 30), "Europe/Berlin") - gap) <= 3600 * 1_000_000


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("2020-07-01 12:00:00 EDT", us(2020, 7, 1, 16)),
        ("2020-07-01 12:00:00 EST", us(2020, 7, 1, 17)),
        ("2020-01-01 12:00:00 PST", us(2020, 1, 1, 20)),
        ("2020-01-01 12:00:00 CEST", us(2020, 1, 1, 10)),
        ("2020-01-01T12:00:00+0530", us(2020, 1, 1, 6, 30)),
        ("2020-01-01T12:00:00-03:00", us(2020, 1, 1, 15)),
        ("1581123723", us(2020, 2, 8, 1, 2, 3)),
        ("1581123723000", us(2020, 2, 8, 1, 2, 3)),
        ("Sat Feb 08 01:02:03 +0000 2020", us(2020, 2, 8, 1, 2, 3)),
        ("Sat Feb 08 01:02:03 +0200 2020", us(2020, 2, 7, 23, 2, 3)),
        ("08 Feb 2020 01:02:03", us(2020, 2, 8, 1, 2, 3)),
    ],
)
def test_zones_and_forms_that_are_stated_are_used(words: str, at: int) -> None:
    assert read(words, zone="Asia/Almaty" if words[-3:] in ("EDT", "EST") else None) == [at]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["13/02/2020 01:00", "05/02/2020 01:00"], [13, 5]),
        (["02/13/2020 01:00", "02/05/2020 01:00"], [13, 5]),
        (["05.02.2020", "06.02.2020"], [5, 6]),
    ],
)
def test_the_order_of_day_and_month_is_found_in_the_column(cells: list[str], days: list[int]) -> None:
    found = [datetime.fromtimestamp((at or 0) / 1e6, UTC) for at in read(*cells)]
    assert [(at.month, at.day) for at in found] == [(2, day) for day in days]


def test_the_reporter_decides_on_day_and_month() -> None:
    assert read("05/06/2020", day_first=True) == [us(2020, 6, 5)]
    assert read("05/06/2020", day_first=False) == [us(2020, 5, 6)]


def test_odd_words_and_numbers_are_none() -> None:
    assert v1_us("Sat Xyz 08 01:02:03 +0000 2020") is None
    assert v1_us("Sat Feb 30 01:02:03 +0000 2020") in (None, us(2020, 3, 1, 1, 2, 3))
    assert [epoch_us(odd) for odd in ("", "nan", "inf", "-5", "1e400")] == [None] * 5
    assert [snowflake_us(odd) for odd in ("", "١٢٣٤٥٦٧٨٩٠١٢٣٤", "9" * 40, "-1")] == [None] * 4
