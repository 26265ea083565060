"""The whole simulated case as columns: accounts, posts and true parents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.demo.cast import (
    CIRCLE_KEYS,
    DEBUNKERS,
    NONE,
    PRESS,
    TELEGRAM,
    YOUTUBE,
    A,
    Accounts,
    C,
    Floats,
    Ints,
    X,
    make_accounts,
)
from core.demo.clock import BURST, DEBUNK_START, MINUTE, after
from core.demo.opening import OPENING_SIZE, write_opening
from core.demo.pools import Pools, pool_key
from core.demo.posts import QUOTE, REPLY, SHARE, Posts
from core.demo.texts import DEBUNK, OWN, Texts, load_texts
from core.demo.texts import REPLY as ANSWER
from core.demo.waves import write_waves
from core.errors import CaseError
from core.i18n import _

MIN_POSTS = 500
_ORIGINALS = 0.18
# Shares of all reactions by platform, and of share, quote, reply on each.
_REACTIONS = {X: 0.902, TELEGRAM: 0.073, YOUTUBE: 0.025}
_KINDS = np.array([[0.73, 0.11, 0.16], [0.92, 0.0, 0.08], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
_LARGEST = 0.07
#: Chance that somebody of the same circle reacts, by the circle of the root's author.
_LOYALTY = np.array([0.0, 0.55, 0.55, 0.45, 0.12, 0.3])
_CROWD_SHARES = np.array([0.82, 0.06, 0.04, 0.05, 0.01, 0.02])
#: Parents: chance that a reaction goes straight to the root (share, quote, reply), at least and at most.
_TO_ROOT = np.array([[0.35, 0.8], [0.8, 0.95], [0.55, 0.85]])


@dataclass(frozen=True)
class Story:
    """Everything that is simulated; posts are in the order of time."""

    accounts: Accounts
    posts: Posts
    texts: Texts
    seed: int


def write_story(posts: int, seed: int) -> Story:
    """The case with that many posts; the same seed gives the same story.

    Raises
    ------
    CaseError : for fewer posts than the opening and a few reactions need.
    """
    if posts < MIN_POSTS:
        raise CaseError(
            _("The simulated case needs at least {n} posts.").format(n=MIN_POSTS), remedy=_("Ask for more posts.")
        )
    accounts, texts = make_accounts(posts, seed), load_texts()
    pools = Pools.of(accounts)
    later = max(int(posts * _ORIGINALS) - OPENING_SIZE, 40)
    roots = write_opening(accounts, texts, seed).joined(write_waves(later, accounts, pools, texts, seed))
    reactions = _react(roots, posts - len(roots), accounts, pools, texts, np.random.default_rng([seed, 5]))
    together = Posts(*(np.concatenate([getattr(p, f) for p in (roots, reactions)]) for f in Posts.__dataclass_fields__))
    return Story(accounts, _with_parents(together.in_order(), accounts, np.random.default_rng([seed, 6])), texts, seed)


def _react(roots: Posts, count: int, accounts: Accounts, pools: Pools, texts: Texts, rng: np.random.Generator) -> Posts:
    """Shares, quotes and replies; their ``root`` is a position in ``roots``, their parent not known yet."""
    root = _chosen_roots(roots, count, rng)
    platform = roots.platform[root]
    limits = np.cumsum(_KINDS, axis=1)[platform]
    kind = SHARE + (rng.random(count)[:, None] >= limits - 1e-9).sum(axis=1).clip(max=2)
    account = pools.draw(_reacting_pools(roots, root, accounts, rng), rng)
    _let_debunkers_quote(root, kind, account, roots, accounts)
    _avoid_double_shares(root, kind, account, platform, accounts, pools, rng)
    at_ms = _reaction_times(roots, root, kind, account, accounts, rng)
    lang = np.where(kind == SHARE, roots.lang[root], accounts.lang[account])
    own_words = texts.pick(lang, _reaction_stances(kind, account, at_ms, accounts, rng), rng, np.zeros(count, bool))
    text = np.where(kind == SHARE, roots.text[root], own_words)
    return Posts(at_ms, account, platform, lang, kind, text, root, root, np.zeros(count))


def _chosen_roots(roots: Posts, count: int, rng: np.random.Generator) -> Ints:
    """The root of each reaction: cascades are heavy-tailed, none takes more than a fixed share."""
    chosen = []
    left = count
    for platform, share in _REACTIONS.items():
        n = min(left, round(count * share)) if platform != YOUTUBE else left
        left -= n
        appeal = np.where(roots.platform == platform, roots.appeal, 0.0)
        for _again in range(3):
            appeal = np.minimum(appeal / appeal.sum(), _LARGEST)
        sizes = rng.multinomial(n, appeal / appeal.sum())
        chosen.append(np.repeat(np.arange(len(roots)), sizes))
    return np.concatenate(chosen)


def _reacting_pools(roots: Posts, root: Ints, accounts: Accounts, rng: np.random.Generator) -> Ints:
    """Who may react: mostly the same language, often the same circle."""
    count = len(root)
    author_circle = accounts.circle[roots.account[root]]
    circle = rng.choice(len(CIRCLE_KEYS), count, p=_CROWD_SHARES)
    circle = np.where(rng.random(count) < _LOYALTY[author_circle], author_circle, circle)
    lang = np.where(rng.random(count) < 0.86, roots.lang[root], 0)
    return pool_key(roots.platform[root], lang, circle)


def _avoid_double_shares(
    root: Ints, kind: Ints, account: Ints, platform: Ints, accounts: Accounts, pools: Pools, rng: np.random.Generator
) -> None:
    """Draws somebody else where an account would share a post twice; what still repeats becomes a reply."""
    for _again in range(3):
        twice = _repeated_shares(root, kind, account, len(accounts))
        key = pool_key(platform[twice], accounts.lang[account[twice]], np.full(len(twice), NONE))
        account[twice] = pools.draw(key, rng)
    kind[_repeated_shares(root, kind, account, len(accounts))] = REPLY


def _let_debunkers_quote(root: Ints, kind: Ints, account: Ints, roots: Posts, accounts: Accounts) -> None:
    """Debunkers share each other only; everything else they quote, or answer where there are no quotes."""
    own = accounts.circle[roots.account[root]] == DEBUNKERS
    rows = np.flatnonzero((accounts.circle[account] == DEBUNKERS) & (kind == SHARE) & ~own)
    kind[rows] = np.where(roots.platform[root[rows]] == X, QUOTE, REPLY)


def _repeated_shares(root: Ints, kind: Ints, account: Ints, accounts: int) -> Ints:
    shares = np.flatnonzero(kind == SHARE)
    pair = root[shares] * accounts + account[shares]
    order = np.argsort(pair, kind="stable")
    again = np.diff(pair[order], prepend=-1) == 0
    repeated: Ints = shares[order[again]]
    return repeated


def _reaction_times(
    roots: Posts, root: Ints, kind: Ints, account: Ints, accounts: Accounts, rng: np.random.Generator
) -> Ints:
    """Moments after the root; to the first video nobody reacts before the burst: that is the silence.

    Debunkers are silent until their own wave.
    """
    automated = accounts.automated[account]
    asleep = roots.at_ms[root] < BURST
    base = np.where(asleep, BURST + 45 * MINUTE, roots.at_ms[root])
    base = np.where(accounts.circle[account] == DEBUNKERS, np.maximum(base, DEBUNK_START), base)
    median: Floats = np.where(automated, 9.0, np.where(kind == REPLY, 70.0, 150.0)) * MINUTE
    return after(base, accounts.zone_h[account], automated, median, rng)


def _reaction_stances(kind: Ints, account: Ints, at_ms: Ints, accounts: Accounts, rng: np.random.Generator) -> Ints:
    """Replies answer; quotes comment, and from the correction on more than half of the outsiders' quotes correct."""
    circle = accounts.circle[account]
    spreads = ((circle >= A) & (circle <= C)) | accounts.automated[account]
    late = (at_ms > DEBUNK_START) & ~spreads & (rng.random(len(kind)) < 0.55)
    checks = ((circle == DEBUNKERS) | (circle == PRESS)) & (at_ms > DEBUNK_START)
    return np.where(kind == REPLY, ANSWER, np.where(late | checks, DEBUNK, OWN))


