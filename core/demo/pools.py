"""Weighted draws of accounts by platform, language and circle, millions at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from core.demo.cast import CIRCLE_KEYS, NONE, PLATFORM_KEYS, Accounts, Floats, Ints
from core.demo.texts import LANGS


@dataclass(frozen=True)
class Pools:
    """Accounts sorted by pool, with the running sum of their weights; ``begin`` and ``end`` are sums per pool."""

    members: Ints
    running: Floats
    begin: Floats
    end: Floats

    @classmethod
    def of(cls, accounts: Accounts) -> Self:
        """The pools of these accounts; an empty one borrows members of its language, else of its platform."""
        key = pool_key(accounts.platform, accounts.lang, accounts.circle)
        members = np.argsort(key, kind="stable")
        running = np.cumsum(accounts.weight[members])
        size = len(PLATFORM_KEYS) * len(LANGS) * len(CIRCLE_KEYS)
        edges = np.searchsorted(key[members], np.arange(size + 1))
        sums = np.concatenate([[0.0], running])[edges]
        lender = _lenders(np.diff(sums))
        return cls(members, running, sums[:-1][lender], sums[1:][lender])

    def draw(self, key: Ints, rng: np.random.Generator) -> Ints:
        """One account for each pool key, by weight."""
        begin, end = self.begin[key], self.end[key]
        place = np.searchsorted(self.running, begin + rng.random(len(key)) * (end - begin), side="right")
        return self.members[np.minimum(place, len(self.members) - 1)]


def pool_key(platform: Ints, lang: Ints, circle: Ints) -> Ints:
    """The number of the pool."""
    return (platform * len(LANGS) + lang) * len(CIRCLE_KEYS) + circle


def _lenders(weight: Floats) -> Ints:
    """For each pool the first that has members: itself, outsiders of its language, the platform's heaviest pool."""
    shape = (len(PLATFORM_KEYS), len(LANGS), len(CIRCLE_KEYS))
    own = np.arange(len(weight))
    platform, lang, circle = np.unravel_index(own, shape)
    outsiders = pool_key(platform, lang, np.full_like(circle, NONE))
    heaviest = weight.reshape(len(PLATFORM_KEYS), -1).argmax(axis=1)[platform] + platform * len(LANGS) * len(
        CIRCLE_KEYS
    )
    return np.where(weight > 0, own, np.where(weight[outsiders] > 0, outsiders, heaviest))
