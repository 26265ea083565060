"""The accounts of the simulated case: a fixed cast that the opening needs, and a crowd that grows with the posts."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from core.demo.clock import HOUR, almaty
from core.demo.texts import LANGS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PLATFORM_KEYS = ("x", "telegram", "youtube", "web")
X, TELEGRAM, YOUTUBE, WEB = range(len(PLATFORM_KEYS))
CIRCLE_KEYS = ("none", "a", "b", "c", "media", "debunkers")
NONE, A, B, C, PRESS, DEBUNKERS = range(len(CIRCLE_KEYS))

#: The 120 early posters: circle, platform, automated, how many. A third (40) are automated.
EARLY = (
    (A, X, True, 14), (A, X, False, 18), (A, TELEGRAM, True, 2), (A, TELEGRAM, False, 2), (A, YOUTUBE, False, 1),
    (A, WEB, True, 1), (A, WEB, False, 1), (B, X, True, 11), (B, X, False, 12), (B, TELEGRAM, True, 1),
    (B, TELEGRAM, False, 1), (B, YOUTUBE, False, 1), (B, WEB, True, 1), (B, WEB, False, 1), (C, X, True, 6),
    (C, X, False, 16), (C, TELEGRAM, False, 1), (C, YOUTUBE, False, 1), (C, WEB, True, 1), (NONE, X, True, 3),
    (NONE, X, False, 22), (NONE, TELEGRAM, False, 1), (NONE, WEB, False, 2),
)  # fmt: skip
#: Later members of the cast: the rest of the circles, newsrooms, debunkers.
LATER = (
    (PRESS, X, False, 14), (PRESS, TELEGRAM, False, 3), (PRESS, WEB, False, 5), (PRESS, YOUTUBE, False, 2),
    (DEBUNKERS, X, False, 16), (DEBUNKERS, TELEGRAM, False, 4), (DEBUNKERS, WEB, False, 4),
    (DEBUNKERS, YOUTUBE, False, 2), (A, X, True, 4), (A, X, False, 12), (B, X, True, 4), (B, X, False, 10),
    (C, X, True, 2), (C, X, False, 18),
)  # fmt: skip
#: The first night before the burst, and the account whose post has two times.
NIGHT = ((NONE, TELEGRAM, False, 4), (NONE, X, False, 3), (NONE, X, False, 1))
#: The first post of the false caption in each place and language: seconds after the burst, platform, language.
FIRST_CLAIMS = (
    (0, X, "en"), (41, TELEGRAM, "en"), (66, X, "en"), (130, YOUTUBE, "en"), (214, WEB, "en"), (300, X, "fr"),
    (421, X, "en"), (702, X, "es"), (1102, X, "de"), (1690, X, "zh"), (2296, X, "ru"), (2910, X, "el"),
    (3425, X, "hi"), (3958, X, "tr"), (5204, X, "kk"),
)  # fmt: skip
EARLY_SIZE, LATER_SIZE, NIGHT_SIZE = (sum(row[3] for row in rows) for rows in (EARLY, LATER, NIGHT))
CAST_SIZE = EARLY_SIZE + LATER_SIZE + NIGHT_SIZE
ODD_ACCOUNT = CAST_SIZE - 1
#: Its name and bio try to run code; it posts in the first night, so it is in every case.
HOSTILE_ACCOUNT = CAST_SIZE - 3

# Shares of en fr es de zh ru hi el tr kk in each circle.
_LANGS_OF = np.array(
    [
        [48, 7, 10, 5, 4, 9, 6, 2, 4, 5],
        [42, 16, 14, 14, 0, 3, 1, 8, 2, 0],
        [26, 3, 4, 2, 46, 12, 2, 1, 3, 1],
        [50, 6, 6, 5, 3, 9, 13, 2, 5, 1],
        [44, 8, 10, 7, 7, 10, 5, 2, 4, 3],
        [38, 6, 7, 5, 4, 19, 4, 2, 4, 11],
    ]
)
#: Offsets from UTC in hours where speakers of a language live; drawn evenly.
_ZONES_OF = (
    (-8, -6, -5, -5, 0, 0, 5.5, 8),
    (1, 1, 1, -5),
    (1, 1, -3, -5, -6),
    (1,),
    (8,),
    (3, 3, 6),
    (5.5,),
    (2,),
    (3,),
    (6,),
)
_ACCOUNTS_PER_POST = np.array([0.34, 0.011, 0.014, 0.0035])
_CIRCLE_SHARES = np.array([0.80, 0.06, 0.045, 0.06, 0.015, 0.02])
#: Chance of automation by circle.
_AUTOMATED = np.array([0.09, 0.29, 0.27, 0.17, 0.0, 0.0])
_CREATED_FROM, _CREATED_TO = int(1.2e12), almaty(6, 0)


@dataclass(frozen=True)
class Accounts:
    """One array element per account; the cast comes first."""

    platform: Ints
    lang: Ints
    circle: Ints
    automated: Flags
    zone_h: Floats
    weight: Floats
    created_ms: Ints
    followers: Ints

    def __len__(self) -> int:
        return len(self.platform)

    def joined(self, others: Accounts) -> Accounts:
        """These accounts, then the others."""
        pairs = ((getattr(self, f.name), getattr(others, f.name)) for f in fields(self))
        return Accounts(*(np.concatenate(pair) for pair in pairs))


def make_accounts(posts: int, seed: int) -> Accounts:
    """The cast, the same for every number of posts, and a crowd for that many posts."""
    return make_cast(seed).joined(_crowd(posts, np.random.default_rng([seed, 2])))


def make_cast(seed: int) -> Accounts:
    """The early posters, later members of the groups and the few of the first night, in that order."""
    rng = np.random.default_rng([seed, 1])
    rows = [row for part in (EARLY, LATER, NIGHT) for row in part]
    circle, platform, automated = (np.repeat([row[i] for row in rows], [row[3] for row in rows]) for i in range(3))
    night_langs = [LANGS.index(code) for code in ("ru", "kk", "ru", "ru", "ru", "kk", "ru", "es")]
    lang = np.concatenate([_langs(circle[:-NIGHT_SIZE], rng), night_langs])
    lang[first_voices(platform, automated)] = [LANGS.index(code) for _, _, code in FIRST_CLAIMS]
    cast = _finish(platform, lang, circle, automated.astype(bool), rng)
    cast.weight[:] *= 5
    # Those of the first night have said what they had to say.
    cast.weight[-NIGHT_SIZE:] = 0
    plain = np.flatnonzero(looks_automated(np.arange(CAST_SIZE), cast.automated))
    cast.created_ms[plain] = _CREATED_TO - rng.integers(15 * 24, 330 * 24, len(plain)) * HOUR
    cast.followers[plain] //= 5
    return cast


def looks_automated(numbers: Ints, automated: Flags) -> Flags:
    """Which accounts look as automated as they are: most of the early ones (young, busy, liking nothing)."""
    return automated & (numbers < EARLY_SIZE) & (numbers % 8 > 0)


def first_voices(platform: Ints, automated: Flags) -> list[int]:
    """One early account, not automated, for each line of FIRST_CLAIMS."""
    people = np.arange(len(platform)) < EARLY_SIZE
    people &= automated == 0
    # A step of seven walks through all circles before an account would be taken twice.
    pools = {key: np.flatnonzero(people & (platform == key)) for key in range(len(PLATFORM_KEYS))}
    return [int(pools[key][7 * i % len(pools[key])]) for i, (_, key, _) in enumerate(FIRST_CLAIMS)]


def _crowd(posts: int, rng: np.random.Generator) -> Accounts:
    counts = np.maximum((posts * _ACCOUNTS_PER_POST).astype(np.int64), 12)
    platform = np.repeat(np.arange(len(PLATFORM_KEYS)), counts)
    circle = rng.choice(len(CIRCLE_KEYS), len(platform), p=_CIRCLE_SHARES)
    automated = rng.random(len(platform)) < _AUTOMATED[circle]
    return _finish(platform, _langs(circle, rng), circle, automated, rng)


def _langs(circle: Ints, rng: np.random.Generator) -> Ints:
    limits = np.cumsum(_LANGS_OF, axis=1) / _LANGS_OF.sum(axis=1, keepdims=True)
    langs: Ints = (rng.random(len(circle))[:, None] >= limits[circle]).sum(axis=1)
    return langs


def _zones(lang: Ints, rng: np.random.Generator) -> Floats:
    sizes = np.array([len(zones) for zones in _ZONES_OF])
    flat = np.array([zone for zones in _ZONES_OF for zone in zones], np.float64)
    start = np.cumsum(sizes) - sizes
    zones: Floats = flat[start[lang] + (rng.random(len(lang)) * sizes[lang]).astype(np.int64)]
    return zones


def _finish(platform: Ints, lang: Ints, circle: Ints, automated: Flags, rng: np.random.Generator) -> Accounts:
    """Accounts with what all of them have: zone, activity, age and followers."""
    size = len(platform)
    weight = np.exp(0.9 * rng.standard_normal(size)) * np.where(automated, 1.9, 1.0)
    age = np.where(automated, rng.beta(1.0, 1.5, size), rng.beta(1.5, 1.3, size))
    created = _CREATED_TO - (age * (_CREATED_TO - _CREATED_FROM)).astype(np.int64) - rng.integers(0, 24 * HOUR, size)
    reach = np.where(automated, np.log(190), np.log(330)) + np.where(circle == PRESS, 3.5, 0.0)
    followers = np.exp(reach + np.where(automated, 1.9, 1.7) * rng.standard_normal(size)).astype(np.int64)
    return Accounts(platform, lang, circle, automated, _zones(lang, rng), weight, created, followers)
