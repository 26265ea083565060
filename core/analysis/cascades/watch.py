"""What is read off each drawn tree beside its measures: breadth by depth, and who carried the story."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from .forest import Array, Forest
from .posterior import Posterior
from .samples import TAILS, Tree
from .trees import Floats

#: Smaller cascades are given without breadth and influence: a few posts are read faster than a table.
LEAST_POSTS = 10
#: So many posts of each cascade are watched for the interval of what hangs below them.
MOST_CARRIERS = 10


class Seen(NamedTuple):
    """What was read off one tree: measures of all cascades, breadth of large ones, posts below the leading posts."""

    measures: Floats
    breadth: Array
    below: Array


class Watch:
    """Reads off each tree what is wanted of the larger cascades."""

    def __init__(self, forest: Forest, expected: Floats | None) -> None:
        self.forest = forest
        size = np.diff(forest.offset)
        self.large = np.flatnonzero(size >= LEAST_POSTS) if expected is not None else np.zeros(0, np.int64)
        self.carriers = leaders(forest, np.zeros(forest.t.size) if expected is None else expected, self.large)

    def see(self, tree: Tree) -> Seen:
        """Copies of what one tree shows."""
        return Seen(tree.measures.copy(), tree.breadth[self.large], tree.below[self.carriers] - 1)

    def breadth_frame(self, seen: list[Seen]) -> pd.DataFrame:
        """Posts at each depth: cascade (place), depth, posts (mean), low and high (90 %)."""
        counts = np.stack([one.breadth for one in seen])
        low, high = np.quantile(counts, TAILS, axis=0) if counts.size else (counts[0], counts[0])
        mean = counts.mean(axis=0)
        at, depth = np.nonzero(high[:, 1:] > 0)
        cut = (at, depth + 1)
        return pd.DataFrame(
            {"cascade": self.large[at], "depth": depth + 1, "posts": mean[cut], "low": low[cut], "high": high[cut]}
        )

    def influence_frame(self, seen: list[Seen]) -> pd.DataFrame:
        """Posts expected below the leading posts: cascade, post (places), expected, low and high (90 %)."""
        counts = np.stack([one.below for one in seen])
        low, high = np.quantile(counts, TAILS, axis=0) if counts.size else (counts[0], counts[0])
        cascade = self.forest.cascade[self.carriers] if self.carriers.size else self.carriers
        mean = counts.mean(axis=0)
        low, high = np.minimum(low, mean), np.maximum(high, mean)
        return pd.DataFrame({"cascade": cascade, "post": self.carriers, "expected": mean, "low": low, "high": high})


def expected(found: Posterior) -> Floats:
    """Posts that hang below each post on average, without drawing any tree."""
    from .loops import expected_descendants

    f = found.forest
    return np.asarray(
        expected_descendants(
            f.t,
            f.offset,
            found.weight,
            found.fit.share,
            found.fit.tau,
            found.mass,
            found.root_p,
            f.known,
            found.pairs.at,
            found.pairs.source,
            found.extra,
        )  # fmt: skip
    )


def leaders(forest: Forest, values: Floats, cascades: Array) -> Array:
    """The posts with the largest values in each of the cascades, the root aside."""
    keep = np.zeros(forest.cascades, np.bool_)
    keep[cascades] = True
    posts = np.flatnonzero(np.repeat(keep, np.diff(forest.offset)) & ~forest.is_root & (values > 0.5))
    if not posts.size:
        return posts
    order = posts[np.lexsort((-values[posts], forest.cascade[posts]))]
    group = forest.cascade[order]
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    rank = np.arange(order.size) - np.repeat(starts, np.diff(np.append(starts, order.size)))
    return np.asarray(order[rank < MOST_CARRIERS])
