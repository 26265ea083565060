"""The first night of the simulated case: a video, seven hours of near silence, then the early posters."""

from __future__ import annotations

import numpy as np

from core.demo.cast import (
    CAST_SIZE,
    EARLY_SIZE,
    FIRST_CLAIMS,
    LATER_SIZE,
    ODD_ACCOUNT,
    Accounts,
    Flags,
    Floats,
    Ints,
    first_voices,
)
from core.demo.clock import BURST, EARLY_END, FIRST_VIDEO, MINUTE, SECOND, almaty
from core.demo.posts import SHARE, Posts
from core.demo.texts import CLAIM, LANGS, OWN, VIDEO, Texts

#: 300 early posts; the 40 automated accounts write half of them.
EARLY_POSTS = 300
#: The post with two times: its id says 05:41, its stated time lies six hours later (local time written as UTC).
ODD_AT, ODD_STATED = almaty(8, 5, 41, 7), almaty(8, 11, 41, 7)
#: Before the burst: moment, account within the night's eight, and the line that it shares (-1: an original).
NIGHT_POSTS = (
    (FIRST_VIDEO, 0, -1), (almaty(7, 22, 6, 15), 4, -1), (almaty(7, 22, 31, 2), 1, 0), (almaty(7, 23, 12, 48), 5, -1),
    (almaty(8, 0, 47, 20), 2, 0), (almaty(8, 2, 5, 33), 6, 1), (almaty(8, 3, 38, 9), 3, -1),
)  # fmt: skip
OPENING_SIZE = len(NIGHT_POSTS) + EARLY_POSTS + 1
_SALVOS = 14


def write_opening(accounts: Accounts, texts: Texts, seed: int) -> Posts:
    """The posts of the night, of the early posters, and the one with two times."""
    rng = np.random.default_rng([seed, 3])
    return _night(accounts, texts, rng).joined(_early(accounts, texts, rng)).joined(_odd(accounts, texts, rng))


def _night(accounts: Accounts, texts: Texts, rng: np.random.Generator) -> Posts:
    at_ms, number, source = (np.array(column, np.int64) for column in zip(*NIGHT_POSTS, strict=True))
    account = EARLY_SIZE + LATER_SIZE + number
    lang, shares = accounts.lang[account], source >= 0
    text = texts.pick(lang, np.full(len(lang), VIDEO), rng, np.zeros(len(lang), bool))
    text[shares], lang[shares] = text[source[shares]], lang[source[shares]]
    night = Posts.originals(at_ms, account, accounts.platform[account], lang, text, np.full(len(lang), 0.002))
    night.root[shares] = night.parent[shares] = source[shares]
    night.kind[shares], night.appeal[shares] = SHARE, 0.0
    return night


def _early(accounts: Accounts, texts: Texts, rng: np.random.Generator) -> Posts:
    automated = accounts.automated[:EARLY_SIZE]
    account = _early_authors(automated, rng)
    copied = automated[account]
    salvo = np.where(copied, rng.integers(0, _SALVOS, EARLY_POSTS), -1)
    at_ms = _early_times(accounts, account, salvo, rng)
    lang = accounts.lang[account]
    stance = np.where(copied | (rng.random(EARLY_POSTS) < 0.6), CLAIM, OWN)
    stance[first_voices(accounts.platform[:CAST_SIZE], accounts.automated[:CAST_SIZE])] = CLAIM
    text = texts.pick(lang, stance, rng, copied, salvo)
    return Posts.originals(
        at_ms, account, accounts.platform[account], lang, text, _early_appeal(accounts, account, rng)
    )


def _early_authors(automated: Flags, rng: np.random.Generator) -> Ints:
    """Every early account once, then extra posts until automated ones and people have half each."""
    extra = [rng.choice(np.flatnonzero(flag), EARLY_POSTS // 2 - int(flag.sum())) for flag in (automated, ~automated)]
    return np.concatenate([np.arange(EARLY_SIZE), *extra])


def _early_times(accounts: Accounts, account: Ints, salvo: Ints, rng: np.random.Generator) -> Ints:
    """Moments after the burst; automated accounts post in salvos, no language is earlier than its first voice."""
    begin, room = BURST + 8 * MINUTE, EARLY_END - BURST - 20 * MINUTE
    at_ms = begin + (rng.beta(1.0, 2.4, EARLY_POSTS) * room).astype(np.int64)
    salvos = begin + np.sort(rng.beta(1.0, 2.0, _SALVOS) * room).astype(np.int64)
    at_ms = np.where(salvo >= 0, salvos[salvo] + rng.integers(0, 110 * SECOND, EARLY_POSTS), at_ms)
    floor = _first_moments()[accounts.lang[account]] + MINUTE
    waited = floor + (rng.beta(1.0, 3.0, EARLY_POSTS) * (EARLY_END - MINUTE - floor)).astype(np.int64)
    at_ms = np.where(at_ms < floor, waited, at_ms)
    voices = first_voices(accounts.platform[:CAST_SIZE], accounts.automated[:CAST_SIZE])
    at_ms[voices] = [BURST + second * SECOND + int(rng.integers(0, SECOND)) for second, _, _ in FIRST_CLAIMS]
    return at_ms


def _first_moments() -> Ints:
    first = {code: BURST + second * SECOND for second, _, code in reversed(FIRST_CLAIMS)}
    return np.array([first[code] for code in LANGS])


def _early_appeal(accounts: Accounts, account: Ints, rng: np.random.Generator) -> Floats:
    """A few of the early posts draw most of the reactions; the very first one leads."""
    appeal: Floats = (rng.pareto(1.05, EARLY_POSTS) + 0.05) * (1 + accounts.followers[account]) ** 0.2
    appeal *= np.where(accounts.automated[account], 0.6, 1.0)
    appeal = 0.16 * appeal / appeal.sum()
    voices = first_voices(accounts.platform[:CAST_SIZE], accounts.automated[:CAST_SIZE])
    appeal[voices] += 0.004
    appeal[voices[0]] = 0.055
    capped: Floats = np.minimum(appeal, 0.055)
    return capped


def _odd(accounts: Accounts, texts: Texts, rng: np.random.Generator) -> Posts:
    account = np.array([ODD_ACCOUNT])
    lang = accounts.lang[account]
    text = texts.pick(lang, np.array([CLAIM]), rng, np.array([False]))
    # No appeal: a reaction would be older than the stated time of this post.
    return Posts.originals(np.array([ODD_AT]), account, accounts.platform[account], lang, text, np.zeros(1))
