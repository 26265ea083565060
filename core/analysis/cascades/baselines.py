"""Reconstructions that others have published, to compare with: each gives trees of the same form as ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from core.errors import CaseError
from core.i18n import _, number
from core.params import param

from .forest import Forest
from .trees import NONE, Floats, Ints

#: PDI weighs every pair of posts.
MOST_PAIRWISE = 20_000


@dataclass(frozen=True)
class PdiParams:
    """The two numbers of probabilistic diffusion inference."""

    alpha: float = param(
        2.0, unit="", low=1.05, high=5.0, help="Exponent of the power law of waiting times.",
        source="DeVerna et al. 2024, arXiv 2410.21554: 1.1 to 3.",
    )  # fmt: skip
    gamma: float = param(
        0.5, unit="", low=0.0, high=1.0, help="Weight of followers against waiting time.",
        source="DeVerna et al. 2024: 0.25, 0.5 and 0.75.",
    )  # fmt: skip


@dataclass(frozen=True)
class ExpRecencyParams:
    """The two numbers of exponential recency."""

    rate: float = param(
        -6.8e-5, unit="1/s", low=-1.0, high=0.0, help="How fast a post loses its chance to be passed on.",
        source="birdspotter (Ram, Kong, Rizoiu 2021), casIn.",
    )  # fmt: skip
    beta: float = param(
        1.0, unit="", low=0.0, high=3.0, help="Exponent of the followers.", source="birdspotter (Ram et al. 2021)."
    )  # fmt: skip


class Draws(NamedTuple):
    """Parents in each drawn tree (trees x posts) and the likeliest parent with its probability, and the root's."""

    parents: Ints
    first: Ints
    p_first: Floats
    second: Ints
    p_second: Floats
    root_p: Floats


def certain(forest: Forest, parent: Ints) -> Draws:
    """One tree that the method holds for true; known links go before."""
    parent = np.where(forest.known != NONE, forest.known, parent)
    parent[forest.offset[:-1]] = NONE
    root_p = (parent == np.repeat(forest.offset[:-1], np.diff(forest.offset))).astype(float)
    nothing = np.full(parent.size, NONE)
    return Draws(parent[None, :], parent, np.ones(parent.size), nothing, np.zeros(parent.size), root_p)


def star(forest: Forest) -> Draws:
    """Every post whose parent is not known hangs on the root."""
    return certain(forest, np.repeat(forest.offset[:-1], np.diff(forest.offset)))


def most_recent(forest: Forest) -> Draws:
    """Every post whose parent is not known hangs on the one before it."""
    return certain(forest, np.arange(forest.t.size) - 1)


def follow(forest: Forest, authors: pd.Index, follows: pd.DataFrame) -> Draws:
    """Time-inferred diffusion: the latest earlier spreader whom the account follows, else the root."""
    return certain(forest, np.where((found := followed(forest, authors, follows)) != NONE, found, star(forest).first))


def followed(forest: Forest, authors: pd.Index, follows: pd.DataFrame) -> Ints:
    """The latest earlier post of an account that the author follows; NONE where there is none."""
    lacking = [name for name in ("follower_id", "followed_id") if name not in follows]
    if lacking:
        raise CaseError(_("The table of follows lacks the column {names}.").format(names=", ".join(lacking)))
    pairs = pd.DataFrame(
        {"author": authors.get_indexer(follows["follower_id"]), "above": authors.get_indexer(follows["followed_id"])}
    )
    pairs = pairs[
        (pairs["author"] >= 0) & (pairs["above"] >= 0) & (pairs["author"] != pairs["above"])
    ].drop_duplicates()
    posts = pd.DataFrame({"author": forest.author, "cascade": forest.cascade, "i": np.arange(forest.t.size)})
    posts = posts[posts["author"] >= 0]
    met = posts.merge(pairs, on="author").merge(
        posts.rename(columns={"author": "above", "i": "j"}), on=["above", "cascade"]
    )
    met = met[met["j"] < met["i"]].groupby("i")["j"].max()
    out = np.full(forest.t.size, NONE)
    out[met.index.to_numpy()] = met.to_numpy()
    return out


def pairwise(
    forest: Forest, followers: Floats, params: PdiParams | ExpRecencyParams, n_samples: int, seed: int
) -> Draws:
    """PDI or exponential recency: every earlier post is weighed by its followers and the time in between."""
    from .loops import drawn_pairwise

    largest = int(np.diff(forest.offset).max(initial=0))
    if largest > MOST_PAIRWISE:
        raise CaseError(
            _("This method weighs every pair of posts; a cascade of {n} posts is too large for it.").format(
                n=number(largest)
            ),
            remedy=_("Choose the method evidence, star or most_recent."),
        )
    known = np.nan_to_num(followers, nan=np.nanmedian(followers) if np.isfinite(followers).any() else 1.0)
    power = isinstance(params, PdiParams)
    a, b = (params.alpha, params.gamma) if isinstance(params, PdiParams) else (params.rate, params.beta)
    state = np.array([np.random.default_rng(seed).integers(1, 2**63)], np.uint64)
    return Draws(
        *drawn_pairwise(forest.t, forest.offset, forest.known, np.maximum(known, 1.0), power, a, b, n_samples, state)
    )


def each(draws: Draws) -> Iterator[Ints]:
    """The trees of the draws, one by one."""
    yield from draws.parents
