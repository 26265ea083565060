"""The invented profiles: people and automated accounts overlap, as they do in labelled data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.demo.cast import (
    CIRCLE_KEYS,
    HOSTILE_ACCOUNT,
    NONE,
    PLATFORM_KEYS,
    PRESS,
    TELEGRAM,
    WEB,
    YOUTUBE,
    Accounts,
    Flags,
    Floats,
    Ints,
    X,
    looks_automated,
)
from core.demo.clock import CAPTURED
from core.demo.ids import x_account_ids
from core.demo.texts import LANGS, read_toml
from core.model import BATCH_SCHEMAS, TIMESTAMP

_DAY_MS = 86_400_000
_STEP = 7_919_123  # prime to every power of 60: neighbours get unlike names
_ID_PREFIX = ("", "sim-channel-", "sim-tube-", "site-")
_CYRILLIC = (LANGS.index("ru"), LANGS.index("kk"))


def join(*parts: pa.Array | str) -> pa.Array:
    """Texts side by side, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def millis(at_ms: Ints, known: Flags | None = None) -> pa.Array:
    """UTC timestamps; null where not known."""
    return pa.array(at_ms * 1000, mask=None if known is None else ~known).cast(TIMESTAMP)


def account_ids(accounts: Accounts, numbers: Ints) -> pa.Array:
    """The platform's own ids of these accounts, as text."""
    platform = accounts.platform[numbers]
    numeric = np.where(platform == X, x_account_ids(accounts.created_ms[numbers], numbers), numbers)
    suffix = pa.array(np.array(["", "", "", ".example"])[platform])
    return join(pa.array(np.array(_ID_PREFIX)[platform]), pa.array(numeric).cast(pa.string()), suffix)


def platform_names(platform: Ints) -> pa.Array:
    """Keys of core.model.PLATFORMS."""
    return pa.array(PLATFORM_KEYS).take(pa.array(platform))


