"""Posts of all cascades in one flat list, the form that every loop of this package walks over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .trees import NO_TIME, NONE, Floats, Ints, climb

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Forest:
    """Cascade ``c`` lies at ``offset[c]:offset[c + 1]``: its root, then its posts in order of time.

    ``row`` is the place in the input, ``t`` seconds since the root, ``known`` the place of the stated parent in this
    list (NONE for a root and where it is not known), ``author`` a code (NONE where not known), ``text_length``
    characters of the own text (NaN where no text is known, 0 for a share without words of its own). Without rows where
    they are not known at all: ``followers`` of the author (NaN where not known), and ``formula``, true where the text
    is what the platform writes when the first post itself is shared without a word.
    """

    row: Ints
    t: Floats
    offset: Ints
    known: Ints
    author: Ints
    text_length: Floats
    followers: Floats = field(default_factory=lambda: np.zeros(0))
    formula: Array = field(default_factory=lambda: np.zeros(0, np.bool_))

    @property
    def cascades(self) -> int:
        """How many cascades there are."""
        return int(self.offset.size - 1)

    @property
    def cascade(self) -> Ints:
        """The cascade of every post."""
        return np.repeat(np.arange(self.cascades), np.diff(self.offset))

    @property
    def is_root(self) -> Array:
        """True for the roots."""
        out = np.zeros(self.t.size, np.bool_)
        out[self.offset[:-1]] = True
        return out

    def documented(self) -> Floats:
        """Share of links whose parent is known, per cascade; 1 for single posts."""
        links = np.diff(self.offset) - 1
        known = np.add.reduceat(self.known != NONE, self.offset[:-1]) if self.cascades else np.zeros(0)
        return np.where(links > 0, known / np.maximum(links, 1), 1.0)

    def part(self, first: int, last: int) -> Forest:
        """The cascades ``first:last`` alone."""
        low, high = int(self.offset[first]), int(self.offset[last])
        cut = slice(low, high)
        known = np.where(self.known[cut] == NONE, NONE, self.known[cut] - low)
        offset = self.offset[first : last + 1] - low
        return self._cut(cut, offset, known)

    def only(self, chosen: Array) -> Forest:
        """The chosen cascades alone (a mask over cascades)."""
        if chosen.all():
            return self
        keep = np.repeat(chosen, np.diff(self.offset))
        place = np.cumsum(keep) - 1
        known = np.where(self.known[keep] == NONE, NONE, place[self.known[keep]])
        offset = np.append(0, np.cumsum(np.diff(self.offset)[chosen])).astype(np.int64)
        return self._cut(keep, offset, known)

    def _cut(self, posts: slice | Array, offset: Ints, known: Ints) -> Forest:
        said = [values[posts] if values.size else values for values in (self.followers, self.formula)]
        return Forest(self.row[posts], self.t[posts], offset, known, self.author[posts], self.text_length[posts], *said)

    def with_said(self, followers: Floats, formula: Array) -> Forest:
        """The same forest with followers and formulas, given in the order of the input."""
        return replace(self, followers=followers[self.row], formula=formula[self.row])

    def parts(self, most_posts: int) -> Iterator[tuple[int, Forest]]:
        """The forest in parts of about so many posts, each with the number of its first cascade."""
        first = 0
        while first < self.cascades:
            last = int(np.searchsorted(self.offset, self.offset[first] + most_posts, side="right")) - 1
            last = min(max(last, first + 1), self.cascades)
            yield first, self.part(first, last)
            first = last


def plant(
    cascade: Ints, is_root: Array, times: Ints, parent: Ints, author: Ints, text_length: Floats, ids: pd.Series
) -> Forest:
    """The forest of posts given by the code of their cascade (0 to k - 1, each with one root) and their stated parent.

    Times are in microseconds; where a time is not known the post stands at the end. Posts of one moment stand in the
    order of stated links, then of their ids, which platforms count upwards.
    """
    stated = np.where(parent == NONE, np.arange(parent.size), parent)
    depth = climb(stated).depth
    when = _known_times(cascade, is_root, times)
    order = np.lexsort((depth, when, ~is_root, cascade))
    order = _by_id(order, cascade, when, depth, ids)
    place = np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    offset = np.append(np.flatnonzero(is_root[order]), order.size).astype(np.int64)
    t = when[order] / 1e6
    t -= np.repeat(t[offset[:-1]], np.diff(offset))
    above = parent[order]
    known = np.where(above == NONE, NONE, place[above])
    known = np.where(known < np.arange(order.size), known, NONE)
    return Forest(order, np.maximum(t, 0.0), offset, known, author[order], text_length[order])


def _known_times(cascade: Ints, is_root: Array, times: Ints) -> Ints:
    """Times in which unknown ones are the last of their cascade, and unknown roots the first."""
    if not (times == NO_TIME).any():
        return times
    cascades = int(cascade.max(initial=-1)) + 1
    first, last = np.full(cascades, np.iinfo(np.int64).max), np.full(cascades, NO_TIME)
    seen = times != NO_TIME
    np.minimum.at(first, cascade[seen], times[seen])
    np.maximum.at(last, cascade[seen], times[seen])
    first[last == NO_TIME] = last[last == NO_TIME] = 0
    return np.where(seen, times, np.where(is_root, first[cascade], last[cascade]))


def _by_id(order: Ints, cascade: Ints, when: Ints, depth: Ints, ids: pd.Series) -> Ints:
    """The order with posts of one moment sorted by id: shorter first, then 0-9, a-z, A-Z (as Weibo counts)."""
    same = np.ones(order.size - 1, np.bool_) if order.size else np.zeros(0, np.bool_)
    for values in (cascade, when, depth):
        same &= np.diff(values[order]) == 0
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same)) if order.size else np.zeros(0, np.int64)
    if not tied.size:
        return order
    group = np.cumsum(np.append(True, ~same))[tied]
    keys = ids.iloc[order[tied]].fillna("").astype("str")
    frame = pd.DataFrame({"group": group, "length": keys.str.len().to_numpy(), "key": keys.str.swapcase().to_numpy()})
    out = order.copy()
    out[tied] = order[tied][frame.sort_values(["group", "length", "key"], kind="stable").index.to_numpy()]
    return out
