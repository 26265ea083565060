"""The whole map on its page: what it says, what it sends to the browser, and that hostile names stay text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from core.export.context import Context
from core.export.figures.whole_map import MOST_LABEL, short
from core.model import CaseId, Filters
from core.store import cases, notebook
from pages.shared import graphs
from pages.shared.cached_spreading import MapParams
from pages.spreaders import aids, choice, kept, listing, payload, whole_words
from pages.spreaders.controls import Chosen
from pages.spreaders.kept import RowParams, SetParams, WholeParams
from tests.running import awaited

Open = Callable[..., AppTest]
ALL = ("share", "quote", "reply", "mention", "likely")


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


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


def test_a_reading_aid_is_asked_for_when_it_is_opened(folder: Path) -> None:
    seen = Filters(zone="Asia/Almaty")
    asked = RowParams(("share",))
    early = kept.rows(case_id(folder), seen, asked)
    found = aids.lists(kept.standing(case_id(folder), seen, asked, 3), early, "Asia/Almaty")
    assert list(found) == list(aids.meanings())
    assert found["rank"][0].startswith("@sim_") and len(found["first"]) == 4 and "links or more" in found["core"][0]


def rows(app: AppTest) -> list[str]:
    return app.dataframe[0].value["account"].tolist()


def test_the_table_is_sorted_by_the_server_with_the_keyboard(open_whole: Open) -> None:
    app = open_whole()
    assert rows(app)[0] == "@sim_bob"
    app = app.selectbox(key="spreaders-by").select("followers").run()
    followers = app.dataframe[0].value["followers"]
    assert followers.dropna().is_monotonic_decreasing and followers.isna().tolist() == [False, False, False, True]
    app = app.selectbox(key="spreaders-by").select("account").run()
    app = app.selectbox(key="spreaders-up").select(True).run()
    assert rows(app) == sorted(rows(app)) and "Accounts 1 to 4 of 4." in html(app)
    assert not any("score" in name.lower() for name in app.selectbox(key="spreaders-by").options)


def test_the_table_turns_its_pages(open_whole: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (kept, listing):
        monkeypatch.setattr(module, "ROWS", 3)
    app = open_whole()
    first = rows(app)
    app = app.number_input(key="spreaders-turn").set_value(2).run()
    assert len(first) == 3 and len(rows(app)) == 1 and not set(first) & set(rows(app))
    app = app.selectbox(key="spreaders-by").select("name").run()
    assert app.number_input(key="spreaders-turn").value == 1 and len(rows(app)) == 3


def test_a_row_is_selected_with_the_keyboard(open_whole: Open) -> None:
    app = open_whole()
    app.selectbox(key="spreaders-row").select("x:dee").run()
    assert app.query_params["spreader"] == ["x:dee"] or app.query_params["spreader"] == "x:dee"
    assert "&lt;img src=x" in html(app) and "<img" not in html(app)


def test_a_click_on_a_head_sorts_and_one_on_a_cell_selects(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {listing.TABLE: {"selection": {"columns": ["name"], "cells": []}}, listing.TURN: 4}
    chosen: list[str] = []
    monkeypatch.setattr(listing.filters, "recall", lambda key, default=None: state.get(key, default))
    monkeypatch.setattr(listing.filters, "remember", state.__setitem__)
    monkeypatch.setattr(listing, "_select", chosen.append)
    listing._selected(["x:bob", "x:cyd"])
    assert (state[listing.BY], state[listing.UP], state[listing.TURN]) == ("name", True, 1)
    state[listing.TABLE] = {"selection": {"columns": ["band"], "cells": []}}
    listing._selected(["x:bob", "x:cyd"])
    assert state[listing.BY] == "name"  # nobody is ranked by the score
    state[listing.TABLE] = {"selection": {"columns": [], "cells": [[1, "name"]]}}
    listing._selected(["x:bob", "x:cyd"])
    assert chosen == ["x:cyd"]


def test_the_slider_reaches_table_panel_and_description(folder: Path, open_whole: Open) -> None:
    # shares of Bob's posts at 22:58, 22:59 and 23:30 UTC; the slider has full hours on the clock of Almaty
    app = open_whole(until="2020-02-08T05:00:00", spreader="x:bob")
    assert sorted(rows(app)) == ["@sim_bob", "@sim_cyd", "@sim_dee"]
    assert app.dataframe[0].value.set_index("account").loc["@sim_bob", "received"] == 2
    body = html(app)
    assert "By then 3 of 4 accounts had a link, and 2 of 3 links were made." in body
    assert "<dt>Times passed on</dt><dd>2</dd>" in body and "@sim_fay" not in body
    whole = {"posts": 10, "accounts": 7, "first_posted_at": None, "last_posted_at": None}
    sight = Context.of(cases.read_case(folder, "tiny"), Filters(zone="Asia/Almaty"), whole, (10, 7), False)
    until = datetime(2020, 2, 7, 23, tzinfo=UTC)
    chosen = Chosen(MapParams(), "received", "band", "forward", until, whole=True, links=("share",))
    said = whole_words.description(replace(sight, case_id=case_id(folder)), chosen)
    assert (
        "3 accounts joined by 2 links" in said
        and "@sim_bob (2)" in said
        and "Links made by Sat 8 Feb 2020, 05:00" in said
    )


def test_a_group_that_two_people_gave_is_named_once(folder: Path) -> None:
    for author in ("Ann", "Ben"):
        notebook.add_label(folder / "tiny" / "notebook.sqlite", "x:bob", "Circle", author=author, evidence="seen")
    assert kept.groups(CaseId(str(folder), "tiny", 1, 2)) == {"x:bob": ["Circle"]}


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
    assert short("a\u202eb\u200bc") in ("abc", "a b c")
    assert len(short("ы" * 10_000)) == MOST_LABEL
    assert short(None) == ""


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
