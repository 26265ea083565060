"""The paths that texts of a case carry, for shares whose platform names only the root."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from .chains import LEAST_CHAINS, Cascade, Links
from .trees import NO_TIME, NONE, Floats, Ints

NAMES = ("name", "handle")


def follow_chains(
    posts: pd.DataFrame, parent: Ints, source: npt.NDArray[np.int8], times: Ints, sources: tuple[str, ...]
) -> tuple[Ints, Floats]:
    """Parents in which shares with a chain hang on the post it names, and how sure each link is.

    ``source`` (places in ``sources``) is written to where a chain was followed. Looked for are the other shares of the
    same post. ``RT @name`` of the author of that post only repeats what the platform says and moves nothing.
    """
    sure = np.ones(parent.size)
    if "text" not in posts:
        return parent, sure
    texts = posts["text"].to_numpy(dtype=object)
    rows = np.flatnonzero(posts["text"].notna().to_numpy())
    rows = rows[(source[rows] == sources.index("star")) & (parent[rows] != NONE)]
    known = Links()
    chained = np.array([known[text] is not None for text in texts[rows]], np.bool_)
    if not chained.any():
        return parent, sure
    carries = bool(chained.mean() >= LEAST_CHAINS)
    called = [posts[column].to_numpy(dtype=object) for column in NAMES if column in posts]
    authors = np.append(_authors(posts), np.full(parent.size - len(posts), NONE))
    parent = parent.copy()
    when = np.where(times == NO_TIME, np.iinfo(np.int64).max, times)
    rows = rows[np.lexsort((rows, when[rows], parent[rows]))]
    for group in np.split(rows, np.flatnonzero(np.diff(parent[rows])) + 1):
        members = np.append(parent[group[0]], group)
        seen = members[members < len(posts)]
        names = {c[m].lower(): int(authors[m]) for c in called for m in seen if isinstance(c[m], str)}
        said = [texts[m] if m < len(posts) else None for m in members]
        for i, above, p, kind in Cascade(said, authors[members], names, known).resolved(carries):
            if kind == "rt_chain" and above == 0:
                continue
            child = members[i]
            parent[child], sure[child], source[child] = members[above], p, sources.index(kind)
    return parent, sure


def _authors(posts: pd.DataFrame) -> Ints:
    """Accounts by number; each unknown one is somebody else."""
    unknown = -2 - np.arange(len(posts))
    return np.where(posts["account_no"].isna(), unknown, posts["account_no"].fillna(0)).astype(np.int64)
