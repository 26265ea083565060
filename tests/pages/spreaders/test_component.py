"""The data that the graph component sends to the browser."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from pages.spreaders.component import LARGEST_PX, MAX_NODES, SMALLEST_PX, _words, graph_data


def accounts(*rows: tuple) -> pd.DataFrame:
    columns = ["account_key", "label", "x", "y", "size", "colour", "title"]
    return pd.DataFrame([(*row, "#0b5cab", "t")[:7] for row in rows], columns=columns)


def links(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "target", "n"])


THREE = accounts(("x:1", "one", 0.0, 1.0, 100), ("x:2", "two", 2.0, 3.0, 25), ("x:3", "three", 4.0, 5.0, None))


def test_places_and_keys_arrive_and_the_area_shows_the_size():
    nodes = graph_data(THREE, links())["nodes"]
    assert [(n["key"], n["x"], n["y"]) for n in nodes] == [("x:1", 0, 1), ("x:2", 2, 3), ("x:3", 4, 5)]
    assert [n["size"] for n in nodes] == [LARGEST_PX, (SMALLEST_PX + LARGEST_PX) / 2, SMALLEST_PX]


def test_links_to_accounts_that_are_not_drawn_are_left_out():
    edges = graph_data(THREE, links(("x:1", "x:2", 3), ("x:2", "x:9", 50)))["edges"]
    assert [(e["from"], e["to"]) for e in edges] == [(0, 1)]


@pytest.mark.parametrize(("direction", "arrows"), [("forward", "to"), ("backward", "from"), ("none", "")])
def test_arrows_follow_the_direction_and_are_explained(direction, arrows):
    assert graph_data(THREE, links(("x:1", "x:2", 3)), direction)["edges"][0]["arrows"] == arrows
    assert len({_words(d, "")["note"] for d in ("forward", "backward", "none")}) == 3


def test_names_that_mean_something_to_javascript_are_only_text():
    hostile = accounts(("__proto__", "<img onerror=alert(1)>\u202e", 0.0, 0.0, 1), ("x:2", "constructor", 1.0, 1.0, 1))
    data = graph_data(hostile, links(("__proto__", "x:2", 1)))
    assert [n["id"] for n in data["nodes"]] == [0, 1]
    assert data["nodes"][0]["label"] == "<img onerror=alert(1)>"
    assert json.loads(json.dumps(data)) == data


def test_the_version_changes_with_what_is_drawn_and_only_then():
    one = graph_data(THREE, links(("x:1", "x:2", 3)))["version"]
    assert graph_data(THREE.copy(), links(("x:1", "x:2", 3)))["version"] == one
    assert graph_data(THREE, links(("x:1", "x:3", 3)))["version"] != one
    assert graph_data(THREE.assign(colour="#000"), links(("x:1", "x:2", 3)))["version"] != one


def test_too_many_accounts_are_refused():
    many = accounts(*((f"x:{i}", "a", 0.0, 0.0, 1) for i in range(MAX_NODES + 1)))
    with pytest.raises(ValueError, match=str(MAX_NODES)):
        graph_data(many, links())


def test_an_empty_graph_is_no_error():
    data = graph_data(accounts(), links())
    assert data["nodes"] == [] and data["edges"] == []
