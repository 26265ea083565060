"""Communities, cores, bridges and ranks, against networkx and by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from core.analysis import communities, force
from core.analysis.links import Graph, undirected
from core.analysis.spreaders import of_case


@pytest.fixture(scope="module")
def links() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    circle = np.repeat(np.arange(5), 60)
    source, target = rng.integers(0, 300, 15_000), rng.integers(0, 300, 15_000)
    near = (circle[source] == circle[target]) | (rng.random(15_000) < 0.02)
    return pd.DataFrame({"source_no": source[near], "target_no": target[near], "n": 1})


@pytest.fixture(scope="module")
def graph(links: pd.DataFrame) -> Graph:
    return undirected(links)


def as_networkx(graph: Graph) -> nx.Graph:
    made = nx.Graph()
    made.add_weighted_edges_from(zip(graph.a.tolist(), graph.b.tolist(), graph.weight.tolist(), strict=True))
    return made


def test_the_five_circles_are_found_again_and_the_same_for_the_same_seed(graph: Graph) -> None:
    found = communities.detected(graph, 1.0, 1)
    truth = graph.accounts // 60
    assert len({(int(a), int(b)) for a, b in zip(found, truth, strict=True)}) == 5
    assert np.array_equal(found, communities.detected(graph, 1.0, 1))


def test_a_clear_community_is_stable_and_a_graph_without_any_is_not(graph: Graph) -> None:
    runs = [communities.detected(graph, 1.0, seed) for seed in range(5)]
    assert communities.stability(runs[0], runs[1:]).min() > 0.95
    rng = np.random.default_rng(1)
    ends = rng.integers(0, 300, (2, 1500))
    blur = undirected(pd.DataFrame({"source_no": ends[0], "target_no": ends[1], "n": 1}))
    runs = [communities.detected(blur, 1.0, seed) for seed in range(5)]
    assert communities.stability(runs[0], runs[1:]).mean() < 0.8


def test_core_numbers_are_those_of_networkx(graph: Graph) -> None:
    expected = nx.core_number(as_networkx(graph))
    assert communities.cores(graph).tolist() == [expected[i] for i in range(graph.accounts.size)]


def test_page_rank_is_that_of_networkx() -> None:
    rng = np.random.default_rng(2)
    source, target = rng.integers(0, 50, 300), rng.integers(0, 50, 300)
    # Rank flows from who passed on (target) to who was passed on (source).
    made = nx.DiGraph()
    made.add_nodes_from(range(50))
    for a, b in zip(source.tolist(), target.tolist(), strict=True):
        made.add_edge(b, a, weight=made.get_edge_data(b, a, {"weight": 0})["weight"] + 1)
    expected = nx.pagerank(made, tol=1e-12)
    found = communities.page_rank(source, target, np.ones(300), 50)
    assert np.allclose(found, [expected[i] for i in range(50)], atol=1e-6)


def test_bridges_count_other_communities(graph: Graph) -> None:
    community = communities.detected(graph, 1.0, 1)
    made = as_networkx(graph)
    expected = [len({community[j] for j in made[i]} - {community[i]}) for i in range(graph.accounts.size)]
    assert communities.bridges(graph, community).tolist() == expected


def test_posts_inside_and_out_add_up(links: pd.DataFrame, graph: Graph) -> None:
    found = of_case(links).communities
    assert found["posts_inside"].sum() + found["posts_out"].sum() / 2 == graph.weight.sum()
    assert found["accounts"].sum() == graph.accounts.size


def test_no_links_give_no_communities() -> None:
    empty = of_case(pd.DataFrame({"source_no": [], "target_no": [], "n": []}, dtype="int64"))
    assert empty.nodes.empty and empty.communities.empty


def test_the_quadtree_pushes_like_every_pair_when_cells_are_never_taken_whole() -> None:
    rng = np.random.default_rng(5)
    xy, mass = rng.normal(size=(40, 2)), rng.uniform(1, 3, 40)
    child, centre, weight, pushed = np.empty((400, 4), np.int64), np.empty((400, 2)), np.empty(400), np.zeros((40, 2))
    low = xy.min(axis=0)
    # A side of the root that is told far too large makes every cell look near.
    side = float((xy.max(axis=0) - low).max() * 1.001)
    force.quadtree(xy, mass, child, centre, weight, side, low[0], low[1])
    force.repulsion(xy, mass, child, centre, weight, 1e9, 4.0, pushed)
    apart = xy[:, None] - xy[None]
    square = (apart**2).sum(axis=2) + 1e-4
    expected = 4.0 * (mass[:, None] * mass[None] / square)[..., None] * apart
    assert np.allclose(pushed, expected.sum(axis=1), rtol=1e-6)
