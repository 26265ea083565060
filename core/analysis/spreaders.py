"""The spreader graph: where its accounts stand on the map, their communities, and what to draw of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.analysis import communities
from core.analysis.links import Floats, Graph, Ints, undirected
from core.i18n import _
from core.params import param

NODE_COLUMNS = ["account_no", "x", "y", "community", "strength", "core", "bridges", "rank"]
#: Of the accounts to draw, this share is chosen by strength; the rest by what ties them to those.
HUB_SHARE = 0.4
MAP_RADIUS = 1000.0
SATELLITE_STEP, SATELLITE_RADIUS = 6.0, 90.0
SCALING, GRAVITY = 4.0, 2.0
#: Widest empty stretch of a part, as a share of its width; power of the distances from its middle.
WIDEST_GAP, EVENED = 0.01, 0.75
#: Radius of the smallest part, where the largest has 1.
LEAST_PART = 0.012
GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))


@dataclass(frozen=True)
class Params:
    """What may be chosen about the map of spreaders."""

    max_nodes: int = param(
        10_000,
        unit="accounts",
        low=50,
        high=50_000,
        help="So many accounts are laid out by their links; the others stand beside their strongest neighbour.",
        source="As many as the map draws one by one; 10,000 accounts take some seconds.",
    )
    rounds: int = param(
        200,
        unit="rounds",
        low=10,
        high=1000,
        help="Rounds of the layout; more of them spread the groups further apart.",
        source="Jacomy et al. (2014), ForceAtlas2.",
    )
    resolution: float = param(
        1.0,
        low=0.2,
        high=5.0,
        help="Above 1 gives more and smaller communities.",
        source="Traag et al. (2019), Leiden; 1 is plain modularity.",
    )
    seed: int = param(20200207, help="Start of the random numbers: the same seed gives the same map.")


@dataclass(frozen=True)
class View:
    """What is drawn of a filtered graph: accounts, links among them, and how much there was in all."""

    nodes: pd.DataFrame
    links: pd.DataFrame
    accounts: int
    all_links: int


@dataclass(frozen=True)
class Layout:
    """The map of a case: every account with its place (``NODE_COLUMNS``), every community (``COMMUNITY_COLUMNS``)."""

    nodes: pd.DataFrame
    communities: pd.DataFrame


def of_case(links: pd.DataFrame, params: Params | None = None) -> Layout:
    """Map and communities of a case; ``links`` as in ``lay_out``, communities with their stability over seeds."""
    params = params or Params()
    graph = undirected(links)
    many = communities.OTHER_SEEDS if graph.a.size <= communities.MANY_LINKS else communities.FEW_SEEDS
    seeds = range(params.seed, params.seed + many + 1)
    with ThreadPoolExecutor(2) as pool:  # Leiden leaves the interpreter to the other seeds, and to the map
        found = pool.map(lambda seed: communities.detected(graph, params.resolution, seed), seeds)
        community = next(found)
        placed = _placed(links, graph, community, params)
        return Layout(placed, communities.described(graph, community, list(found)))


def lay_out(links: pd.DataFrame, params: Params | None = None) -> pd.DataFrame:
    """A place on the map, a community and measures for every account of the graph.

    Parameters
    ----------
    links : DataFrame of m links
        ``source_no`` (the account passed on), ``target_no`` (who passed it on), ``n`` posts; more rows of one pair
        (one per kind) are added up. An account's links to itself are left out.
    params : Params, optional

    Returns
    -------
    DataFrame of n accounts, ``account_no`` rising
        ``x``, ``y`` within about ±1,000; ``community`` from 0 = most accounts; ``strength`` = posts on all links of the
        account, both directions; ``core`` = its core number; ``bridges`` = communities other than its own that it is
        linked with; ``rank`` = PageRank times n (1 = as much as the mean).

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    Communities are those of all accounts (Leiden). The strongest accounts and those that tie them together
    (``max_nodes``) are laid out with ForceAtlas2. Every other account stands on a spiral around the laid-out account
    to which its strongest link leads. Both steps are seeded. A community says "linked more with each other than with
    others" and nothing else.

    References
    ----------
    Jacomy et al. (2014), ForceAtlas2, PLoS ONE 9(6). Traag et al. (2019), From Louvain to Leiden, Scientific Reports 9.

    Examples
    --------
    >>> links = pd.DataFrame({"source_no": [1, 1, 5], "target_no": [2, 3, 6], "n": [4, 2, 1]})
    >>> nodes = lay_out(links)
    >>> nodes[["account_no", "community", "strength", "core"]].values.tolist()
    [[1, 0, 6, 1], [2, 0, 4, 1], [3, 0, 2, 1], [5, 1, 1, 1], [6, 1, 1, 1]]
    """
    params = params or Params()
    graph = undirected(links)
    return _placed(links, graph, communities.detected(graph, params.resolution, params.seed), params)


def _placed(links: pd.DataFrame, graph: Graph, community: Ints, params: Params) -> pd.DataFrame:
    xy = np.full((graph.accounts.size, 2), np.nan)
    chosen = _chosen(graph, params.max_nodes)
    if chosen.size:
        xy[chosen] = _positions(graph.among(chosen), community[chosen], params)
        xy = _packed(_with_neighbours(graph, xy), _parts(graph))
    return pd.DataFrame(
        {
            "account_no": graph.accounts,
            "x": xy[:, 0].round(2),
            "y": xy[:, 1].round(2),
            "community": community.astype(np.int32),
            "strength": graph.strength.astype(np.int64),
            "core": communities.cores(graph),
            "bridges": communities.bridges(graph, community),
            "rank": (_ranks(links, graph) * graph.accounts.size).round(4),
        }
    )[NODE_COLUMNS]


def _ranks(links: pd.DataFrame, graph: Graph) -> Floats:
    real = (links["source_no"] != links["target_no"]).to_numpy()
    source = np.searchsorted(graph.accounts, links["source_no"].to_numpy(np.int64)[real])
    target = np.searchsorted(graph.accounts, links["target_no"].to_numpy(np.int64)[real])
    weight = links["n"].to_numpy(float)[real]
    return communities.page_rank(source, target, weight, graph.accounts.size)


def top_view(links: pd.DataFrame, max_nodes: int = 300, min_weight: int = 1) -> View:
    """The accounts and links of a filtered graph that are worth drawing.

    Parameters
    ----------
    links : DataFrame
        ``source_no``, ``target_no``, ``n``; rows of one pair are added up.
    max_nodes : int
        Most accounts drawn. Two fifths are the strongest; the others are those with most posts on links to these.
    min_weight : int
        Links of fewer posts are left out before the choice.

    Returns
    -------
    View
        ``nodes``: ``account_no``, ``received`` (posts by which others passed the account on), ``passed_on`` (posts by
        which it passed on others), ``strength`` (their sum), strongest first, counted over all links of the filter.
        ``links``: ``source_no``, ``target_no``, ``n``, thickest first. ``accounts`` and ``all_links``: how many there
        are before the choice.

    Raises
    ------
    ValueError
        If ``max_nodes`` is below 1.

    Examples
    --------
    >>> links = pd.DataFrame({"source_no": [1, 1, 5], "target_no": [2, 3, 6], "n": [4, 2, 1]})
    >>> view = top_view(links, max_nodes=2)
    >>> view.nodes.values.tolist(), view.links.values.tolist(), view.accounts
    ([[1, 6, 0, 6], [2, 0, 4, 4]], [[1, 2, 4]], 5)
    """
    if max_nodes < 1:
        raise ValueError("max_nodes must be at least 1")
    pairs = links.loc[links["source_no"] != links["target_no"], ["source_no", "target_no", "n"]]
    pairs = pairs.groupby(["source_no", "target_no"], as_index=False)["n"].sum()
    pairs = pairs[pairs["n"] >= min_weight]
    graph = undirected(pairs)
    chosen = graph.accounts[_chosen(graph, max_nodes)]
    kept = pairs[pairs["source_no"].isin(chosen) & pairs["target_no"].isin(chosen)]
    kept = kept.sort_values(["n", "source_no", "target_no"], ascending=[False, True, True], ignore_index=True)
    return View(_counted(pairs, chosen), kept, int(graph.accounts.size), len(pairs))


def method() -> str:
    """What the map shows, for the line under the figure."""
    return _(
        "An arrow runs from the account whose post was passed on to the account that passed it on; its weight is the "
        "number of posts. Accounts stand close together when they are linked often (ForceAtlas2); colours by community "
        "mark accounts linked more with each other than with others (Leiden). Closeness is no proof of contact."
    )


def _chosen(graph: Graph, max_nodes: int) -> Ints:
    """Places of the strongest accounts, then of those that tie most to them; falling strength, ties by number.

    Strength alone draws hubs without links: most accounts that pass them on are weak and would be left out.
    """
    n, strength = graph.accounts.size, graph.strength
    order = np.lexsort((np.arange(n), -strength))
    if n <= max_nodes:
        return np.asarray(order)
    hubs = order[: max(1, int(max_nodes * HUB_SHARE))]
    is_hub = np.isin(np.arange(n), hubs)
    tied = np.bincount(graph.a, graph.weight * is_hub[graph.b], n)
    tied += np.bincount(graph.b, graph.weight * is_hub[graph.a], n)
    rest = np.lexsort((np.arange(n), -strength, -tied, is_hub))[: max_nodes - hubs.size]
    both = np.concatenate([hubs, rest])
    return np.asarray(both[np.lexsort((both, -strength[both]))])


def _counted(pairs: pd.DataFrame, chosen: Ints) -> pd.DataFrame:
    """Posts received and passed on by the chosen accounts."""
    received = pairs.groupby("source_no")["n"].sum().reindex(chosen, fill_value=0)
    passed_on = pairs.groupby("target_no")["n"].sum().reindex(chosen, fill_value=0)
    nodes = pd.DataFrame({"account_no": chosen, "received": received.to_numpy(), "passed_on": passed_on.to_numpy()})
    nodes["strength"] = nodes["received"] + nodes["passed_on"]
    return nodes


def _positions(graph: Graph, community: Ints, params: Params) -> Floats:
    """ForceAtlas2, centred on the median; the few far-out accounts are drawn in to the edge of the map."""
    # Compiled loops that pages never need.
    from core.analysis import force

    n = graph.accounts.size
    # Starting each community in its own corner needs less than half the rounds of a start at random.
    noise = np.random.default_rng(params.seed).normal(size=(n, 2))
    turn = community * GOLDEN_ANGLE
    corner = np.sqrt(community + 0.5)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    start = 3.0 * np.sqrt(n) * (corner + 0.5 * noise)
    mass = np.bincount(graph.a, minlength=n) + np.bincount(graph.b, minlength=n) + 1.0
    # Square roots: a few accounts that share each other hundreds of times would collapse into one point.
    pull = np.sqrt(graph.weight)
    xy = force.force_atlas(start, graph.a, graph.b, pull, mass, params.rounds, SCALING, GRAVITY)
    xy -= np.median(xy, axis=0)
    return np.asarray(xy * (MAP_RADIUS / (np.quantile(np.hypot(xy[:, 0], xy[:, 1]), 0.98) or 1.0)))


def _fitted(xy: Floats) -> Floats:
    """One part lying on its side, within about ±1; its few far-out accounts are drawn in to its edge."""
    xy = _lying(np.column_stack([_without_gaps(xy[:, 0]), _without_gaps(xy[:, 1])]))
    xy -= np.median(xy, axis=0)
    # The middle is crowded and the rim empty: distances from the middle are evened out.
    xy *= (np.hypot(xy[:, 0], xy[:, 1])[:, None] + 1e-9) ** (EVENED - 1.0)
    far = np.hypot(xy[:, 0], xy[:, 1])
    reach = np.quantile(far, 0.98) or 1.0
    shrink = np.where(far > reach, (reach + 0.1 * np.minimum(far - reach, reach)) / np.maximum(far, 1e-9), 1.0)
    return np.asarray(xy * shrink[:, None] / (1.1 * reach))


def _without_gaps(values: Floats) -> Floats:
    """The values in their order, with wide empty stretches cut short: else a few far accounts crowd all the others."""
    order = np.argsort(values, kind="stable")
    gaps = np.diff(values[order])
    out = np.empty_like(values)
    out[order] = np.concatenate([[0.0], np.cumsum(np.minimum(gaps, WIDEST_GAP * gaps.sum()))])
    return out


def _parts(graph: Graph) -> list[Ints]:
    """The places of each part without links to the others, largest part first."""
    from scipy.sparse.csgraph import connected_components  # see links.Graph.matrix

    _many, part = connected_components(graph.matrix(graph.weight), directed=False)
    order = np.argsort(part, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(part[order])) + 1)
    return sorted(parts, key=lambda one: (-one.size, one[0]))


def _packed(xy: Floats, parts: list[Ints]) -> Floats:
    """The largest part, and in columns beside it those without links to it, which would drift off.

    Each takes an area by its number of accounts. The map is centred and ±1,000 wide.
    """
    out = np.empty_like(xy)
    x = top = 1.0
    down, wide = -top, 0.0
    for part in parts:
        inner = _sunflower(part.size) if np.isnan(xy[part]).any() else xy[part]
        if part is parts[0]:
            out[part] = _fitted(inner)
            continue
        radius = max(np.sqrt(part.size / parts[0].size), LEAST_PART)
        if down + 2.4 * radius > top:
            x, down, wide = x + wide, -top, 0.0
        centre = np.array([x + 1.2 * radius, down + 1.2 * radius])
        out[part] = centre + radius * _fitted(inner)
        down, wide = down + 2.4 * radius, max(wide, 2.4 * radius)
    out[:, 0] -= (out[:, 0].max() + out[:, 0].min()) / 2
    return np.asarray(out * (MAP_RADIUS / np.abs(out).max(initial=1e-9)))


def _sunflower(n: int) -> Floats:
    angle, radius = np.arange(n) * GOLDEN_ANGLE, np.sqrt(np.arange(n) + 0.5)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _lying(xy: Floats) -> Floats:
    """The map turned so that it is widest from left to right, as screens are."""
    _values, axes = np.linalg.eigh(np.cov((xy - xy.mean(axis=0)).T))
    # Two accounts or more; the sign is fixed so that the same graph is never mirrored.
    turned = xy @ axes[:, ::-1]
    return np.asarray(turned * np.where(axes[:, ::-1].sum(axis=0) < 0, -1.0, 1.0))


def _with_neighbours(graph: Graph, xy: Floats) -> Floats:
    """Accounts placed beside their hosts: each round those next to a placed one; those without any path stay out."""
    while True:
        host = _strongest_placed(graph, ~np.isnan(xy[:, 0]))
        guests = np.flatnonzero(host >= 0)
        if not guests.size:
            break
        xy[guests] = xy[host[guests]] + _spiral(host[guests])
    return xy


def _strongest_placed(graph: Graph, placed: npt.NDArray[np.bool_]) -> Ints:
    """For each account not yet placed its strongest placed neighbour, else -1; ties go to the lower number."""
    node, other = np.concatenate([graph.a, graph.b]), np.concatenate([graph.b, graph.a])
    weight = np.concatenate([graph.weight, graph.weight])
    useful = ~placed[node] & placed[other]
    node, other, weight = node[useful], other[useful], weight[useful]
    order = np.lexsort((-other, weight, node))  # the last one written below wins
    host = np.full(placed.size, -1)
    host[node[order]] = other[order]
    return host


def _spiral(host: Ints) -> Floats:
    """Offsets of guests around their hosts on a sunflower spiral, narrower where a host has many."""
    _hosts, group, size = np.unique(host, return_inverse=True, return_counts=True)
    order = np.argsort(group, kind="stable")
    starts = np.cumsum(size) - size
    turn = np.empty(host.size)
    turn[order] = np.arange(host.size) - starts[group[order]]
    step = np.minimum(SATELLITE_STEP, SATELLITE_RADIUS / np.sqrt(size))[group]
    radius, angle = step * np.sqrt(turn + 4.0), turn * GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
