"""The Bot scores page on the tiny case: bob 4.5, cyd 2.5, dee and eve 0.5; ann, fay and gus have no score."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.pages.shared.tiny_app import Open, boxes, html, tiles, widget


def click(app, curve, x):
    """A click on a bar, which AppTest itself cannot make; ``x`` is the middle of the bar, as Plotly says it."""
    chart = next(chart for chart in app.get("plotly_chart") if chart.key == "scores")
    points = [{"curve_number": curve, "point_index": 0, "x": x, "y": 1}]
    states = app._tree.get_widget_states()
    clicked = states.widgets.add()
    clicked.id = chart.proto.id
    clicked.string_value = json.dumps({"selection": {"points": points, "point_indices": [0], "box": [], "lasso": []}})
    app._run(states)
    assert not app.exception, app.exception


def histogram(app):
    chart = next(chart for chart in app.get("plotly_chart") if chart.key == "scores")
    bars, *apart = json.loads(chart.proto.spec)["data"]
    scored = {x: y for x, y in zip(bars["x"], bars["y"], strict=True) if y}
    return scored | {bar["customdata"][0]: bar["y"][0] for bar in apart}


def test_each_account_is_in_one_bar(open_page: Open) -> None:
    assert histogram(open_page("bot_scores")) == {0.5: 2, 2.5: 1, 4.5: 1, "not enough data": 3, "not scored": 0}


@pytest.mark.parametrize(
    ("curve", "x", "chosen", "accounts"),
    [(0, 0.625, "0.50", ["@sim_dee", "@sim_eve"]), (0, 4.625, "4.50", ["@sim_bob"]),
     (1, 5.675, "not enough data", ["@sim_ann", "@sim_fay", "@sim_gus"])],
)  # fmt: skip
def test_a_click_lists_the_accounts_of_its_bar(
    curve: int, x: float, chosen: str, accounts: list[str], open_page: Open
) -> None:
    app = open_page("bot_scores")
    assert not app.dataframe
    click(app, curve, x)
    assert widget(app, "selectbox", "bar").value == chosen
    assert app.dataframe[0].value["account"].tolist() == accounts
    drawn = histogram(app)
    assert drawn[float(chosen) if curve == 0 else chosen] == len(accounts)


def test_a_bar_can_be_chosen_without_the_chart(open_page: Open) -> None:
    app = open_page("bot_scores")
    widget(app, "selectbox", "bar").set_value("2.50").run()
    assert app.dataframe[0].value["account"].tolist() == ["@sim_cyd"]
    assert "1 of 1 account, by the time of its first post" in [caption.value for caption in app.caption]
    widget(app, "selectbox", "bar").set_value("3.00").run()
    assert not app.dataframe
    assert "No account here has this score." in [caption.value for caption in app.caption]


def test_their_posts_are_counted_when_asked_for(open_page: Open) -> None:
    counted = histogram(open_page("bot_scores", **{"score-unit": "Their posts"}))
    # ann wrote two posts, fay and gus one each
    assert counted == {0.5: 2, 2.5: 2, 4.5: 2, "not enough data": 4, "not scored": 0}


def test_the_filter_counts_accounts_of_the_view(open_page: Open) -> None:
    assert histogram(open_page("bot_scores", lang="French")) == {
        2.5: 1, 4.5: 1, "not enough data": 1, "not scored": 0
    }  # fmt: skip
    by_score = open_page("bot_scores", band="Not scored")
    assert histogram(by_score) == {"not enough data": 3, "not scored": 0}


def test_of_four_scored_accounts_no_share_is_stated(open_page: Open) -> None:
    app = open_page("bot_scores")
    assert tiles(app) == {
        "Accounts above the cut-off": "–", "Posts of these accounts": "–", "Accounts without a score": "3"
    }  # fmt: skip
    assert "With fewer than 30 scored accounts, nothing is said about a share." in html(app)


@pytest.fixture
def many(folder: Path) -> None:
    """The tiny case with forty further accounts that wrote in English, ten of them at 3.25 and the others at 1."""
    con = duckdb.connect(str(folder / "tiny" / "store-1.duckdb"))
    con.execute(
        "INSERT INTO account_cube SELECT 1000 + i, 'en', 'x', 'original', CASE WHEN i < 10 THEN 13 ELSE 4 END, 3, 1 "
        "FROM range(40) t(i)"
    )
    con.execute(
        "INSERT INTO language_scores SELECT lang, score_bin, count(*), sum(n) FROM account_cube "
        "WHERE account_no >= 1000 GROUP BY lang, score_bin"
    )
    con.close()


def test_the_share_has_its_interval_and_follows_the_cut_off(many: None, open_page: Open) -> None:
    # 44 scored accounts; bob and the ten are at 3 or above: 11
    app = open_page("bot_scores")
    assert tiles(app)["Accounts above the cut-off"] == "25.0%"
    assert "95 % interval 14.6% – 39.4%; 11 of 44 scored accounts" in html(app)
    assert "Of 44 scored accounts, 25% [15%–39%] show signs of automation (score 3.00 or more)." in html(app)
    stricter = open_page("bot_scores", cut="4")
    assert "Of 44 scored accounts, 2% [0%–12%] show signs of automation (score 4.00 or more)." in html(stricter)


def test_shares_by_language_leave_small_languages_out(many: None, open_page: Open) -> None:
    app = open_page("bot_scores", **{"score-cut": "By language"})
    chart = next(chart for chart in app.get("plotly_chart") if chart.key == "scores-lang")
    dots = json.loads(chart.proto.spec)["data"][0]
    assert dots["y"] == ["English"]
    # bob, cyd, dee and eve wrote in English, too
    assert dots["x"] == [11 / 44]


def test_what_a_score_means_follows_the_assumed_share(many: None, open_page: Open) -> None:
    app = open_page("bot_scores")
    usual = html(app)
    assert "If 15% of all accounts are automated, one with a score of 3" in usual
    widget(app, "slider", "prior").set_value(50).run()
    assert "If 50% of all accounts are automated" in html(app)


def test_a_filter_that_leaves_nothing_says_what_to_do(open_page: Open) -> None:
    app = open_page("bot_scores", q="nobody wrote this")
    assert boxes(app)[0] == "No account here. Take a filter off, or choose a longer period."
    assert not app.get("plotly_chart")
