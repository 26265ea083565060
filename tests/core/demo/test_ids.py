"""Simulated ids look like those of their platform and belong to nobody."""

from __future__ import annotations

import numpy as np

from core.demo.clock import BURST, almaty
from core.demo.ids import snowflakes, time_of_snowflake, written_codes, x_account_ids


def test_a_snowflake_carries_its_millisecond() -> None:
    at_ms = BURST + np.arange(1_000)
    ids = snowflakes(at_ms, np.random.default_rng(1))
    assert (time_of_snowflake(ids) == at_ms).all()
    assert ((ids & 4095) >= 2048).all()


def test_account_ids_are_unique_even_at_one_moment() -> None:
    numbers = np.arange(300_000)
    for created in (almaty(1, 0), 1_300_000_000_000):
        assert len(np.unique(x_account_ids(np.full(len(numbers), created), numbers))) == len(numbers)


def test_account_ids_fit_the_year() -> None:
    old, new = x_account_ids(np.array([1_300_000_000_000, almaty(1, 0)]), np.array([5, 5]))
    assert 7_000_000_000 <= old < 9_900_000_000
    assert time_of_snowflake(np.array([new]))[0] == almaty(1, 0)


def test_codes_differ_where_numbers_do() -> None:
    codes = written_codes(np.array([0, 1, 64, 2**60 - 1]))
    assert codes.to_pylist() == ["AAAAAAAAAA", "BAAAAAAAAA", "ABAAAAAAAA", "__________"]
    assert written_codes(np.array([], np.int64)).to_pylist() == []
