"""The originals after the opening: the rest of the first wave, the newsrooms, the corrections, the tail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.demo.cast import (
    CAST_SIZE,
    DEBUNKERS,
    EARLY_SIZE,
    NIGHT_SIZE,
    NONE,
    PLATFORM_KEYS,
    PRESS,
    Accounts,
    Flags,
    Floats,
    Ints,
    X,
)
from core.demo.clock import DEBUNK_START, EARLY_END, END, HOUR, almaty, awake
from core.demo.pools import Pools, pool_key
from core.demo.posts import Posts
from core.demo.texts import CLAIM, DEBUNK, MEDIA, OWN, Texts

# Platforms of originals: most web sites and channels write, they do not answer.
_PLATFORMS = np.array([0.617, 0.166, 0.022, 0.195])


@dataclass(frozen=True)
class Wave:
    """One wave of originals: its share, when it starts and how fast it fades, who writes, what it draws."""

    share: float
    start: int
    fade_h: float
    circles: tuple[float, ...]
    appeal: float


WAVES = (
    Wave(0.28, EARLY_END, 13, (0.44, 0.22, 0.16, 0.16, 0.02, 0.0), 0.17),
    Wave(0.30, almaty(9, 9), 16, (0.47, 0.12, 0.10, 0.14, 0.17, 0.0), 0.28),
    Wave(0.26, DEBUNK_START, 26, (0.52, 0.0, 0.0, 0.0, 0.12, 0.36), 0.20),
    Wave(0.16, almaty(9, 12), 60, (0.50, 0.21, 0.14, 0.10, 0.05, 0.0), 0.10),
)
_DEBUNK_WAVE = 2
_LANG_WEIGHTS = np.array([46, 8, 9, 6, 7, 9, 5, 3, 4, 5], np.float64)


def write_waves(count: int, accounts: Accounts, pools: Pools, texts: Texts, seed: int) -> Posts:
    """That many originals after the opening; the later members of the cast write the first of them."""
    rng = np.random.default_rng([seed, 4])
    wave = rng.choice(len(WAVES), count, p=[w.share for w in WAVES])
    account = pools.draw(_pool_keys(wave, rng), rng)
    _give_parts_to_cast(wave, account, accounts)
    at_ms = _times(wave, accounts.zone_h[account], accounts.automated[account], rng)
    platform, lang = accounts.platform[account], accounts.lang[account]
    stance = _stances(wave, account, accounts, rng)
    copied = accounts.automated[account]
    hour = np.where(copied, at_ms // HOUR, -1)
    text = texts.pick(lang, stance, rng, copied, hour)
    outsiders = np.flatnonzero((platform == X) & (accounts.circle[account] == NONE) & ~copied)
    appeal = _appeal(wave, account, accounts, rng)
    text[outsiders[:1]], appeal[outsiders[:1]] = texts.hostile, 0.0
    return Posts.originals(at_ms, account, platform, lang, text, appeal)


def _pool_keys(wave: Ints, rng: np.random.Generator) -> Ints:
    platform = rng.choice(len(PLATFORM_KEYS), len(wave), p=_PLATFORMS / _PLATFORMS.sum())
    lang = rng.choice(len(_LANG_WEIGHTS), len(wave), p=_LANG_WEIGHTS / _LANG_WEIGHTS.sum())
    limits = np.cumsum([w.circles for w in WAVES], axis=1)
    circle = (rng.random(len(wave))[:, None] >= limits[wave] - 1e-9).sum(axis=1)
    return pool_key(platform, lang, np.minimum(circle, DEBUNKERS))


def _give_parts_to_cast(wave: Ints, account: Ints, accounts: Accounts) -> None:
    """Later members of the cast replace the first authors: debunkers in the wave of corrections, others before it."""
    members = np.arange(EARLY_SIZE, CAST_SIZE - NIGHT_SIZE)
    corrects = accounts.circle[members] == DEBUNKERS
    for flags, rows in ((corrects, wave == _DEBUNK_WAVE), (~corrects, wave == 1)):
        chosen = members[flags]
        places = np.flatnonzero(rows)[: len(chosen)]
        account[places] = chosen[: len(places)]


def _times(wave: Ints, zone_h: Floats, automated: Flags, rng: np.random.Generator) -> Ints:
    start = np.array([w.start for w in WAVES])[wave]
    fade = np.array([w.fade_h for w in WAVES])[wave] * HOUR
    at_ms, open_rows = np.zeros(len(wave), np.int64), np.arange(len(wave))
    for _ in range(10):
        rows = open_rows
        at_ms[rows] = start[rows] + (rng.exponential(fade[rows])).astype(np.int64)
        kept = (at_ms[rows] < END) & (rng.random(len(rows)) < awake(at_ms[rows], zone_h[rows], automated[rows]))
        open_rows = rows[~kept]
    return np.where(at_ms >= END, start + (at_ms - start) % (END - start), at_ms)


def _stances(wave: Ints, account: Ints, accounts: Accounts, rng: np.random.Generator) -> Ints:
    """What each original says, by its wave and the circle of its author."""
    circle, chance = accounts.circle[account], rng.random(len(wave))
    people = np.where(chance < 0.45, CLAIM, np.where(chance < 0.85, OWN, MEDIA))
    stance = np.where(accounts.automated[account], CLAIM, people)
    stance = np.where(circle == PRESS, MEDIA, stance)
    corrects = (wave == _DEBUNK_WAVE) & ((circle == DEBUNKERS) | (chance < 0.75)) & ~accounts.automated[account]
    return np.where(corrects | (circle == DEBUNKERS), DEBUNK, stance)


def _appeal(wave: Ints, account: Ints, accounts: Accounts, rng: np.random.Generator) -> Floats:
    """Heavy-tailed shares of all reactions; those of a wave add up to the wave's own."""
    raw = (rng.pareto(1.15, len(wave)) + 0.03) * (1 + accounts.followers[account]) ** 0.25
    raw *= np.where(accounts.automated[account], 0.5, 1.0)
    group = wave * len(PLATFORM_KEYS) + accounts.platform[account]
    total = np.bincount(group, raw, len(WAVES) * len(PLATFORM_KEYS))
    appeal: Floats = np.array([w.appeal for w in WAVES])[wave] * raw / total[group]
    return appeal
