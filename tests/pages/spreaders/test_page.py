"""The page in the real frame, on a case whose links are counted by hand in conftest.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import Path

import networkx as nx
import pytest
from streamlit.testing.v1 import AppTest

from core.export.batch import render
from core.model import CaseId, Filters
from core.store.cases import read_case
from pages.shared import cached_spreading
from pages.shared.cached_spreading import MapParams
from tests.pages.spreaders.conftest import HOSTILE

Open = Callable[..., AppTest]
TINY = ("share",)


def html(app: AppTest) -> str:
    """Everything that the page wrote as HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def table(app: AppTest):
    return app.dataframe[0].value.set_index("account")


def test_shares_are_counted_from_the_account_passed_on(open_page: Open) -> None:
    rows = table(open_page())
    assert rows.index.tolist() == ["@sim_bob", "@sim_cyd", "@sim_dee", "@sim_fay"]
    assert rows["received"].tolist() == [3, 0, 0, 0]
    assert rows["received_from"].tolist() == [3, 0, 0, 0]
    assert rows["passed_on"].tolist() == [0, 1, 1, 1]
    assert rows["posts"].tolist() == [2, 2, 1, 1]


def test_other_kinds_of_link_are_counted_when_asked_for(open_page: Open) -> None:
    rows = table(open_page(links=["Quote", "Reply"]))
    assert sorted(rows.index) == ["@sim_bob", "@sim_cyd", "@sim_eve"]
    assert rows.loc["@sim_eve", ["received", "passed_on"]].tolist() == [1, 1]


def test_unknown_followers_stay_unknown_and_the_score_is_in_words(open_page: Open) -> None:
    rows = table(open_page())
    assert rows["followers"].isna().tolist() == [False, False, False, True]
    assert rows["band"].tolist() == ["Shows signs of automation", "Not scored", "Not scored", "Not scored"]


def test_the_page_says_what_is_drawn_and_what_a_share_does_not_say(open_page: Open) -> None:
    text = html(open_page())
    assert "4 of 4 accounts and 3 of 3 links are drawn." in text
    assert "those who passed it on in between are not known" in text
    assert "between are not known" not in html(open_page(links=["Reply"]))


def test_the_address_opens_an_account_beside_the_map(grouped: Path, open_page: Open) -> None:
    text = html(open_page(spreader="x:bob"))
    assert '<h2 dir="auto">@sim_bob</h2>' in text
    assert "First circle" in text
    assert "Shows signs of automation, 3.4 of 5" in text
    passed_on_by = text.split("Passed on by</h3>")[1].split("<h3>")[0]
    assert [name for name in ("sim_cyd", "sim_dee", "sim_eve", "sim_fay") if name in passed_on_by] == [
        "sim_cyd", "sim_dee", "sim_fay"
    ]  # fmt: skip


def test_an_account_without_a_link_in_the_view_is_explained(open_page: Open) -> None:
    app = open_page(spreader="x:gus")
    assert "has no such link in the view" in app.warning[0].value


def test_a_hostile_name_is_only_text(open_page: Open) -> None:
    app = open_page(spreader="x:dee")
    assert escape(HOSTILE) in html(app)
    assert "<img" not in html(app)
    assert table(app).loc["@sim_dee", "name"] == HOSTILE


def test_the_slider_takes_the_map_back_in_time(open_page: Open) -> None:
    app = open_page()
    slider = next(s for s in app.slider if s.key == "until")
    # 23:00 UTC, when Fay has not shared yet
    slider.set_value(datetime(2020, 2, 8, 5)).run()
    assert not app.exception
    assert table(app)["received"].to_dict()["@sim_bob"] == 2
    assert table(app)["passed_on"].to_dict() == {"@sim_bob": 0, "@sim_cyd": 1, "@sim_dee": 1, "@sim_fay": 0}
    assert "3 of 4 accounts and 2 of 3 links are drawn." in html(app)
    assert "Links made by" in html(app)


def test_a_filter_that_leaves_no_link_says_what_to_do(open_page: Open) -> None:
    app = open_page(q="nobody wrote this")
    assert "Nobody here passed anybody on." in app.info[0].value
    assert not app.dataframe


def test_thin_links_can_leave_nothing(open_page: Open) -> None:
    assert "Nobody here passed anybody on." in open_page(least="5").info[0].value


def test_without_a_case_the_page_says_what_to_do(open_empty: Open) -> None:
    app = open_empty()
    assert "There are no data yet" in app.info[0].value


def case_id(folder: Path) -> CaseId:
    return CaseId(str(folder), "tiny", 1, 0)


def test_an_account_that_is_asked_for_is_drawn_with_those_beside_it(folder: Path) -> None:
    two = MapParams(TINY, most=2)
    plain = cached_spreading.choice(case_id(folder), Filters(), two)
    drawn = cached_spreading.drawn(case_id(folder), Filters(), Filters(), two)
    left_out = ({"x:cyd", "x:dee", "x:fay"} - set(drawn["account_key"])).pop()
    params, found = cached_spreading.choice_with(case_id(folder), Filters(), two, left_out)
    keys = set(cached_spreading.drawn(case_id(folder), Filters(), Filters(), params)["account_key"])
    assert {left_out, "x:bob"} <= keys
    assert (found.accounts, found.links) == (plain.accounts, plain.links) == (4, 3)


def test_asking_for_an_account_that_is_drawn_changes_nothing(folder: Path) -> None:
    params = MapParams(TINY)
    assert cached_spreading.choice_with(case_id(folder), Filters(), params, "x:bob")[0] == params
    assert cached_spreading.choice_with(case_id(folder), Filters(), params, "x:nobody")[0] == params


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_the_files_hold_the_whole_graph_under_pseudonyms(folder: Path, kind: str) -> None:
    made = render(read_case(folder, "tiny"), "spreaders", settings={"most": "1"}, format=kind).bytes
    graph = nx.parse_graphml(made.decode()) if kind == "graphml" else nx.read_gexf(BytesIO(made))
    (source,) = {source for source, _target in graph.edges()}
    assert (graph.number_of_edges(), graph.out_degree(source)) == (3, 3)
    assert {node["community"] for _key, node in graph.nodes(data=True)} == {1, 2}
    assert b"sim_" not in made and b"x:bob" not in made


def test_the_file_keeps_to_the_filter(folder: Path) -> None:
    seen = Filters(end=datetime(2020, 2, 7, 23, tzinfo=UTC))
    graph = nx.parse_graphml(
        render(read_case(folder, "tiny"), "spreaders", filters=seen, format="graphml").bytes.decode()
    )
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (3, 2)


def test_the_answer_counts_the_kinds_of_link_that_are_chosen(open_page: Open) -> None:
    assert "received 100% of the 3 shares (3)." in html(open_page())
    assert "received 100% of the 2 quotes and replies (2)." in html(open_page(links=["Quote", "Reply"]))
