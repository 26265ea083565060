"""From a table of posts to paths with their doubt: evidence first, then a posterior for the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.errors import CaseError
from core.i18n import _

from . import baselines
from .chains import from_texts
from .fitted import MEASURES
from .forest import Forest
from .history import Pairs, history_links, look_up
from .infer import Done, Inferred, blank, infer
from .read import Mended, Table, read
from .samples import Scratch, estimates
from .trees import NONE, Floats

METHODS = ("evidence", "star", "most_recent", "follow", "pdi", "exp_recency")


@dataclass(frozen=True)
class Reconstruction:
    """Links and metrics of all cascades, and what had to be mended.

    ``breadth`` and ``influence`` are given by the method ``evidence`` for cascades of ten posts and more.
    """

    links: pd.DataFrame
    metrics: pd.DataFrame
    breadth: pd.DataFrame
    influence: pd.DataFrame
    mended: Mended


def reconstruct(
    posts: pd.DataFrame,
    follows: pd.DataFrame | None = None,
    history: pd.DataFrame | None = None,
    method: str = "evidence",
    n_samples: int = 100,
    seed: int = 0,
    *,
    texts: bool = False,
    params: baselines.PdiParams | baselines.ExpRecencyParams | None = None,
    done: Done | None = None,
) -> Reconstruction:
    """The paths of all cascades: known parents as they are, the others with their probability.

    Evidence counts in this order: the stated parent, a chain in the text (with ``texts``), the follow graph, then a
    posterior that knows time, texts, known children and who passed on whom in ``history``.

    Parameters
    ----------
    posts : DataFrame
        ``cascade_id``, ``post_id``, ``created_at``; optional ``author_id``, ``parent_post_id`` (known evidence, null
        where it is to be inferred), ``root_post_id``, ``author_followers``, ``kind``, ``text``.
    follows : DataFrame, optional
        ``follower_id``, ``followed_id``.
    history : DataFrame, optional
        Posts of other cascades with known parents, in the columns of ``posts``.
    method : one of METHODS
    n_samples : int
        Trees drawn per cascade.
    seed : int
        The same seed gives the same result.
    texts : bool
        Whether to follow chains in the texts.
    params : PdiParams or ExpRecencyParams, optional
        For the methods of that name.

    Returns
    -------
    Reconstruction
        ``links``: cascade_id, post_id, parent_post_id (the likeliest), p, source, runner_up, p_runner_up, p_root.
        ``metrics``: cascade_id, size, accounts, potential_reach, documented_share, and each measure with its 90 %
        interval as name, name_low, name_high.

    Raises
    ------
    CaseError
        For an unknown method, a missing column, or a cascade too large for a method that weighs every pair.

    References
    ----------
    Goel, Anderson, Hofman, Watts (2016), Management Science 62(1); DeVerna et al. (2024), arXiv 2410.21554.

    Examples
    --------
    >>> posts = pd.DataFrame({
    ...     "cascade_id": "c", "post_id": ["1", "2", "3"], "parent_post_id": [None, "1", "2"], "root_post_id": "1",
    ...     "created_at": pd.to_datetime(["2020-02-07 16:00", "2020-02-07 16:05", "2020-02-07 17:00"], utc=True)})
    >>> found = reconstruct(posts)
    >>> found.links[["post_id", "parent_post_id", "p", "source"]].to_dict("records")
    [{'post_id': '2', 'parent_post_id': '1', 'p': 1.0, 'source': 'via'}, \
{'post_id': '3', 'parent_post_id': '2', 'p': 1.0, 'source': 'via'}]
    >>> found.metrics[["size", "depth", "depth_low", "depth_high"]].to_dict("records")
    [{'size': 3, 'depth': 2.0, 'depth_low': 2.0, 'depth_high': 2.0}]
    """
    if method not in METHODS:
        raise CaseError(
            _("There is no method “{name}”.").format(name=method),
            remedy=_("Choose one of: {names}.").format(names=", ".join(METHODS)),
        )
    if method == "follow" and follows is None:
        raise CaseError(_("The method follow needs a table of who follows whom."))
    table = read(posts)
    forest, source, p_known = _evidence(table, texts, follows if method == "evidence" else None)
    if method == "evidence":
        found = infer(forest, _pairs(forest, table, history), n_samples, seed, done=done)
    else:
        found = _compared(table, forest, method, follows, params, n_samples, seed)
    name = "inferred" if method in ("evidence", "pdi", "exp_recency") else method
    links = _links(table, forest, found, source, p_known, name)
    return Reconstruction(links, _metrics(table, forest, found), *_watched(table, found), table.mended)


def _pairs(forest: Forest, table: Table, history: pd.DataFrame | None) -> Pairs | None:
    if history is None:
        return None
    lacking = [n for n in ("cascade_id", "post_id", "author_id", "parent_post_id", "root_post_id") if n not in history]
    if lacking:
        raise CaseError(_("The history lacks the column {names}.").format(names=", ".join(lacking)))
    return look_up(forest, table.authors, history_links(history), table.names)


def _evidence(table: Table, texts: bool, follows: pd.DataFrame | None) -> tuple[Forest, np.ndarray, Floats]:
    """The forest with all evidence as known links, where each is from, and how sure it is."""
    forest = table.forest
    kind = table.posts["kind"].iloc[forest.row].fillna("").to_numpy(dtype=object)
    named = np.where(np.isin(kind, ["reply", "quote"]), kind, "via")
    source = np.where(forest.known != NONE, named, "").astype(object)
    p = np.ones(forest.t.size)
    known = forest.known.copy()
    if texts:
        chains = from_texts(table)
        new = (known == NONE) & (chains.parent != NONE)
        known[new], p[new], source[new] = chains.parent[new], chains.p[new], chains.source[new]
    if follows is not None:
        above = baselines.followed(forest, table.authors, follows)
        new = (known == NONE) & (above != NONE)
        known[new], source[new] = above[new], "follow"
    known[forest.offset[:-1]] = NONE
    return replace(forest, known=known), source, p


def _compared(
    table: Table, forest: Forest, method: str, follows: pd.DataFrame | None,
    params: baselines.PdiParams | baselines.ExpRecencyParams | None, n_samples: int, seed: int,
) -> Inferred:  # fmt: skip
    """The same result by a published method, its quantiles uncalibrated."""
    draws = _draws(table, forest, method, follows, params, n_samples, seed)
    out = blank(forest)
    out.first, out.p_first, out.second, out.p_second, out.root_p = draws[1:]
    values = measures_of(forest, draws.parents)
    found = estimates(values, forest.documented(), None)
    out.middle, out.low, out.high = (values[0],) * 3 if len(values) == 1 else found
    return out


def _draws(
    table: Table, forest: Forest, method: str, follows: pd.DataFrame | None,
    params: baselines.PdiParams | baselines.ExpRecencyParams | None, n_samples: int, seed: int,
) -> baselines.Draws:  # fmt: skip
    if method == "star":
        return baselines.star(forest)
    if method == "most_recent":
        return baselines.most_recent(forest)
    if method == "follow" and follows is not None:
        return baselines.follow(forest, table.authors, follows)
    default = baselines.PdiParams() if method == "pdi" else baselines.ExpRecencyParams()
    followers = pd.to_numeric(table.posts["author_followers"], errors="coerce").to_numpy(float)[forest.row]
    return baselines.pairwise(forest, followers, params or default, n_samples, seed)


def measures_of(forest: Forest, parents: np.ndarray) -> Floats:
    """The measures of given trees (trees x posts): trees x cascades x MEASURES."""
    scratch = Scratch(forest)
    values = [scratch.measure(parent).measures.copy() for parent in parents]
    return np.stack(values) if values else np.zeros((0, forest.cascades, len(MEASURES)))


def _links(
    table: Table, forest: Forest, found: Inferred, source: np.ndarray, p_known: Floats, inferred: str
) -> pd.DataFrame:
    ids, child = table.ids(), np.flatnonzero(~forest.is_root)
    known = forest.known[child] != NONE
    p = np.where(known, p_known[child], np.nan if inferred == "star" else found.p_first[child])
    second = found.second[child]
    return pd.DataFrame(
        {
            "cascade_id": table.names.to_numpy()[forest.cascade[child]],
            "post_id": ids[child],
            "parent_post_id": ids[found.first[child]],
            "p": p,
            "source": np.where(known, source[child], inferred),
            "runner_up": pd.Series(ids[np.maximum(second, 0)], dtype=object).where(second != NONE, None),
            "p_runner_up": np.where(second == NONE, np.nan, found.p_second[child]),
            "p_root": found.root_p[child],
        }
    )


def _metrics(table: Table, forest: Forest, found: Inferred) -> pd.DataFrame:
    size = np.diff(forest.offset)
    authors = pd.DataFrame({"cascade": forest.cascade, "author": forest.author})
    followers = pd.to_numeric(table.posts["author_followers"], errors="coerce").to_numpy(float)[forest.row]
    first = authors.assign(followers=followers)[authors["author"] != NONE].groupby(["cascade", "author"])["followers"]
    reach = first.max().groupby("cascade").sum(min_count=1)
    exact = {
        "size": size,
        "accounts": authors[authors["author"] != NONE].drop_duplicates().groupby("cascade").size(),
        "potential_reach": reach,
        "duration_s": forest.t[forest.offset[1:] - 1] if size.size else np.zeros(0),
        "time_to_half_s": forest.t[forest.offset[:-1] + (size - 1) // 2],
        "time_to_100_s": np.where(
            size > 100, forest.t[np.minimum(forest.offset[:-1] + 100, forest.t.size - 1)], np.nan
        ),
    }
    index = pd.RangeIndex(forest.cascades)
    columns: dict[str, object] = {"cascade_id": table.names.to_numpy(), "documented_share": forest.documented()}
    for name, values in exact.items():
        values = values.reindex(index).to_numpy(float) if isinstance(values, pd.Series) else values
        columns |= {name: values, f"{name}_low": values, f"{name}_high": values}
    for k, name in enumerate(MEASURES):
        columns |= {name: found.middle[:, k], f"{name}_low": found.low[:, k], f"{name}_high": found.high[:, k]}
    columns |= {"structural_virality_band_low": found.band[:, 0], "structural_virality_band_high": found.band[:, 1]}
    return pd.DataFrame(columns)


def _watched(table: Table, found: Inferred) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Breadth and influence with ids in place of places."""
    breadth = pd.concat(found.breadth or [pd.DataFrame(columns=["cascade", "depth", "posts", "low", "high"])])
    influence = pd.concat(found.influence or [pd.DataFrame(columns=["cascade", "post", "expected", "low", "high"])])
    names, ids = table.names.to_numpy(), table.ids()
    authors = table.posts["author_id"].to_numpy(dtype=object)[table.forest.row]
    breadth.insert(0, "cascade_id", names[breadth["cascade"].astype(int)])
    posts = influence["post"].astype(int)
    influence.insert(0, "cascade_id", names[influence["cascade"].astype(int)])
    influence.insert(1, "post_id", ids[posts])
    influence.insert(2, "author_id", authors[posts])
    return breadth.drop(columns="cascade"), influence.drop(columns=["cascade", "post"])
