"""Who passed on whom in earlier cascades whose parents are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .forest import Forest
from .trees import NONE, Floats, Ints

#: An account that was seen a few times only is drawn towards an even chance of passing on the root.
DRAWN_TO_EVEN = 2.0


@dataclass(frozen=True)
class Pairs:
    """What the history says about the posts of a forest.

    ``children`` shares that the author's posts (roots aside) received, ``seen`` whether the author shared anything,
    ``rootish`` log-odds that the author passes on roots, ``root_pair`` whether the author passed on the root's author;
    the posts of earlier spreaders whom the author of post ``i`` passed on are ``source[at[i]:at[i + 1]]``.
    """

    children: Floats
    seen: Floats
    rootish: Floats
    root_pair: Floats
    at: Ints
    source: Ints

    def only(self, posts: Ints) -> Pairs:
        """The same for some of the posts: whole cascades, in order."""
        counts = np.diff(self.at)[posts]
        at = np.append(0, np.cumsum(counts)).astype(np.int64)
        within = np.arange(at[-1]) - np.repeat(at[:-1], counts)
        place = np.searchsorted(posts, self.source[np.repeat(self.at[posts], counts) + within])
        plain = (self.children[posts], self.seen[posts], self.rootish[posts], self.root_pair[posts])
        return Pairs(*plain, at, place.astype(np.int64))

    @property
    def any_pair(self) -> Floats:
        """1 where at least one earlier spreader is known from the history."""
        return (np.diff(self.at) > 0).astype(float)


def no_history(n: int) -> Pairs:
    """Nothing is known about any of n posts."""
    zero = np.zeros(n)
    return Pairs(zero, zero, zero, zero, np.zeros(n + 1, np.int64), np.zeros(0, np.int64))


def history_links(posts: pd.DataFrame) -> pd.DataFrame:
    """Links of cascades with known parents: cascade_id, source, target (authors), from_root."""
    shares = posts[posts["parent_post_id"].notna()]
    columns = ["post_id", "cascade_id", "author_id"]
    above = posts[columns].drop_duplicates(["cascade_id", "post_id"]).rename(
        columns={"post_id": "parent_post_id", "author_id": "source"}
    )  # fmt: skip
    found = shares.merge(above, on=["cascade_id", "parent_post_id"])
    roots = posts["parent_post_id"].isna() & (posts["post_id"] == posts["root_post_id"])
    root_ids = pd.MultiIndex.from_frame(posts.loc[roots, ["cascade_id", "post_id"]])
    from_root = pd.MultiIndex.from_frame(found[["cascade_id", "parent_post_id"]]).isin(root_ids)
    out = found[["cascade_id", "source", "author_id"]].rename(columns={"author_id": "target"})
    return out.assign(from_root=from_root).dropna(subset=["source", "target"]).reset_index(drop=True)


def look_up(forest: Forest, authors: pd.Index, links: pd.DataFrame, own: pd.Index | None = None) -> Pairs:
    """What the links say about the posts; ``authors`` names the codes of the forest.

    With ``own`` (the cascade_id of each cascade) links of a cascade itself are left out: for fitting.
    """
    n = forest.t.size
    if links.empty:
        return no_history(n)
    source, target = authors.get_indexer(links["source"]), authors.get_indexer(links["target"])
    home = own.get_indexer(links["cascade_id"]) if own is not None else np.full(len(links), NONE)
    root = links["from_root"].to_numpy(bool)
    count = _Counter(forest, home)
    children = count.per_post(source[~root], home[~root])
    shared, roots = count.per_post(target, home), count.per_post(target[root], home[root])
    rootish = np.log((roots + DRAWN_TO_EVEN) / (shared - roots + DRAWN_TO_EVEN))
    at, from_post, root_pair = _met(forest, source, target, home)
    return Pairs(children, (shared > 0).astype(float), np.where(shared > 0, rootish, 0.0), root_pair, at, from_post)


@dataclass(frozen=True)
class _Counter:
    """Counts of events per author, less those of the post's own cascade."""

    forest: Forest
    home: Ints

    def per_post(self, author: Ints, home: Ints) -> Floats:
        """How often the author of each post is among ``author``."""
        codes = int(self.forest.author.max(initial=0)) + 2
        known = author >= 0
        total = np.bincount(author[known], minlength=codes).astype(float)
        out = np.where(self.forest.author >= 0, total[self.forest.author], 0.0)
        inside = known & (home >= 0)
        if inside.any():
            pairs = pd.Series(home[inside] * codes + author[inside]).value_counts()
            here = pd.Series(self.forest.cascade * codes + self.forest.author)
            out -= here.map(pairs).fillna(0).to_numpy(float)
        return out


def _met(forest: Forest, source: Ints, target: Ints, home: Ints) -> tuple[Ints, Ints, Floats]:
    """Pairs of the history that meet in a cascade, the source first: offsets, sources; pairs with a root."""
    known = (source >= 0) & (target >= 0) & (source != target)
    pairs = pd.DataFrame({"source": source[known], "author": target[known], "home": home[known]}).drop_duplicates()
    posts = pd.DataFrame({"author": forest.author, "cascade": forest.cascade, "i": np.arange(forest.t.size)})
    posts = posts[posts["author"] != NONE]
    children = posts.merge(pairs, on="author")
    children = children[children["home"] != children["cascade"]]
    above = posts.rename(columns={"author": "source", "i": "j"})
    met = children.merge(above, on=["source", "cascade"])[["i", "j"]].drop_duplicates()
    met = met[met["j"] < met["i"]].sort_values(["i", "j"])
    on_root = forest.is_root[met["j"].to_numpy()]
    root_pair = np.zeros(forest.t.size)
    root_pair[met["i"].to_numpy()[on_root]] = 1.0
    rest = met[~on_root]
    at = np.concatenate([[0], np.cumsum(np.bincount(rest["i"], minlength=forest.t.size))]).astype(np.int64)
    return at, rest["j"].to_numpy(np.int64), root_pair