class Profiles:
    """Looks of all accounts, drawn once; each feature has its own seed, so the cast looks alike in every size."""

    def __init__(self, accounts: Accounts, seed: int) -> None:
        self.accounts = accounts
        self._seed = seed
        self.numbers = np.arange(len(accounts))
        self.plain = looks_automated(self.numbers, accounts.automated)
        self.digits = self._digits()

    def handles(self, numbers: Ints) -> pa.Array:
        """Unique handles ``sim_…`` of these accounts."""
        digits = self.digits[numbers]
        tail = np.where(digits >= 0, digits, 0)
        shown = pc.if_else(pa.array(digits >= 0), pa.array(tail).cast(pa.string()), "")
        return join("sim_", _syllables(numbers, "syllables"), shown)

    def table(self, numbers: Ints) -> pa.Table:
        """Profile rows of these accounts; what a platform does not tell is null."""
        a = self.accounts
        platform = a.platform[numbers]
        counts, flags = self._counts(numbers), self._flags(numbers)
        columns: dict[str, Any] = {
            "platform": platform_names(platform),
            "account_id": account_ids(a, numbers),
            "captured_at": millis(np.full(len(numbers), CAPTURED)),
            "handle": self.handles(numbers),
            "name": self._names(numbers),
            "created_at": millis(a.created_ms[numbers], (platform == X) | (platform == YOUTUBE)),
            **counts,
            **flags,
            "description": self._descriptions(numbers),
            "location": self._locations(numbers),
            "url": pa.nulls(len(numbers), pa.string()),
        }
        schema = BATCH_SCHEMAS["profiles"]
        return pa.table([columns[name] for name in schema.names], schema=schema)

    def _rng(self, feature: int) -> np.random.Generator:
        return np.random.default_rng([self._seed, 8, feature])

    def _uniform(self, feature: int, numbers: Ints) -> Floats:
        return self._rng(feature).random(len(self.accounts))[numbers]

    def _normal(self, feature: int, numbers: Ints) -> Floats:
        return self._rng(feature).standard_normal(len(self.accounts))[numbers]

    def _digits(self) -> Ints:
        """Digits behind the name, -1 for none; automated accounts have more of them."""
        chance = self._uniform(1, self.numbers)
        length = np.where(self.accounts.automated, chance * 3.9, np.maximum(chance * 5.0 - 1.9, 0)).astype(np.int64)
        drawn = (self._uniform(2, self.numbers) * 10**length).astype(np.int64)
        drawn = np.where(self.plain & (length < 3), drawn % 90 + 10, drawn)
        return np.where((length > 0) | self.plain, drawn, -1)

    def _counts(self, numbers: Ints) -> dict[str, pa.Array]:
        """Followers, following, statuses, likes, listed: overlapping heavy tails."""
        a, auto = self.accounts, self.accounts.automated[numbers]
        platform, days = a.platform[numbers], (CAPTURED - a.created_ms[numbers]) / _DAY_MS
        followers, plain = a.followers[numbers], self.plain[numbers]
        following = np.exp(np.where(auto, 5.9, 5.8) + np.where(auto, 1.5, 1.15) * self._normal(3, numbers))
        daily, liked = np.where(auto, 1.75, 1.0) + 1.2 * plain, np.where(auto, -0.1, 1.0) - 2.2 * plain
        statuses = days * np.exp(daily + np.where(auto, 1.7, 1.5) * self._normal(4, numbers))
        likes = days * np.exp(liked + np.where(auto, 2.3, 1.8) * self._normal(5, numbers))
        listed = followers * np.exp(-5.2 + 1.1 * self._normal(6, numbers))
        on_x = platform == X
        told = {
            "followers": (followers, on_x | (platform == YOUTUBE) | ((platform == TELEGRAM) & (numbers % 5 == 0))),
            "following": (following, on_x),
            "statuses": (statuses, on_x | ((platform == YOUTUBE) & (numbers % 3 > 0))),
            "likes": (likes, on_x & ((self._uniform(7, numbers) > 0.06) | plain)),
            "listed": (listed, on_x & (self._uniform(8, numbers) > 0.03)),
        }
        return {name: pa.array(values.astype(np.int64), mask=~known) for name, (values, known) in told.items()}

    def _flags(self, numbers: Ints) -> dict[str, pa.Array]:
        auto, on_x = self.accounts.automated[numbers], self.accounts.platform[numbers] == X
        press = self.accounts.circle[numbers] == PRESS
        chances = {
            "verified": np.where(press, 0.5, np.where(auto, 0.002, 0.015)),
            "default_profile": np.where(self.plain[numbers], 0.95, np.where(auto, 0.66, 0.48)),
            "default_profile_image": np.where(auto, 0.07, 0.02),
        }
        return {
            name: pa.array(self._uniform(9 + i, numbers) < chance, mask=~on_x)
            for i, (name, chance) in enumerate(chances.items())
        }

    def _names(self, numbers: Ints) -> pa.Array:
        words = read_toml("profiles")
        lang = self.accounts.lang[numbers]
        cyrillic = pa.array(np.isin(lang, _CYRILLIC))
        first = pc.if_else(cyrillic, _syllables(numbers, "cyrillic"), _syllables(numbers, "syllables"))
        surnames = words["surnames"]
        chosen = _places(self._uniform(12, numbers), len(surnames))
        names = join(pc.utf8_capitalize(first), pa.array(surnames).take(chosen))
        return self._hostile(names, numbers, words["hostile_name"])

    def _descriptions(self, numbers: Ints) -> pa.Array:
        """Bios; some members name their group, a third has none, web sites never have one."""
        words, a = read_toml("profiles"), self.accounts
        auto, circle = a.automated[numbers], a.circle[numbers]
        relay = pa.array(auto & (self._uniform(14, numbers) < 0.4))
        chance = self._uniform(13, numbers)
        relays = pa.array(words["relay_bios"]).take(_places(chance, len(words["relay_bios"])))
        bios = pc.if_else(relay, relays, self._own_bios(numbers, chance, words["bios"]))
        named = (circle != NONE) & (self._uniform(15, numbers) < np.where(circle >= PRESS, 0.95, 0.45))
        group = pa.array(["", *(" " + words["groups"][key]["word"] for key in CIRCLE_KEYS[1:])])
        bio = join(bios, group.take(pa.array(np.where(named, circle, 0))))
        empty = ~named & (self._uniform(16, numbers) < np.where(auto, 0.4, 0.24)) | (a.platform[numbers] == WEB)
        bio = pc.if_else(pa.array(empty), pc.if_else(pa.array(a.platform[numbers] == X), "", None), bio)
        return self._hostile(bio, numbers, words["hostile_bio"])

    def _own_bios(self, numbers: Ints, chance: Floats, bios: dict[str, list[str]]) -> pa.Array:
        """Bios of people: half in the language of the account, half in English."""
        flat = pa.array([bio for code in LANGS for bio in bios[code]])
        sizes = np.array([len(bios[code]) for code in LANGS])
        lang = np.where(self._uniform(18, numbers) < 0.5, self.accounts.lang[numbers], LANGS.index("en"))
        return flat.take(pa.array((np.cumsum(sizes) - sizes)[lang] + (chance * sizes[lang]).astype(np.int64)))

    def _locations(self, numbers: Ints) -> pa.Array:
        places = read_toml("profiles")["locations"]
        chance = self._uniform(17, numbers) * 2
        told = (chance < 1) & (self.accounts.platform[numbers] == X)
        chosen = np.where(told, chance * len(places), 0).astype(np.int64)
        return pc.if_else(pa.array(told), pa.array(places).take(pa.array(chosen)), None)

    def _hostile(self, texts: pa.Array, numbers: Ints, sample: str) -> pa.Array:
        """The texts, with the hostile sample for the one account of the first night that carries it."""
        return pc.if_else(pa.array(numbers == HOSTILE_ACCOUNT), sample, texts)


def _places(chance: Floats, size: int) -> pa.Array:
    return pa.array((chance * size).astype(np.int64))


def _syllables(numbers: Ints, table: str) -> pa.Array:
    """An invented name of three syllables, of four after the first 216,000 accounts; never twice the same."""
    parts = pa.array(read_toml("profiles")[table])
    base = len(parts)
    short = numbers < base**3
    code = np.where(short, numbers * _STEP % base**3, numbers * _STEP % base**4)
    columns = [parts.take(pa.array(code // base**power % base)) for power in range(3)]
    fourth = pc.if_else(pa.array(short), "", parts.take(pa.array(code // base**3 % base)))
    return join(*columns, fourth)
