"""When a file was collected: as told, as its records say, or not known."""

from __future__ import annotations

from typing import Any

import pytest

from pages.overview.coverage import collected


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ({"collected_on": "2020-02-28", "first_captured_at": "2020-02-09T20:00:00Z"}, "collected on 2020-02-28"),
        (
            {"first_captured_at": "2020-02-09T20:00:00Z", "last_captured_at": "2020-02-09T23:00:00Z"},
            "collected 10 Feb 2020, as its records say",
        ),
        (
            {"first_captured_at": "2020-02-09T01:00:00Z", "last_captured_at": "2020-02-12T01:00:00Z"},
            "collected 9 Feb 2020 – 12 Feb 2020, as its records say",
        ),
        ({"first_captured_at": None, "last_captured_at": float("nan")}, "day of collection not told"),
    ],
)
def test_the_day_of_the_collection(file: dict[str, Any], words: str) -> None:
    assert collected(file, "Asia/Almaty") == words
