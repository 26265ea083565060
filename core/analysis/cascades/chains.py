"""Paths that the texts themselves carry: ``comment//@name:text`` on Weibo and ``RT @a: RT @b: text`` on X.

What follows the first ``//@name:`` is the whole text of the post that was passed on. A parent is therefore looked
for by its text among the earlier posts of the cascade, and by its name once it is known which account has that name:
the first pass learns names from texts that only one account wrote, the second follows the links.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from .read import Table, strings
from .trees import NONE, Floats, Ints

WEIBO = re.compile(r"//\s*@([^\s:：/@]{1,64})\s*[:：]")
RETWEET = re.compile(r"\bRT\s+@(\w{1,64})\s*[:：]?\s*")
ANY_CHAIN = r"//\s*@|\bRT\s+@"
#: How sure a link is: name and text agree; the text alone, of one account; no chain where others have.
SURE, TEXT_ALONE, NO_CHAIN = 0.995, 0.95, 0.95
#: The chain was cut short. Chains rebuilt from 250 true Weibo CED trees and cut at 140 characters, 30 % of the posts
#: taken away: .992 of 1,742 such links were right.
TEXT_BEGUN = 0.99
#: No text to compare, so the latest post of the name. Where name and text agree (16,559 real chains of CHECKED), the
#: latest post of that account was the one in .532.
NAME_ALONE = 0.53
#: The text is compared as far as this.
BEGINNING = 60
#: A text without a chain hangs on the root only where at least this share of the cascade's texts has one.
LEAST_CHAINS = 0.01
NAME_COLUMNS = ("author_id", "handle", "author_name", "name")


class Link(NamedTuple):
    """The first step of a chain: who is named, what is left of the text, and in whose manner."""

    name: str
    rest: str
    source: str
    steps: int


class Links(dict[str, Link | None]):
    """The chain that each text begins with, looked for once: shares of one post say the same."""

    def __missing__(self, text: str) -> Link | None:
        """The chain of a text that was not asked for before."""
        self[text] = found = first_link(text)
        return found


class Found(NamedTuple):
    """Parents by place in the forest (NONE without evidence), their certainty and their source."""

    parent: Ints
    p: Floats
    source: npt.NDArray[np.object_]


def first_link(text: str) -> Link | None:
    """The account that a text says it was taken from; None without a chain.

    >>> first_link("so sad//@ann:no!//@bob:look at this")
    Link(name='ann', rest='no!//@bob:look at this', source='chain', steps=2)
    >>> first_link("RT @ann: RT @bob: look")
    Link(name='ann', rest='RT @bob: look', source='rt_chain', steps=2)
    >>> first_link("see http://example.org/@ann")
    """
    for pattern, source in ((WEIBO, "chain"), (RETWEET, "rt_chain")):
        match = pattern.search(text)
        if match:
            rest = text[match.end() :]
            steps = 1 + len(pattern.findall(rest)) + (source == "rt_chain" and bool(text[: match.start()].strip()))
            return Link(match.group(1).lower(), plain(rest), source, steps)
    return None


def plain(text: str) -> str:
    """The text with its white space made even, for comparison."""
    return " ".join(text.split())


def from_texts(table: Table) -> Found:
    """The parents that chains in the texts state, for posts whose parent is not stated otherwise."""
    forest = table.forest
    n = forest.t.size
    out = Found(np.full(n, NONE), np.zeros(n), np.full(n, "", object))
    texts = table.posts["text"].iloc[forest.row]
    chained = pc.fill_null(pc.match_substring_regex(strings(texts), ANY_CHAIN), False).to_numpy(zero_copy_only=False)
    if not chained.any():
        return out
    carries = bool(chained.sum() >= LEAST_CHAINS * texts.notna().sum())
    counts = np.add.reduceat(chained, forest.offset[:-1])
    known = Links()
    for c in np.flatnonzero(counts if not carries else counts >= 0):
        low, high = int(forest.offset[c]), int(forest.offset[c + 1])
        authors, open_ = forest.author[low:high], forest.known[low:high] == NONE
        names = _own_names(table, slice(low, high), authors)
        for i, parent, p, source in Cascade(texts.iloc[low:high], authors, names, known).resolved(carries):
            if open_[i]:
                out.parent[low + i], out.p[low + i], out.source[low + i] = low + parent, p, source
    return out


class Cascade:
    """The texts of one cascade in order of time, the root first; ``known`` keeps the chains of texts said before."""

    def __init__(self, texts: Iterable[object], authors: Ints, names: dict[str, int], known: Links) -> None:
        self.texts = [text if isinstance(text, str) else None for text in texts]
        self.links = [known[text] if text else None for text in self.texts]
        self.plain = [plain(text) if text else "" for text in self.texts]
        self.authors = [int(author) for author in authors]
        self.names = names

    def resolved(self, carries: bool) -> list[tuple[int, int, float, str]]:
        """Post, parent, certainty and source; where texts of the case carry chains, none means the root."""
        self._learn_names()
        return self._resolved(carries)

    def _learn_names(self) -> None:
        votes: dict[str, Counter[int]] = defaultdict(Counter)
        writers: dict[str, set[int]] = defaultdict(set)
        for i, link in enumerate(self.links):
            if link and link.rest and len(writers[link.rest]) == 1:
                votes[link.name].update(writers[link.rest])
            writers[self.plain[i]].add(self.authors[i])
        for name, counted in votes.items():
            (best, n), total = counted.most_common(1)[0], sum(counted.values())
            if n * 2 > total:
                self.names.setdefault(name, best)

    def _resolved(self, carries: bool) -> list[tuple[int, int, float, str]]:
        found = []
        by_text: dict[str, list[int]] = defaultdict(list)
        by_author: dict[int, list[int]] = defaultdict(list)
        for i, link in enumerate(self.links):
            if i and link and (carries or link.steps > 1):
                parent, p = self._parent(link, by_text, by_author)
                if parent >= 0:
                    found.append((i, parent, p, link.source))
            elif i and carries and self.texts[i] is not None:
                found.append((i, 0, NO_CHAIN, "chain"))
            by_text[self.plain[i]].append(i)
            by_author[self.authors[i]].append(i)
        return found

    def _parent(self, link: Link, by_text: dict[str, list[int]], by_author: dict[int, list[int]]) -> tuple[int, float]:
        same_text = by_text.get(link.rest, []) if link.rest else []
        author = self.names.get(link.name)
        if author is None:
            writers = {self.authors[j] for j in same_text}
            return (same_text[-1], TEXT_ALONE) if len(writers) == 1 else (NONE, 0.0)
        theirs = by_author.get(author, [])
        both = [j for j in theirs if self.plain[j] == link.rest]
        if both:
            return both[-1], SURE
        begun = [j for j in theirs if link.rest and self.plain[j].startswith(link.rest[:BEGINNING])]
        if begun:
            return begun[-1], TEXT_BEGUN
        # Of a name whose posts say something else none was the parent (0 of 408 rebuilt Weibo links); clients that
        # write RT by hand change the text as they please, so there the name stands.
        mute = [j for j in theirs if not link.rest or not self.texts[j] or link.source == "rt_chain"]
        return (mute[-1], NAME_ALONE) if mute else (NONE, 0.0)


def _own_names(table: Table, cut: slice, authors: Ints) -> dict[str, int]:
    """Names that the table itself gives to accounts."""
    rows = table.forest.row[cut]
    names: dict[str, int] = {}
    for column in NAME_COLUMNS:
        if column in table.posts:
            for name, author in zip(table.posts[column].iloc[rows], authors, strict=True):
                if isinstance(name, str) and author != NONE:
                    names.setdefault(name.lower(), int(author))
    return names