def _with_parents(posts: Posts, accounts: Accounts, rng: np.random.Generator) -> Posts:
    """The same posts with true parents: an earlier post of the same kind in the cascade, or the root."""
    rows = np.flatnonzero(posts.root != np.arange(len(posts)))
    group = posts.root[rows] * 4 + posts.kind[rows]
    order = np.argsort(group, kind="stable")
    rows, group = rows[order], group[order]
    first = np.flatnonzero(np.diff(group, prepend=-1))
    begin = np.repeat(first, np.diff(first, append=len(group)))
    place = np.arange(len(rows)) - begin
    followers = accounts.followers[posts.account[rows]]
    earlier = _earlier_place(place, begin, followers, rng)
    low, high = _TO_ROOT[posts.kind[rows] - SHARE].T
    # One number per cascade makes some cascades broad and others deep.
    broad = low + rng.random(len(posts))[posts.root[rows]] * (high - low)
    direct = (place == 0) | (rng.random(len(rows)) < broad)
    parent: npt.NDArray[np.int64] = posts.parent.copy()
    parent[rows] = np.where(direct, posts.root[rows], rows[begin + earlier])
    return Posts(**{**{f: getattr(posts, f) for f in Posts.__dataclass_fields__}, "parent": parent})


def _earlier_place(place: Ints, begin: Ints, followers: Ints, rng: np.random.Generator) -> Ints:
    """A place before each place: of one early and one recent candidate, the one with more followers."""
    size = len(place)
    early = (place * rng.random(size) ** 2).astype(np.int64)
    recent = place - 1 - (np.minimum(place, 60) * rng.random(size)).astype(np.int64)
    recent = np.maximum(recent, 0)
    return np.where(followers[begin + early] >= followers[begin + recent], early, recent)
