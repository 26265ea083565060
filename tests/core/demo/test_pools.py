"""Weighted draws keep to the pool, and empty pools borrow from near ones."""

from __future__ import annotations

import numpy as np

from core.demo.cast import NONE, TELEGRAM, A, Accounts, X, make_accounts
from core.demo.pools import Pools, pool_key


def five_accounts() -> Accounts:
    """On X 0 and 1 (en, weights 3 and 1) and 2 (fr, circle A); on Telegram 3 (en) and 4 (de, no weight)."""
    platform, circle = np.array([X, X, X, TELEGRAM, TELEGRAM]), np.array([NONE, NONE, A, NONE, NONE])
    lang, weight = np.array([0, 0, 1, 0, 3]), np.array([3.0, 1.0, 1.0, 1.0, 0.0])
    zeros = np.zeros(5, np.int64)
    return Accounts(platform, lang, circle, zeros > 0, zeros * 1.0, weight, zeros, zeros)


def draw(platform: int, lang: int, circle: int, count: int = 4_000) -> np.ndarray:
    key = pool_key(np.full(count, platform), np.full(count, lang), np.full(count, circle))
    drawn = Pools.of(five_accounts()).draw(key, np.random.default_rng(1))
    return np.bincount(drawn, minlength=5) / count


def test_members_are_drawn_by_weight() -> None:
    shares = draw(X, 0, NONE)
    assert abs(shares[0] - 0.75) < 0.03
    assert shares[0] + shares[1] == 1


def test_a_circle_is_its_own_pool() -> None:
    assert draw(X, 1, A)[2] == 1


def test_an_empty_circle_borrows_outsiders_of_its_language() -> None:
    assert draw(X, 0, A)[:2].sum() == 1


def test_an_empty_language_borrows_the_heaviest_pool_of_its_platform() -> None:
    assert draw(X, 4, A)[:2].sum() == 1
    assert draw(TELEGRAM, 4, A)[3] == 1


def test_whoever_has_no_weight_is_not_drawn() -> None:
    assert draw(TELEGRAM, 3, NONE)[3] == 1


def test_draws_stay_on_the_platform_in_the_smallest_case() -> None:
    accounts = make_accounts(500, 3)
    rng = np.random.default_rng(1)
    platform, lang, circle = rng.integers(0, 4, 5_000), rng.integers(0, 10, 5_000), rng.integers(0, 6, 5_000)
    drawn = Pools.of(accounts).draw(pool_key(platform, lang, circle), rng)
    assert (accounts.platform[drawn] == platform).all()
