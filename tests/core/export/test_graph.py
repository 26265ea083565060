"""Graph files come back whole from networkx, hostile text as text, the mark of simulated data inside."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest

from core.export.frame import Frame
from core.export.graph import gexf, graphml
from tests.core.export.samples import HOSTILE, SHORT

NODES = pd.DataFrame(
    {
        "account_key": ["x:1", "x:2", "telegram:3"],
        "label": [HOSTILE, "a\x00b\x1bc", "Қордай"],
        "followers": pd.array([10, None, 3], dtype="Int64"),
        "score": [0.5, None, 2.25],
        "x": [0.0, 1.0, None],
        "y": [0.0, 2.0, None],
        "colour": ["#0b5cab", None, "#b45309"],
    }
)
LINKS = pd.DataFrame(
    {
        "source": ["x:1", "x:1", "x:2"],
        "target": ["x:2", "x:2", "telegram:3"],
        "weight": [3, 1, 2],
        "kind": ["share", "quote", "share"],
        "first_at": pd.to_datetime(["2020-02-07T16:00Z", None, "2020-02-08T00:00Z"], utc=True),
    }
)
READ = {
    "gexf": (gexf, lambda data: nx.read_gexf(BytesIO(data))),
    "graphml": (graphml, lambda data: nx.read_graphml(BytesIO(data))),
}


def tree(data):
    return ElementTree.fromstring(data)  # noqa: S314 - what we have just written


@pytest.fixture(params=READ)
def graph(request):
    write, read = READ[request.param]
    return read(write(NODES, LINKS, SHORT))


def test_accounts_and_links_come_back(graph):
    assert set(graph.nodes) == {"x:1", "x:2", "telegram:3"}
    assert sorted((s, t, d["kind"], float(d["weight"])) for s, t, d in graph.edges(data=True)) == [
        ("x:1", "x:2", "quote", 1.0),
        ("x:1", "x:2", "share", 3.0),
        ("x:2", "telegram:3", "share", 2.0),
    ]
    assert graph.nodes["x:1"]["followers"] == 10
    assert graph.nodes["telegram:3"]["score"] == 2.25


def test_unknown_is_left_out_and_not_zero(graph):
    assert {"followers", "score", "colour"} & set(graph.nodes["x:2"]) == set()
    assert sum("first_at" in data for *_, data in graph.edges(data=True)) == 2


def test_hostile_labels_are_text_and_control_characters_gone(graph):
    assert graph.nodes["x:1"]["label"] == HOSTILE.replace("\u202e", "")
    assert graph.nodes["x:2"]["label"] == "abc"


def test_gexf_keeps_places_and_colours():
    drawn = nx.read_gexf(BytesIO(gexf(NODES, LINKS, SHORT))).nodes
    assert drawn["x:2"]["viz"]["position"] == {"x": 1.0, "y": 2.0, "z": 0.0}
    assert (drawn["x:1"]["viz"]["color"]["r"], drawn["x:1"]["viz"]["color"]["b"]) == (0x0B, 0xAB)
    assert "position" not in drawn["telegram:3"]["viz"]


@pytest.mark.parametrize("write", [gexf, graphml])
def test_the_file_says_what_it_is(write):
    said = " ".join(tree(write(NODES, LINKS, SHORT)).itertext())
    for words in ("SIMULATED DATA", SHORT.title, SHORT.n_text, SHORT.filter_text, SHORT.zone_text):
        assert words in said
    assert "SIMULATED" not in " ".join(tree(write(NODES, LINKS, Frame("Real"))).itertext())


@pytest.mark.parametrize("write", [gexf, graphml])
def test_an_empty_graph_is_still_a_file(write):
    assert tree(write(NODES.iloc[:0], LINKS.iloc[:0], SHORT)).tag.endswith(("gexf", "graphml"))
