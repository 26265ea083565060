"""The spreader graph: where its accounts stand on the map, their communities, and what to draw of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.i18n import _
from core.params import param

if TYPE_CHECKING:
    import networkx as nx

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

NODE_COLUMNS = ["account_no", "x", "y", "community", "strength"]
#: Of the accounts to draw, this share is chosen by strength; the rest by what ties them to those.
HUB_SHARE = 0.4
MAP_RADIUS = 1000.0
SATELLITE_STEP, SATELLITE_RADIUS = 6.0, 90.0
GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))


@dataclass(frozen=True)
class Params:
    """What may be chosen about the map of spreaders."""

    max_nodes: int = param(
        1500,
        unit="accounts",
        low=50,
        high=3000,
        help="So many accounts are laid out by their links; the others stand beside their strongest neighbour.",
        source="Cost grows with the square: 1,500 accounts take some seconds.",
    )
    rounds: int = param(
        50,
        unit="rounds",
        low=10,
        high=500,
        help="Rounds of the layout; more of them spread the groups further apart.",
        source="Jacomy et al. (2014), ForceAtlas2.",
    )
    resolution: float = param(
        1.0,
        low=0.2,
        high=5.0,
        help="Above 1 gives more and smaller communities.",
        source="Blondel et al. (2008), Louvain; 1 is plain modularity.",
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
class _Graph:
    """Undirected links between places in ``accounts``, each pair once."""

    accounts: Ints
    a: Ints
    b: Ints
    weight: Floats

    @property
    def strength(self) -> Floats:
        n = self.accounts.size
        return np.asarray(np.bincount(self.a, self.weight, n) + np.bincount(self.b, self.weight, n), dtype=np.float64)


def lay_out(links: pd.DataFrame, params: Params | None = None) -> pd.DataFrame:
    """A place on the map, a community and a strength for every account of the graph.

    Parameters
    ----------
    links : DataFrame of m links
        ``source_no`` (the account passed on), ``target_no`` (who passed it on), ``n`` posts; more rows of one pair
        (one per kind) are added up. An account's links to itself are left out.
    params : Params, optional

    Returns
    -------
    DataFrame of n accounts, ``account_no`` rising
        ``x``, ``y`` within about ±1,000; ``community`` from 0 = most accounts of those laid out, null for accounts
        without a path to one of them; ``strength`` = posts on all links of the account, both directions.

    Raises
    ------
    KeyError
        If a column is missing.

    Notes
    -----
    The strongest accounts and those that tie them together (``max_nodes``) are laid out with ForceAtlas2 and grouped
    with Louvain, both seeded. Every other account stands on a spiral around the laid-out account to which its
    strongest link leads and takes over its community. A community says "linked more with each other than with
    others" and nothing else.

    References
    ----------
    Jacomy et al. (2014), ForceAtlas2, PLoS ONE 9(6). Blondel et al. (2008), Fast unfolding of communities in large
    networks, J. Stat. Mech. P10008.

    Examples
    --------
    >>> links = pd.DataFrame({"source_no": [1, 1, 5], "target_no": [2, 3, 6], "n": [4, 2, 1]})
    >>> nodes = lay_out(links)
    >>> nodes[["account_no", "community", "strength"]].values.tolist()
    [[1, 0, 6], [2, 0, 4], [3, 0, 2], [5, 1, 1], [6, 1, 1]]
    """
    params = params or Params()
    graph = _graph(links)
    n = graph.accounts.size
    xy, community = np.full((n, 2), np.nan), np.full(n, -1)
    chosen = _chosen(graph, params.max_nodes)
    if chosen.size:
        core = _network(graph, chosen)
        community[chosen] = _communities(core, chosen, params)
        xy[chosen] = _positions(core, chosen, community[chosen], params)
    xy, community = _with_neighbours(graph, xy, community)
    return pd.DataFrame(
        {
            "account_no": graph.accounts,
            "x": xy[:, 0].round(2),
            "y": xy[:, 1].round(2),
            "community": pd.array(np.where(community < 0, np.nan, community), dtype="Int32"),
            "strength": graph.strength.astype(np.int64),
        }
    )[NODE_COLUMNS]


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
    graph = _graph(pairs)
    chosen = graph.accounts[_chosen(graph, max_nodes)]
    kept = pairs[pairs["source_no"].isin(chosen) & pairs["target_no"].isin(chosen)]
    kept = kept.sort_values(["n", "source_no", "target_no"], ascending=[False, True, True], ignore_index=True)
    return View(_counted(pairs, chosen), kept, int(graph.accounts.size), len(pairs))


def method() -> str:
    """What the map shows, for the line under the figure."""
    return _(
        "An arrow runs from the account whose post was passed on to the account that passed it on; its weight is the "
        "number of posts. Accounts stand close together when they are linked often (ForceAtlas2); colours by community "
        "mark accounts linked more with each other than with others (Louvain). Closeness is no proof of contact."
    )


def _graph(links: pd.DataFrame) -> _Graph:
    """Links with their direction and kind taken off and pairs added up."""
    source, target = links["source_no"].to_numpy(np.int64), links["target_no"].to_numpy(np.int64)
    real = source != target
    low, high = np.minimum(source, target)[real], np.maximum(source, target)[real]
    accounts, place = np.unique(np.concatenate([low, high]), return_inverse=True)
    n = max(accounts.size, 1)
    pair, where = np.unique(place[: low.size] * n + place[low.size :], return_inverse=True)
    weight = np.asarray(np.bincount(where, links["n"].to_numpy(float)[real], pair.size), dtype=np.float64)
    return _Graph(accounts, pair // n, pair % n, weight)


def _chosen(graph: _Graph, max_nodes: int) -> Ints:
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


def _network(graph: _Graph, chosen: Ints) -> nx.Graph:
    """The links among the chosen places; nodes in the order chosen, which the seeded steps depend on."""
    import networkx as nx  # late, here and below: a fifth of the start of every command

    inside = np.isin(graph.a, chosen) & np.isin(graph.b, chosen)
    network = nx.Graph()
    network.add_nodes_from(chosen.tolist())
    # Square roots: a few accounts that share each other hundreds of times would collapse into one point.
    pull = np.sqrt(graph.weight[inside]).tolist()
    network.add_weighted_edges_from(zip(graph.a[inside].tolist(), graph.b[inside].tolist(), pull, strict=True))
    return network


def _positions(network: nx.Graph, chosen: Ints, community: Ints, params: Params) -> Floats:
    """ForceAtlas2, centred on the median; the few far-out accounts are drawn in to the edge of the map."""
    import networkx as nx

    # Starting each community in its own corner needs less than half the rounds of a start at random.
    noise = np.random.default_rng(params.seed).normal(size=(chosen.size, 2))
    turn = community * GOLDEN_ANGLE
    corner = np.sqrt(community + 0.5)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    spread = 3.0 * np.sqrt(chosen.size)
    start = dict(zip(chosen.tolist(), spread * (corner + 0.5 * noise), strict=True))
    placed = nx.forceatlas2_layout(
        network, pos=start, max_iter=params.rounds, weight="weight", seed=params.seed, scaling_ratio=4.0, gravity=2.0
    )
    xy = np.array([placed[place] for place in chosen.tolist()], dtype=float)
    row = {place: i for i, place in enumerate(chosen.tolist())}
    parts = [np.array(sorted(row[place] for place in part)) for part in nx.connected_components(network)]
    xy = _lying(_packed(xy, sorted(parts, key=lambda part: (-part.size, part[0]))))
    xy -= np.median(xy, axis=0)
    far = np.hypot(xy[:, 0], xy[:, 1])
    reach = np.quantile(far, 0.98) or 1.0
    shrink = np.where(far > reach, (reach + 0.1 * np.minimum(far - reach, reach)) / np.maximum(far, 1e-9), 1.0)
    return np.asarray(xy * shrink[:, None] * (MAP_RADIUS / (1.1 * reach)))


def _packed(xy: Floats, parts: list[Ints]) -> Floats:
    """Parts without links to each other moved together: nothing holds them, and they drift far off in the layout."""
    out = xy.copy()
    placed = parts[0]
    centre = out[placed].mean(axis=0)
    margin = 0.08 * np.hypot(*(out[placed] - centre).T).max(initial=1.0)
    for part in parts[1:]:
        away = out[part].mean(axis=0) - centre
        toward = away / (np.hypot(*away) or 1.0)
        along, across = (out - centre) @ toward, (out - centre) @ np.array([-toward[1], toward[0]])
        low, high = across[part].min() - margin, across[part].max() + margin
        inside = placed[(across[placed] >= low) & (across[placed] <= high)]
        edge = along[inside].max(initial=0.0)
        out[part] += toward * (edge + margin - along[part].min())
        placed = np.concatenate([placed, part])
    return out


def _lying(xy: Floats) -> Floats:
    """The map turned so that it is widest from left to right, as screens are."""
    _values, axes = np.linalg.eigh(np.cov((xy - xy.mean(axis=0)).T))
    # Two accounts or more; the sign is fixed so that the same graph is never mirrored.
    turned = xy @ axes[:, ::-1]
    return np.asarray(turned * np.where(axes[:, ::-1].sum(axis=0) < 0, -1.0, 1.0))


def _communities(network: nx.Graph, chosen: Ints, params: Params) -> Ints:
    """Number of each account's Louvain community, 0 = the largest."""
    import networkx as nx

    groups = nx.community.louvain_communities(network, "weight", resolution=params.resolution, seed=params.seed)
    ranked = sorted(groups, key=lambda group: (-len(group), min(group)))
    number = {place: i for i, group in enumerate(ranked) for place in group}
    return np.array([number[place] for place in chosen.tolist()], dtype=np.int64)


def _with_neighbours(graph: _Graph, xy: Floats, community: Ints) -> tuple[Floats, Ints]:
    """All accounts placed: each round those next to a placed one, at last those without any path."""
    while True:
        host = _strongest_placed(graph, ~np.isnan(xy[:, 0]))
        guests = np.flatnonzero(host >= 0)
        if not guests.size:
            break
        xy[guests] = xy[host[guests]] + _spiral(host[guests])
        community[guests] = community[host[guests]]
    apart = np.flatnonzero(np.isnan(xy[:, 0]))
    xy[apart] = _rim(apart.size)
    return xy, community


def _strongest_placed(graph: _Graph, placed: npt.NDArray[np.bool_]) -> Ints:
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


def _rim(n: int) -> Floats:
    """Places on a ring outside the map."""
    angle = np.arange(n) * GOLDEN_ANGLE
    radius = MAP_RADIUS * (1.1 + 0.1 * ((np.arange(n) * 0.618034) % 1.0))
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
