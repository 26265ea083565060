"""Circles, colours and legend, from accounts written by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from core.export import style
from core.export.figures import spreaders as chart
from core.export.figures.map_words import Chosen, drawn_text, size_words
from core.export.figures.spreaders import Look, drawing
from pages.shared.cached_spreading import Choice, MapParams


def accounts(**changes: list) -> pd.DataFrame:
    """Four accounts: the second has nothing known, the third has no link, the fourth is in no community."""
    columns = {
        "account_key": ["x:a", "x:b", "x:c", "x:d"],
        "platform": ["x"] * 4,
        "handle": ["a", None, "c", "d"],
        "name": ["Ann", None, "Cyd", "Dee"],
        "x": [0.0, 1.0, 2.0, 3.0],
        "y": [0.0, 1.0, 2.0, 3.0],
        "community": pd.array([0, 11, 0, None], dtype="Int32"),
        "followers": pd.array([100, None, 5, 50], dtype="Int64"),
        "posts": [1, 2, 3, 4],
        "received": [8, 2, 0, 0],
        "received_from": [7, 1, 0, 0],
        "passed_on": [0, 1, 0, 3],
        "passed_on_of": [0, 1, 0, 1],
        "lang": ["en", None, "ru", "und"],
        "band": ["signs", "unscored", "none", "unscored"],
    }  # fmt: skip
    return pd.DataFrame({**columns, **changes})


def drawn(colour: str = "band", size: str = "received", groups: dict[str, list[str]] | None = None, **changes: list):
    return drawing(accounts(**changes), accounts(), groups or {}, Look(size, colour))


def test_sizes_are_shares_of_the_largest_of_the_whole_period():
    assert drawn(received=[4, 2, 0, 0]).nodes["size"].tolist() == [0.5, 0.25, 0, 0]


def test_unknown_followers_have_no_size_and_are_counted_in_the_key():
    assert drawn(size="followers").nodes["size"].tolist() == [1.0, 0.0, 0.0, 0.5]
    chosen = Chosen(MapParams(), "followers", "band", "forward", None)
    assert size_words(chosen, accounts()).endswith("at most 100; smallest: also 1 not known")


def test_an_account_without_a_link_stays_pale_in_its_place():
    made = drawn()
    assert made.waiting == 1
    assert made.nodes["colour"][2] == style.RULE.on(False)
    assert made.legend[-1] == ("No link by then (1)", style.RULE.on(False))


def test_the_legend_names_only_what_is_drawn_in_the_colours_of_every_page():
    made = drawn()
    assert made.legend[:-1] == [
        ("Shows signs of automation (1)", style.band_colour("signs")),
        ("Not scored (2)", style.band_colour("unscored")),
    ]
    assert made.nodes["colour"].tolist()[0] == style.band_colour("signs")


def test_unknown_languages_and_communities_are_parts_of_their_own():
    assert [name for name, _colour in drawn("lang").legend] == [
        "English (1)", "Language not known (2)", "No link by then (1)"
    ]  # fmt: skip
    assert [name for name, _colour in drawn("community").legend] == [
        "Community 1 (1)", "Community 12 (1)", "No community (1)", "No link by then (1)"
    ]  # fmt: skip


def test_groups_of_the_reporter_colour_the_map():
    made = drawn("group", groups={"x:a": ["One"], "x:b": ["One", "Two"]})
    assert [name for name, _colour in made.legend[:-1]] == ["One (1)", "In several groups (1)", "In no group (1)"]
    assert made.nodes["colour"][0] == style.group_colour("One")


def test_rare_parts_share_one_colour():
    many = pd.concat([accounts().iloc[[0]]] * 12, ignore_index=True)
    many["lang"] = [f"q{chr(97 + place)}" for place in range(12)]
    made = drawing(many, many, {}, Look("received", "lang"))
    assert len(made.legend) == chart.MOST_COLOURS + 1
    assert made.legend[-1][0] == f"Other languages ({12 - chart.MOST_COLOURS})"


def test_every_part_has_the_shade_of_the_background():
    light, dark = (drawing(accounts(), accounts(), {}, Look("received", "band", d)).nodes for d in (False, True))
    assert (light["colour"] != dark["colour"]).all()


def test_a_name_is_never_missing():
    assert drawn().nodes["label"].tolist() == ["@a", "x:b", "@c", "@d"]
    assert "no name known" in drawn().nodes["title"][1]


def test_far_accounts_come_nearer_in_the_same_order():
    places = pd.Series([0.0, 1.0, 2.0, 1000.0, 3.0])
    moved = chart.pulled_in(places)
    assert moved.rank().tolist() == places.rank().tolist()
    assert moved.max() < 100
    assert chart.pulled_in(pd.Series([5.0])).tolist() == [5.0]


@pytest.mark.parametrize(("n", "word"), [(1, "1 time, by 1 account"), (1200, "1,200 times, by 1 account")])
def test_counts_are_spoken_in_the_right_number(n, word):
    assert chart.received_text(n, 1) == f"Passed on {word}"


def test_what_is_left_out_is_said_only_where_something_is():
    whole = drawn_text(Choice((1, 2), 2, 1), 2, 1, MapParams())
    assert whole == "2 of 2 accounts and 1 of 1 links are drawn."
    part = drawn_text(Choice((1, 2), 9, 7), 2, 1, MapParams(least=3))
    assert part.startswith("2 of 9 accounts and 1 of 7 links are drawn. Two fifths")
    assert part.endswith("Links of fewer than 3 posts do not count.")
