"""The whole map on its page: what it says, what it sends to the browser, and that hostile names stay text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from core.model import CaseId, Filters
from pages.shared import graphs
from pages.spreaders import aids, choice, kept, payload
from pages.spreaders.kept import SetParams, WholeParams
from tests.running import awaited

Open = Callable[..., AppTest]
ALL = ("share", "quote", "reply", "mention", "likely")


def case_id(folder: Path) -> CaseId:
    return CaseId(str(folder), "tiny", 1, 0)


def sent(folder: Path, params: WholeParams | None = None) -> dict[str, Any]:
    path = kept.address(case_id(folder), Filters(), params or WholeParams())
    found: dict[str, Any] = json.loads(gzip.decompress(graphs._kept[path.rsplit("/", 1)[1]]))
    return found


def test_the_page_opens_with_map_table_and_reading_aids(open_whole: Open) -> None:
    app = open_whole()
    assert [head.value for head in app.header][-2:] == ["How to read the map", "The accounts on the map"]
    assert {"Communities", "Bridge accounts", "First movers"} <= {box.label for box in app.expander}
    table = app.dataframe[0].value
    assert len(table) == 4 and {"rank", "bridges", "core"} <= set(table.columns)


def test_a_filter_that_leaves_nobody_says_what_to_do(open_whole: Open) -> None:
    assert "Nobody here is linked with anybody." in open_whole(q="nobody wrote this").info[0].value


def test_the_graph_that_is_sent_is_the_graph_of_the_case(folder: Path) -> None:
    graph = sent(folder)
    keys, links = graph["nodes"]["key"], graph["links"]
    pairs = {(keys[a], keys[b], n) for a, b, n in zip(links["source"], links["target"], links["n"], strict=True)}
    assert pairs == {("x:bob", "x:cyd", 1), ("x:bob", "x:dee", 1), ("x:bob", "x:fay", 1)}
    assert graph["nodes"]["received"][keys.index("x:bob")] == 3
    for way in payload.COLOURS:
        assert len(graph["colours"][way]["codes"]) == len(keys)


def test_every_filter_answers_like_the_stored_links(folder: Path) -> None:
    stored = kept.links(case_id(folder), Filters(), WholeParams(ALL))
    live = kept.links(case_id(folder), Filters(kinds=("original", "share", "quote", "reply")), WholeParams(ALL))
    order = ["source", "target"]
    pd.testing.assert_frame_equal(
        stored.sort_values(order, ignore_index=True), live.sort_values(order, ignore_index=True), check_dtype=False
    )


def test_closed_communities_are_one_circle_each_and_open(folder: Path) -> None:
    closed = sent(folder, WholeParams(closed=True))
    assert all(key.startswith("community:") for key in closed["nodes"]["key"])
    place = int(closed["nodes"]["key"][0].removeprefix("community:"))
    opened = sent(folder, WholeParams(closed=True, opened=(place,)))
    assert sum(not key.startswith("community:") for key in opened["nodes"]["key"]) == closed["nodes"]["accounts"][0]


def test_names_are_cut_and_lose_signs_that_turn_text_round() -> None:
    assert payload.short("a\u202eb\u200bc") in ("abc", "a b c")
    assert len(payload.short("ы" * 10_000)) == payload.MOST_LABEL
    assert payload.short(None) == ""


def asked(path: str) -> Any:
    """The answer to a request for a graph."""
    request = Request({"type": "http", "method": "GET", "path_params": {"name": path.rsplit("/", 1)[1]}, "headers": []})
    return awaited(graphs.fetch(request))


def test_an_unknown_graph_is_not_found_and_a_known_one_is_private_json() -> None:
    assert asked("/graphs/nothing").status_code == 404
    answer = asked(graphs.put(b'{"a": 1}'))
    assert json.loads(gzip.decompress(answer.body)) == {"a": 1}
    assert "private" in answer.headers["cache-control"]


def test_chosen_accounts_are_counted_with_an_interval(folder: Path) -> None:
    found = kept.compared(case_id(folder), Filters(), SetParams(("x:bob", "x:cyd")))
    assert (found["accounts"], found["inside"], found["signs"], found["scored"]) == (2, 1, 1, 1)
    words = choice.facts(found, "Asia/Almaty")
    assert words["Accounts"] == "2" and "21% to 100%" in words["Show signs of automation"]


@pytest.mark.parametrize(("stability", "words"), [(0.95, "Sure"), (0.7, "Rather sure"), (0.3, "Not sure")])
def test_a_community_says_how_sure_it_is(stability: float, words: str) -> None:
    assert aids.stability_text(stability).startswith(words)
