"""The likely clock of an account: found where there is a night, and not claimed where there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.analysis.clock import clock, pauses


def day(quiet_from: int, posts: int = 10, at_night: int = 0) -> np.ndarray:
    """Posts per hour in UTC with seven quiet hours from ``quiet_from`` on."""
    hours = np.full(24, posts)
    hours[(quiet_from + np.arange(7)) % 24] = at_night
    return hours


@pytest.mark.parametrize("offset", range(-11, 13))
def test_the_quiet_hours_end_at_seven(offset: int) -> None:
    found = clock(day((0 - offset) % 24))
    assert found is not None and found.offset == offset and found.low == found.high == offset


def test_few_posts_and_no_night_say_nothing() -> None:
    assert clock(day(0, posts=3)) is None
    even = clock(np.full(24, 20))
    assert even is not None and even.offset is None and even.quiet == pytest.approx(7 / 24)


def test_a_noisy_night_has_a_wider_interval_that_covers_it() -> None:
    rng = np.random.default_rng(1)
    shares = day(18, 10, 1) / day(18, 10, 1).sum()
    found = [clock(rng.multinomial(200, shares)) for _draw in range(60)]
    told = [f for f in found if f is not None and f.offset is not None]
    assert len(told) >= 55 and sum(f.low <= 6 <= f.high for f in told) >= 0.85 * len(told)
    assert any(f.low < f.high for f in told)


def test_pauses_and_nights_are_counted() -> None:
    at = pd.to_datetime(["2020-02-08 05:59", "2020-02-08 06:00", "2020-02-08 10:00", "2020-02-10 10:00"])
    found = pauses(pd.DataFrame({"posted_at": at, "local_at": at}))
    assert found is not None and found.night == 0.25 and [gap for _a, _b, gap in found.longest][:2] == [48.0, 4.0]
    assert pauses(pd.DataFrame({"posted_at": at[:0], "local_at": at[:0]})) is None
    one = pauses(pd.DataFrame({"posted_at": at[:1], "local_at": at[:1]}))
    assert one is not None and one.longest == ()
