"""The steps that a box on the chart stands for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.export.figures.timeline_words import Chosen
from pages.timeline.controls import highlighted, period_text


@pytest.mark.parametrize(
    ("width", "box", "edges"),
    [
        ("1 hour", ((8, 4, 10), (8, 17, 40)), ((8, 4), (8, 18))),
        ("1 hour", ((8, 4, 31), (8, 6, 29)), ((8, 5), (8, 6))),
        ("1 hour", ((8, 4, 10), (8, 4, 20)), ((8, 4), (8, 5))),
        ("15 minutes", ((8, 4, 8), (8, 4, 44)), ((8, 4, 15), (8, 4, 45))),
        ("6 hours", ((8, 1), (8, 20)), ((8, 0), (8, 18))),
        ("1 day", ((8, 1), (9, 20)), ((8,), (10,))),
        ("7 days", ((4,), (16,)), ((3,), (17,))),
    ],
)
def test_a_box_stands_for_the_steps_whose_middle_it_holds(width, box, edges):
    first, last = (datetime(2020, 2, *place) for place in box)
    start, end = (datetime(2020, 2, *place) for place in edges)
    assert highlighted(first, last, width) == (start, end)


def test_a_box_over_months_stands_for_whole_months():
    edges = highlighted(datetime(2020, 2, 2), datetime(2020, 3, 20), "1 month")
    assert edges == (datetime(2020, 2, 1), datetime(2020, 4, 1))


def test_a_period_names_its_second_day_where_it_is_another():
    start = datetime(2020, 2, 7, 22, tzinfo=UTC)
    assert period_text(start, datetime(2020, 2, 8, 12, tzinfo=UTC), "Asia/Almaty") == "8 Feb 04:00 – 18:00"
    assert period_text(start, datetime(2020, 2, 8, 12, tzinfo=UTC), "UTC") == "7 Feb 22:00 – 8 Feb 12:00"


def test_the_axis_is_named_per_hour():
    chosen = Chosen("lang", "posts", False, False, False, "1 hour", True, True)
    assert chosen.axis == "Posts per hour"
