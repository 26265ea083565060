"""How an account's posts follow each other: evidence apart from its profile, from twenty posts on."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.params import param

_LETTERS = {"original": "o", "share": "s", "quote": "q", "reply": "r"}


@dataclass(frozen=True, slots=True)
class BehaviourParams:
    """From how many posts on anything is said."""

    least: int = param(
        20, unit="posts", low=5, high=200, help="Fewer posts than this say nothing about a rhythm.",
        source="Cresci et al. 2016 need a sequence of some length; 20 is the least that compresses at all.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the posts of one account look like in time; a share is between 0 and 1, null where it cannot be told.

    ``compressed`` is the size of the sequence of kinds after compression, in parts of that of a shuffled sequence of
    the same kinds: 1 is chance, less is a pattern. ``burstiness`` is -1 for a clockwork, 0 for chance, 1 for bursts.
    """

    posts: int
    compressed: float | None
    burstiness: float | None
    commonest_gap: float | None
    hours: int | None
    duplicates: float | None
    shares: float


def behaviour(posts: pd.DataFrame, params: BehaviourParams = BehaviourParams()) -> Behaviour | None:  # noqa: B008 - frozen
    """The rhythm of one account's posts, or None where there are too few.

    Parameters
    ----------
    posts : shape (n, …) with the columns kind, posted_at (UTC, null where unknown), text; any order.
    params : from how many posts on.

    Returns
    -------
    Behaviour or None
        Compressibility of the sequence of kinds, regularity of the gaps, hours of the day covered (UTC), share of
        posts with a text that another post of the account has, share of shares.

    References
    ----------
    Cresci et al.: DNA-inspired online behavioral modeling, 2016 (the sequence of kinds); Goh and Barabási: Burstiness
    and memory in complex systems, 2008.

    Examples
    --------
    >>> at = pd.date_range("2020-02-08", periods=24, freq="h", tz="UTC")
    >>> clock = behaviour(pd.DataFrame({"kind": "share", "posted_at": at, "text": "RT"}))
    >>> clock.hours, clock.burstiness, clock.shares, clock.duplicates
    (24, -1.0, 1.0, None)
    """
    if len(posts) < params.least:
        return None
    timed = posts[posts["posted_at"].notna()].sort_values("posted_at", kind="stable")
    gaps = timed["posted_at"].diff().dt.total_seconds().to_numpy()[1:]
    kinds = timed["kind"].map(_LETTERS).fillna("x").str.cat()
    return Behaviour(
        posts=len(posts),
        compressed=_compressed(kinds) if len(timed) >= params.least else None,
        burstiness=_burstiness(gaps) if len(timed) >= params.least else None,
        commonest_gap=_commonest(gaps) if len(timed) >= params.least else None,
        hours=int(timed["posted_at"].dt.hour.nunique()) if len(timed) else None,
        duplicates=_duplicates(posts),
        shares=float((posts["kind"] == "share").mean()),
    )


def _compressed(kinds: str) -> float:
    """Size after compression against the median of nine shuffled sequences; the seed is fixed."""
    rng = np.random.default_rng(0)
    letters = np.array(list(kinds))
    shuffled = [len(zlib.compress("".join(rng.permutation(letters)).encode(), 9)) for _round in range(9)]
    return len(zlib.compress(kinds.encode(), 9)) / float(np.median(shuffled))


def _burstiness(gaps: np.ndarray) -> float | None:
    mean, spread = float(gaps.mean()), float(gaps.std())
    return (spread - mean) / (spread + mean) if spread + mean else None


def _commonest(gaps: np.ndarray) -> float:
    """The share of the gap that occurs most, to the second."""
    _values, counts = np.unique(gaps.round(), return_counts=True)
    return float(counts.max() / counts.sum())


def _duplicates(posts: pd.DataFrame) -> float | None:
    """The share of own texts that occur more than once; shares repeat by nature and do not count."""
    own = posts.loc[(posts["kind"] != "share") & posts["text"].notna(), "text"].str.strip()
    return float(own.duplicated(keep=False).mean()) if len(own) else None
