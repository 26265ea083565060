"""The Cascades page on the tiny case: 2 ← 3 ← 5 ← 6 ← 7 and 2 ← 4; post 9 shares one that was not collected."""

from __future__ import annotations

import json

from tests.pages.shared.tiny_app import Open, boxes, html, tiles, widget

ELSEWHERE = "The root of this cascade is not in the data, so its tree cannot be drawn."


def charts(app):
    return {chart.key.split("-")[0]: json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}


def choose(app, element, selection):
    """A click on a row or a mark, which AppTest itself cannot make."""
    states = app._tree.get_widget_states()
    clicked = states.widgets.add()
    clicked.id, clicked.string_value = element.proto.id, json.dumps({"selection": selection})
    app._run(states)
    assert not app.exception, app.exception


def choose_row(app, row):
    choose(app, app.dataframe[0], {"rows": [row], "columns": [], "cells": []})


def marked(app):
    return app.session_state["cascades"]["selection"]["rows"]


def test_a_click_on_a_row_opens_its_cascade_and_writes_the_address(open_page: Open) -> None:
    app = open_page("cascades")
    assert marked(app) == [0]
    choose_row(app, 1)
    assert ELSEWHERE in boxes(app)
    assert app.query_params["root"] in ("x:900", ["x:900"])
    choose_row(app, 0)
    assert tiles(app)["Posts"] == "6"
    assert marked(app) == [0]


def test_a_link_opens_its_cascade_although_a_row_was_chosen_before(open_page: Open) -> None:
    app = open_page("cascades")
    choose_row(app, 1)
    app.query_params["root"] = "x:2"
    app.run()
    assert tiles(app)["Posts"] == "6"
    assert marked(app) == [0]


def test_points_chosen_in_one_tree_are_not_chosen_in_the_next(open_page: Open) -> None:
    app = open_page("cascades")
    tree = next(chart for chart in app.get("plotly_chart") if chart.key.startswith("tree"))
    choose(app, tree, {"points": [{"customdata": 3}], "point_indices": [0], "box": [], "lasso": []})
    assert "text of post 3" in html(app)
    choose_row(app, 1)
    choose_row(app, 0)
    assert "text of post 3" not in html(app)


def test_cascades_stand_largest_first(open_page: Open) -> None:
    listed = open_page("cascades").dataframe[0].value
    assert listed["size"].tolist() == [6, 2]
    assert listed["root"].tolist() == ["Restaurants <b>burn</b> in Kazakhstan", "(the root is not in the data)"]
    assert listed["author"].tolist() == ["@sim_bob", "Account not known"]
    assert listed["started"].tolist()[0] == "8 Feb 04:56"


def test_the_numbers_of_the_largest_cascade(open_page: Open) -> None:
    assert tiles(open_page("cascades")) == {
        "Posts": "6", "Accounts": "5", "Duration": "34 min", "Depth": "4", "Max breadth": "2", "Stated links": "40%",
        "Structural virality": "2.33",
    }  # fmt: skip


def test_the_tree_holds_every_post_and_its_growth_ends_at_the_size(open_page: Open) -> None:
    app = open_page("cascades")
    posts = [no for trace in charts(app)["tree"]["data"] for no in trace.get("customdata", [])]
    assert len(posts) == 5
    widget(app, "segmented_control", "cascade-answer").set_value("growth").run()
    assert charts(app)["growth"]["data"][0]["y"][-1] == 6


def test_a_bar_of_the_growth_opens_its_posts(open_page: Open) -> None:
    app = open_page("cascades")
    widget(app, "segmented_control", "cascade-answer").set_value("growth").run()
    growth = next(chart for chart in app.get("plotly_chart") if chart.key.startswith("growth"))
    bars = json.loads(growth.proto.spec)["data"][1]
    held = [until - first for first, until in bars["customdata"]]
    assert sum(held) == 5
    first = next(bar for bar, n in zip(bars["customdata"], held, strict=True) if n)
    choose(app, growth, {"points": [{"customdata": first}], "point_indices": [0], "box": [], "lasso": []})
    assert "text of post 3" in html(app)
    assert "text of post 7" not in html(app)


def test_the_tree_can_be_coloured_by_score_on_the_clock(open_page: Open) -> None:
    app = open_page("cascades")
    widget(app, "segmented_control", "tree-part").set_value("band")
    widget(app, "segmented_control", "tree-axis").set_value("clock").run()
    assert not app.exception
    tree = charts(app)["tree"]
    points = {trace["name"]: len(trace["customdata"]) for trace in tree["data"] if "customdata" in trace}
    # cyd is undecided; dee and eve show no sign; bob shows signs; fay is not scored
    assert points == {
        "Undecided": 1, "No sign of automation": 2, "Shows signs of automation": 1, "Not scored": 1
    }  # fmt: skip
    assert tree["layout"]["xaxis"]["type"] == "date"


def test_the_address_opens_a_cascade_whose_root_was_not_collected(open_page: Open) -> None:
    app = open_page("cascades", root="x:900")
    assert ELSEWHERE in boxes(app)
    assert not app.get("plotly_chart")
    assert tiles(app)["Posts"] == "2"


def test_an_unknown_root_in_the_address_gives_way_to_the_largest(open_page: Open) -> None:
    assert tiles(open_page("cascades", root="<b>x</b>"))["Posts"] == "6"


def test_a_filter_keeps_cascades_with_a_post_in_the_view_at_their_whole_size(open_page: Open) -> None:
    listed = open_page("cascades", lang="French").dataframe[0].value
    assert listed["size"].tolist() == [6]


def test_under_a_filter_the_figures_say_that_the_cascade_is_whole(open_page: Open) -> None:
    app = open_page("cascades", lang="French")
    widget(app, "segmented_control", "cascade-answer").set_value("growth").run()
    said = html(app)
    assert said.count("6 posts, 5 accounts · Whole cascade, the filter is not applied") == 2  # tree and growth
    assert "French: cascades with at least one post here, each counted whole" in said
    assert "The whole cascade: the filter is not applied to its numbers and figures." in [c.value for c in app.caption]
    assert "the filter is not applied" not in html(open_page("cascades"))


def test_a_filter_that_leaves_nothing_says_what_to_do(open_page: Open) -> None:
    app = open_page("cascades", q="nobody wrote this")
    assert boxes(app)[0].startswith("No post here was shared, quoted or answered.")
    assert not app.dataframe


def test_text_of_the_root_is_only_text(open_page: Open) -> None:
    assert "<b>burn" not in html(open_page("cascades"))
