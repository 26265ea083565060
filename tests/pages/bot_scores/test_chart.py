"""The histogram, the shares and the sentences, from counts made by hand."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from core.analysis.intervals import wilson
from core.export import style
from core.export.context import Context
from core.export.figures import score_words
from core.export.figures.scores import APART, band_of_bin, histogram_figure, shares_figure
from core.export.text import text_width
from core.i18n import LANGUAGES, speaking
from core.model import Case, CaseId, Filters
from core.store.queries.scores import share_above
from pages.bot_scores import answers
from pages.shared.cached import ScoreParams
from tests.pages.shared.tiny_app import built

#: 40 scored accounts: 24 at 0.5, 6 at 2.25, 2 at 3.0, 8 at 4.75; 7 with too few data, 3 not scored.
COUNTS = pd.DataFrame(
    {
        "status": ["not scored", "not enough data", "scored", "scored", "scored", "scored"],
        "score_bin": pd.array([None, None, 2, 9, 12, 19], dtype="Int32"),
        "accounts": [3, 7, 24, 6, 2, 8],
        "posts": [30, 7, 48, 60, 20, 800],
    }
)


def figure(unit="accounts", cut=3.0):
    return histogram_figure(COUNTS, unit, cut, False, unit)


@pytest.mark.parametrize(("unit", "total"), [("accounts", 50), ("posts", 965)])
def test_the_bars_add_up_to_everything(unit, total):
    assert sum(sum(bars["y"]) for bars in figure(unit)["data"]) == total


def test_each_bar_stands_over_its_quarter_of_a_point():
    bars = figure()["data"][0]
    assert {x: y for x, y in zip(bars["x"], bars["y"], strict=True) if y} == {0.5: 24, 2.25: 6, 3.0: 2, 4.75: 8}
    assert len(bars["x"]) == 20
    assert bars["offset"] == 0


def test_accounts_without_a_score_are_hatched_bars_right_of_five():
    few, none = figure()["data"][1:]
    assert (few["y"], none["y"]) == ([7], [3])
    assert few["x"][0] > 5
    assert none["x"][0] > few["x"][0] + few["width"]
    assert few["marker"]["pattern"]["shape"] == "/"
    assert (few["customdata"], none["customdata"]) == (["not enough data"], ["not scored"])
    assert list(APART) == ["not enough data", "not scored"]


def spans(named, unit_px):
    """Left and right edge of words that stand centred at their places."""
    widest = {x: max(text_width(line, 13) for line in text.split("<br>")) for x, text in named}
    return [(x * unit_px - width / 2, x * unit_px + width / 2) for x, width in sorted(widest.items())]


@pytest.mark.parametrize("part", ["ticks", "bands"])
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_words_stand_apart_on_a_telephone(part, language):
    with speaking(language):
        layout = figure()["layout"]
    axis = layout["xaxis"]
    ticks = list(zip(axis["tickvals"], axis["ticktext"], strict=True))
    bands = [(note["x"], note["text"]) for note in layout["annotations"][1:]]  # behind the name of the cut-off
    placed = spans({"ticks": ticks, "bands": bands}[part], 261 / (axis["range"][1] - axis["range"][0]))
    assert len(placed) in (8, 3)
    assert all(left > right for (_left, right), (left, _right) in pairwise(placed))


def test_the_names_of_the_bands_stand_in_the_plot_above_the_highest_bar():
    # Above the plot they would push the title of the y axis away from its axis in a saved picture.
    layout = figure()["layout"]
    assert all(note["y"] <= 1 for note in layout["annotations"])
    assert layout["yaxis"]["range"] == [0, 30]  # 24 accounts at most, and a quarter more


def test_bars_from_the_cut_off_on_are_full():
    bars = figure(cut=3.0)["data"][0]
    edges = bars["marker"]["line"]["color"]
    full = [x for x, inside, edge in zip(bars["x"], bars["marker"]["color"], edges, strict=True) if inside == edge]
    assert full == [3 + 0.25 * step for step in range(8)]
    assert figure(cut=3.0)["layout"]["shapes"][0]["x0"] == 3.0


def test_colours_are_those_of_the_bands():
    assert [band_of_bin(n) for n in (0, 7, 8, 11, 12, 19)] == [
        "none",
        "none",
        "undecided",
        "undecided",
        "signs",
        "signs",
    ]
    colours = figure()["data"][0]["marker"]["line"]["color"]
    assert colours[12] == style.band_colour("signs")
    assert colours[11] == style.band_colour("undecided")


def test_no_scored_account_is_an_empty_histogram_and_not_an_error():
    spec = histogram_figure(COUNTS[COUNTS["status"] != "scored"], "accounts", 3.0, False, "accounts")
    assert sum(spec["data"][0]["y"]) == 0


def test_shares_have_their_wilson_interval():
    rows = [("English", 8, 32, *wilson(8, 32)), ("French", 0, 30, *wilson(0, 30))]
    dots = shares_figure(rows, False)["data"][0]
    low, high = 0.1325, 0.4211  # Wilson's interval of 8 in 32, worked out by hand
    assert dots["x"] == [0.25, 0]
    assert dots["x"][0] - dots["error_x"]["arrayminus"][0] == pytest.approx(low, abs=0.0005)
    assert dots["x"][0] + dots["error_x"]["array"][0] == pytest.approx(high, abs=0.0005)
    assert dots["error_x"]["arrayminus"][1] == 0
    assert dots["error_x"]["array"][1] > 0.1
    assert dots["text"][0] == "25.0% [13.3%–42.1%]"


def test_the_sentence_counts_from_the_cut_off_and_has_an_interval():
    above = share_above(COUNTS, 3.0)
    assert (above["above"], above["scored"], above["above_posts"], above["scored_posts"]) == (10, 40, 820, 928)
    said = answers.sentence(above, 3.0)
    assert said == "Of 40 scored accounts, 25% [14%–40%] show signs of automation (score 3.00 or more)."


def test_below_thirty_scored_accounts_no_share_is_stated():
    few = {"scored": 29, "above": 10, "scored_posts": 50, "above_posts": 20, "accounts": 40}
    assert "%" not in answers.sentence(few, 3.0)
    assert answers._share_tile(few)[1] == "–"
    assert answers._posts_tile(few)[1] == "–"
    assert answers._unscored_tile(few)[1] == "11"


def test_nothing_says_that_somebody_is_a_bot():
    said = answers.sentence(share_above(COUNTS, 3.0), 3.0) + answers.alt(COUNTS, share_above(COUNTS, 3.0), 3.0)
    assert "is a bot" not in said
    assert "are bots" not in said


def test_the_table_behind_the_bars_names_their_edges_and_keeps_nulls():
    table = score_words.table(COUNTS)
    assert table["accounts"].sum() == 50
    assert table["score_from"].isna().tolist() == [True, True, False, False, False, False]
    last = table.iloc[-1]
    assert (last["score_from"], last["score_to"]) == (4.75, 5.0)


def selected(curve, x):
    return {"selection": {"points": [{"curve_number": curve, "x": x}]}}


def test_a_click_finds_its_bar():
    assert answers.clicked(selected(0, 3.0)) == "3.00"  # the left edge
    assert answers.clicked(selected(0, 3.125)) == "3.00"  # the middle
    assert answers.clicked(selected(1, 5.675)) == "not enough data"
    assert answers.clicked(selected(2, 6.875)) == "not scored"
    assert answers.clicked({"selection": {"points": []}}) is None
    assert answers.clicked(None) is None


def test_a_bar_stands_for_a_quarter_of_a_point_and_the_last_one_for_five_too():
    assert answers.bar_params("3.00") == ScoreParams("scored", 3.0, 3.25)
    assert answers.bar_params("not scored") == ScoreParams("not scored")
    last = answers.bar_params("4.75")
    assert last.low == 4.75
    assert last.high is not None
    assert last.high > 5


def test_every_bar_can_be_chosen_and_has_the_height_that_is_drawn():
    heights = {bar: answers.height_of(bar, COUNTS) for bar in answers.bars()}
    assert {bar: n for bar, n in heights.items() if n} == {
        "0.50": 24, "2.25": 6, "3.00": 2, "4.75": 8, "not enough data": 7, "not scored": 3
    }  # fmt: skip
    assert answers.bar_label("2.25") == "Score 2.25 to 2.50"
    assert answers.bar_label("not scored") == "Not scored"


def test_the_picture_carries_the_answer_and_its_limit():
    case = Case("tiny", "Tiny", "A claim", "UTC", 1, built() / "tiny")
    context = Context(case, CaseId(str(built()), "tiny", 1, 0), Filters(), 1, 1, 1, 1, None, None, "No filter", False)
    frame = answers.picture_frame(context, "accounts", COUNTS, share_above(COUNTS, 3.0), 3.0)
    assert frame.subtitle == "Of 40 scored accounts, 25% [14%–40%] show signs of automation (score 3.00 or more)."
    assert frame.notes == ("A score is fit to describe a group, not to accuse one account.",)
