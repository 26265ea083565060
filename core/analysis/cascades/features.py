"""What is known of a post before its parent is: the features of the posterior."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from .forest import Array, Forest
from .history import Pairs
from .trees import NONE, Floats

#: Neighbours in time are counted within these many seconds.
NEAR_S = (120.0, 900.0, 7200.0)
#: Below this share of shares with a known text, the texts of a cascade say nothing.
LEAST_TEXT = 0.2
CANDIDATE = (
    "no_words", "text_length", "busier_120", "busier_900", "busier_7200", "again", "root_author", "children_before",
)  # fmt: skip
POST = (
    "mass", "since_root", "place", "gap", "size", "again", "root_author", "before_120", "busier_120", "excess_120",
    "before_900", "busier_900", "excess_900", "before_7200", "busier_7200", "excess_7200", "no_words", "text_length",
    "pair", "root_pair", "seen_before", "rootish", "formula",
)  # fmt: skip
#: Means over a cascade of these stand beside the values of a post, and the standard deviations of some.
MEANS = (
    "mass", "since_root", "gap", "excess_900", "excess_7200", "no_words", "text_length",
    "busier_120", "busier_900", "before_120", "again", "formula",
)  # fmt: skip
SPREADS = ("mass", "since_root", "busier_120", "busier_900", "before_120", "again")


#: Beside them: when the first tenth, the half and the last post came, and the followers of the root's author.
OF_ROOT = 4
#: Stands in for followers of a root that are not known: the median of the fit. That they are lacking says nothing.
USUAL_FOLLOWERS = 224_000.0


class Near(NamedTuple):
    """Posts before and after each post within the seconds of NEAR_S, as columns."""

    before: Floats
    after: Floats


def near(forest: Forest) -> Near:
    """How busy the cascade was around each post."""
    from .loops import around

    found = [around(forest.t, forest.offset, seconds) for seconds in NEAR_S]
    return Near(np.column_stack([b for b, _a in found]), np.column_stack([a for _b, a in found]))


def with_text(forest: Forest) -> Array:
    """True for posts of cascades whose texts are known."""
    known = ~np.isnan(forest.text_length)
    known[forest.offset[:-1]] = False
    share = np.add.reduceat(known, forest.offset[:-1]) / np.maximum(np.diff(forest.offset) - 1, 1)
    # A column of empty texts is a source that keeps no words, not a crowd that has nothing to say.
    words = np.add.reduceat(np.nan_to_num(forest.text_length) * known > 0, forest.offset[:-1]) > 0
    return np.repeat((share >= LEAST_TEXT) & words, np.diff(forest.offset))


def candidate_features(forest: Forest, busy: Near, pairs: Pairs) -> Floats:
    """What makes a post likely to be passed on; columns CANDIDATE."""
    length = np.nan_to_num(forest.text_length)
    again, root_author = _authors(forest)
    busier = np.log1p(busy.after) - np.log1p(busy.before)
    return np.column_stack(
        [length == 0, np.log1p(length), busier, again, root_author, np.log1p(pairs.children)]
    ).astype(float)


def post_features(forest: Forest, busy: Near, candidates: Floats, mass: Floats, pairs: Pairs) -> Floats:
    """What tells whether a post hangs on the root; columns POST, then the means of MEANS over the cascade."""
    place = np.arange(forest.t.size) - np.repeat(forest.offset[:-1], np.diff(forest.offset))
    size = np.repeat(np.diff(forest.offset), np.diff(forest.offset))
    gap = np.where(place > 0, np.diff(forest.t, prepend=0.0), 0.0)
    columns = [
        np.maximum(np.log(mass + 1e-12), -15.0), np.log1p(forest.t), np.log(place + 1.0), np.log1p(gap), np.log(size),
        candidates[:, 5], candidates[:, 6],
    ]  # fmt: skip
    for k, seconds in enumerate(NEAR_S):
        steady = place * np.minimum(seconds / (forest.t + 1.0), 1.0)
        columns += [np.log1p(busy.before[:, k]), candidates[:, 2 + k], np.log1p(busy.before[:, k]) - np.log1p(steady)]
    columns += [candidates[:, 0], candidates[:, 1], pairs.any_pair, pairs.root_pair, pairs.seen, pairs.rootish]
    columns += [forest.formula if forest.formula.size else np.zeros(forest.t.size)]
    own = np.column_stack(columns).astype(float)
    whole = _of_cascades(own, forest)
    return np.hstack([own, np.repeat(whole, np.diff(forest.offset), axis=0)])


def _of_cascades(own: Floats, forest: Forest) -> Floats:
    """Means and standard deviations over each cascade, and what OF_ROOT counts."""
    size = np.diff(forest.offset)[:, None]
    low, n = forest.offset[:-1], np.diff(forest.offset)
    means = np.add.reduceat(own[:, [POST.index(name) for name in MEANS]], low, axis=0) / size
    spread = own[:, [POST.index(name) for name in SPREADS]]
    mean = np.add.reduceat(spread, low, axis=0) / size
    variance = np.add.reduceat(spread**2, low, axis=0) / size - mean**2
    came = [np.log1p(forest.t[low + place])[:, None] for place in (n // 10, n // 2, n - 1)]
    return np.hstack([means, np.sqrt(np.maximum(variance, 0.0)), *came, _root_followers(forest)[:, None]])


def _root_followers(forest: Forest) -> Floats:
    """Logarithm of the followers of each root's author: whoever reaches many is shared by many directly."""
    count = forest.followers[forest.offset[:-1]] if forest.followers.size else np.full(forest.cascades, np.nan)
    return np.asarray(np.log1p(np.where(np.isnan(count), USUAL_FOLLOWERS, count)))


def _authors(forest: Forest) -> tuple[Array, Array]:
    """Whether the author was in the cascade before, and whether the author wrote the root."""
    cascade = forest.cascade
    known = forest.author != NONE
    pair = pd.Series(cascade * (int(forest.author.max(initial=0)) + 2) + forest.author)
    again = pair.duplicated().to_numpy() & known
    root = forest.author[forest.offset[:-1]][cascade]
    return again, known & (forest.author == root)
