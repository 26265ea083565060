"""The sentences of the simulated case, as one pool that posts point into."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]

DATA_DIR = Path(__file__).parents[2] / "data"
#: Languages of the case, in the order in which the false caption reaches them (the last four follow within hours).
LANGS = ("en", "fr", "es", "de", "zh", "ru", "hi", "el", "tr", "kk")
#: What a text does; each stance has its own families.
STANCES = ("video", "claim", "media", "debunk", "reply", "own")
VIDEO, CLAIM, MEDIA, DEBUNK, REPLY, OWN = range(len(STANCES))
_TAG = re.compile(r"#([^\s#.,:!?：]+)")
_STOPS = ".。।"


@lru_cache
def read_toml(name: str) -> dict[str, Any]:
    """What ``data/demo/<name>.toml`` says."""
    return tomllib.loads((DATA_DIR / "demo" / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Texts:
    """All wordings in one array; ``offset``, ``families`` and ``variants`` are indexed by language and stance."""

    pool: pa.Array
    tags: pa.Array
    offset: Ints
    families: Ints
    variants: Ints
    hostile: int

    def pick(
        self,
        lang: Ints,
        stance: Ints,
        rng: np.random.Generator,
        copied: npt.NDArray[np.bool_],
        wave: Ints | None = None,
    ) -> Ints:
        """A wording for each post; copied ones stay within six variants, those of one wave in one family."""
        families, variants = self.families[lang, stance], self.variants[lang, stance]
        family = (rng.random(len(lang)) * families).astype(np.int64)
        if wave is not None:
            family = np.where(wave >= 0, wave % families, family)
        choice = np.where(copied, np.minimum(variants, 6), variants)
        variant = (rng.random(len(lang)) * choice).astype(np.int64)
        return self.offset[lang, stance] + family * variants + variant


def near_duplicates(sentence: str, leads: list[str], tails: list[str]) -> list[str]:
    """The sentence with each lead, tail and small change of its end.

    >>> near_duplicates("It burns.", ["", "Now: "], [""])
    ['It burns.', 'It burns', 'It burns!!', 'Now: It burns.', 'Now: It burns', 'Now: It burns!!']
    """
    bare = sentence.rstrip(_STOPS)
    return [lead + body + tail for lead, tail in product(leads, tails) for body in (sentence, bare, bare + "!!")]


def _sentences(parts: tuple[str, ...]) -> str:
    return " ".join(part[0].upper() + part[1:] for part in parts if part)


def _wordings(words: dict[str, Any], stance: str) -> list[list[str]]:
    """The families of a stance, each a list of its wordings."""
    if stance == "own":
        news = [short + words["stop"] for short in words["short"]]
        parts = (["", *words["opener"]], news, ["", *words["closing"]], ["", *words["reply"]])
        return [[_sentences(own)] for own in product(*parts)]
    if stance == "reply":
        return [[_sentences(own)] for own in product(words["reply"], ["", *words["closing"]], ["", *words["opener"]])]
    # The first videos say nothing about a virus, and neither do their hashtags.
    tails = [tail for tail in words["tail"] if stance != "video" or "#" not in tail]
    return [near_duplicates(sentence, words["lead"], tails) for sentence in words[stance]]


@lru_cache(maxsize=1)
def load_texts() -> Texts:
    """Every wording of ``texts.toml``; a language without own ``video`` sentences uses the Russian ones."""
    words = read_toml("texts")
    shape = (len(LANGS), len(STANCES))
    offset, families, variants = (np.zeros(shape, np.int64) for _ in range(3))
    pool: list[str] = []
    for (i, lang), (j, stance) in product(enumerate(LANGS), enumerate(STANCES)):
        source = words[lang] if stance != "video" or "video" in words[lang] else words["ru"]
        groups = _wordings(source, stance)
        offset[i, j], families[i, j], variants[i, j] = len(pool), len(groups), len(groups[0])
        pool.extend(wording for group in groups for wording in group)
    pool.append(read_toml("profiles")["hostile_text"])
    tags = pa.array([_TAG.findall(text) for text in pool[:-1]] + [[]], pa.list_(pa.string()))
    return Texts(pa.array(pool), tags, offset, families, variants, hostile=len(pool) - 1)
