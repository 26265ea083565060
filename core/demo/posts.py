"""The posts of the simulated case as columns, before they become tables."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import numpy.typing as npt

from core.model import KINDS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ORIGINAL, SHARE, QUOTE, REPLY = range(len(KINDS))


@dataclass(frozen=True)
class Posts:
    """One array element per post; ``root`` and ``parent`` are positions in these arrays, an original is its own.

    ``appeal`` is what share of all reactions a root draws, among the roots of its platform.
    """

    at_ms: Ints
    account: Ints
    platform: Ints
    lang: Ints
    kind: Ints
    text: Ints
    root: Ints
    parent: Ints
    appeal: Floats

    def __len__(self) -> int:
        return len(self.at_ms)

    @classmethod
    def originals(cls, at_ms: Ints, account: Ints, platform: Ints, lang: Ints, text: Ints, appeal: Floats) -> Self:
        """Posts that start a cascade of their own."""
        own = np.arange(len(at_ms))
        return cls(at_ms, account, platform, lang, np.full(len(at_ms), ORIGINAL), text, own, own, appeal)

    def joined(self, others: Posts) -> Posts:
        """These posts, then others whose roots count from their own beginning."""
        moved = {"root": others.root + len(self), "parent": others.parent + len(self)}
        pairs = ((getattr(self, f.name), moved.get(f.name, getattr(others, f.name))) for f in fields(self))
        return Posts(*(np.concatenate(pair) for pair in pairs))

    def in_order(self) -> Posts:
        """The same posts by time, each a millisecond or more after the one before it."""
        order = np.argsort(self.at_ms, kind="stable")
        place = np.empty_like(order)
        place[order] = number = np.arange(len(order))
        columns = {f.name: getattr(self, f.name)[order] for f in fields(self)}
        columns["root"], columns["parent"] = place[columns["root"]], place[columns["parent"]]
        columns["at_ms"] = np.maximum.accumulate(columns["at_ms"] - number) + number
        return Posts(**columns)
