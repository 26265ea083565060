"""Wilson intervals against values computed by hand and their limits."""

import pytest

from core.analysis.intervals import wilson


def test_a_third_of_a_hundred_is_not_at_least_a_third():
    low, high = wilson(33, 100)
    assert (round(low, 3), round(high, 3)) == (0.246, 0.427)


def test_none_and_all_mirror_each_other():
    low, high = wilson(0, 10)
    assert low == 0.0
    assert high == pytest.approx(3.8416 / 13.8416)
    assert wilson(10, 10) == pytest.approx((1 - high, 1.0))


def test_nothing_looked_at_allows_everything():
    assert wilson(0, 0) == (0.0, 1.0)


def test_more_looking_narrows_the_interval():
    widths = [high - low for low, high in (wilson(3 * n, 10 * n) for n in (1, 10, 100))]
    assert widths == sorted(widths, reverse=True)


def test_no_spread_leaves_the_share():
    assert wilson(3, 4, z=0.0) == (0.75, 0.75)


@pytest.mark.parametrize(("k", "n", "z"), [(-1, 10, 1.96), (11, 10, 1.96), (1, 0, 1.96), (1, 10, -1.0)])
def test_impossible_counts_are_refused(k: int, n: int, z: float):
    with pytest.raises(ValueError, match="between 0"):
        wilson(k, n, z)
