"""The tails are those of scipy.stats, which the app does not load."""

from __future__ import annotations

import numpy as np
from scipy import stats

from core.analysis.tails import adjusted, at_least, at_most

CHANCE = np.random.default_rng(7)


def test_the_binomial_tail() -> None:
    of = CHANCE.integers(1, 5_000, 400).astype(float)
    n = np.floor(CHANCE.random(400) * (of + 1))
    p = CHANCE.random(400)
    np.testing.assert_allclose(at_least(n, of, p), stats.binom.sf(n - 1, of, p), rtol=1e-8, atol=1e-300)


def test_the_poisson_tail() -> None:
    for n, expected in ((0, 3.0), (7, 120.5), (400, 380.0)):
        np.testing.assert_allclose(at_most(n, expected), stats.poisson.cdf(n, expected), rtol=1e-9)


def test_the_correction_of_many_tests() -> None:
    for size in (1, 2, 500):
        p = CHANCE.random(size) ** 3
        np.testing.assert_allclose(adjusted(p), stats.false_discovery_control(p))
