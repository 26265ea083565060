"""The corrected share covers the truth, and says so where it cannot."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis.botscore import validity
from core.analysis.intervals import wilson
from core.analysis.shares import corrected_share

CASES, ACCOUNTS, CUT = 400, 800, 3.0


def test_ninety_per_cent_intervals_cover_the_truth_of_simulated_cases():
    """Each case takes the error rates of one held-out set; the correction knows only those of the others."""
    rng = np.random.default_rng(2020)
    hits, false_alarms = validity().rates(CUT)
    inside = free = wilsons = 0
    for _case in range(CASES):
        own, truth = rng.integers(len(hits)), rng.uniform(0.05, 0.30)
        share = truth * hits[own] + (1 - truth) * false_alarms[own]
        above = int(rng.binomial(ACCOUNTS, share))
        others = np.arange(len(hits)) != own
        found = corrected_share(above, ACCOUNTS, hits[others], false_alarms[others])
        inside += found.low <= truth <= found.high
        free += found.free_low <= truth <= found.free_high
        low, high = wilson(above, ACCOUNTS, 1.645)
        wilsons += low <= share <= high
    assert inside / CASES >= 0.85
    assert free / CASES >= 0.85
    assert wilsons / CASES >= 0.85


def test_rates_known_without_doubt_give_rogan_and_gladen():
    found = corrected_share(300, 1_000, np.array([0.8, 0.8, 0.8]), np.array([0.2, 0.2, 0.2]))
    assert found.low < (0.3 - 0.2) / (0.8 - 0.2) < found.high
    assert not found.undetermined
    assert found.people_low < 0.65 * 300 < found.people_high


def test_rates_that_differ_leave_it_undetermined():
    assert corrected_share(330, 1_000, *validity().rates(CUT)).undetermined


def test_a_share_below_every_false_alarm_is_no_negative_share():
    found = corrected_share(1, 1_000, np.array([0.8, 0.7, 0.9]), np.array([0.2, 0.3, 0.25]))
    assert found.undetermined and found.free_low == 0.0


@pytest.mark.parametrize(("above", "scored"), [(5, 4), (-1, 4), (0, 0)])
def test_impossible_counts_are_refused(above: int, scored: int):
    with pytest.raises(ValueError, match="a count lies"):
        corrected_share(above, scored, np.array([0.8, 0.7]), np.array([0.2, 0.3]))
