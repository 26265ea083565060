"""The tree and its growth, from the cascade of tests/tiny.py: 2 ← 3 ← 5 ← 6 ← 7 and 2 ← 4."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import numpy as np
import pandas as pd

from core.export import style
from core.export.figures import cascades as chart
from core.export.figures.cascades import growth_figure, heights, thin, tree_figure
from core.export.text import text_width

ROOT_AT = datetime(2020, 2, 8, 4, 56)
TREE = pd.DataFrame(
    {
        "post_no": [3, 4, 5, 6, 7],
        "parent_no": pd.array([None, None, 3, 5, 6], dtype="Int64"),
        "depth": [1, 1, 2, 3, 4],
        "source": ["star", "star", "reply", "quote", "star"],
        "at": pd.to_datetime([f"2020-02-08 {t}" for t in ("04:58", "04:59", "05:10", "05:20", "05:30")]),
        "lang": ["en", "en", "en", "fr", "fr"],
        "followers": pd.array([200, 30, 4, 1000, None], dtype="Int64"),
        "handle": ["cyd", "dee", "<img src=x>", "bob", None],
        "kind_name": ["Share", "Share", "Reply", "Quote", "Share"],
    }
)


def figure(tree=TREE, since_root=False):
    return tree_figure(tree, ROOT_AT, "lang", style.language_colour, str.upper, False, since_root)


def traces(spec):
    return {trace["name"]: trace for trace in spec["data"]}


def test_a_post_stands_at_its_depth():
    assert (abs(heights(TREE) - TREE["depth"]) <= chart.SPREAD).all()
    assert (heights(TREE) == heights(TREE.copy())).all()


def test_posts_of_one_moment_and_depth_stand_apart():
    beside = TREE.iloc[[0] * 50].assign(post_no=range(50))
    assert len(set(heights(beside).round(6))) == 50


def test_every_post_is_drawn_once_in_the_colour_of_its_language():
    drawn = traces(figure())
    assert drawn["EN"]["customdata"] == [3, 4, 5]
    assert drawn["FR"]["customdata"] == [6, 7]
    assert drawn["FR"]["marker"]["color"] == style.language_colour("fr")


def links(trace):
    """Pairs of heights, parent and child."""
    return [(trace["y"][i], trace["y"][i + 1]) for i in range(0, len(trace["y"]), 3)]


def test_links_run_from_the_parent_and_only_stated_ones_are_solid():
    drawn = traces(figure())
    star, stated = drawn["Platform names only the root"], drawn["Stated link"]
    y = dict(zip(TREE["post_no"], heights(TREE), strict=True))
    assert links(stated) == [(y[3], y[5]), (y[5], y[6])]
    assert links(star) == [(0.0, y[3]), (0.0, y[4]), (y[6], y[7])]
    assert (star["line"]["dash"], stated["line"]["dash"]) == ("dot", "solid")
    assert star["x"][0] == ROOT_AT


def test_a_parent_that_is_not_drawn_gives_way_to_the_root():
    assert links(traces(figure(TREE[TREE["post_no"] == 6]))["Stated link"])[0][0] == 0.0


def test_the_first_minutes_have_room_on_the_time_since_the_root():
    drawn = traces(figure(since_root=True))
    assert drawn["EN"]["x"] == [120, 180, 840]
    assert drawn["FR"]["x"] == [1440, 2040]
    at_once = TREE.assign(at=ROOT_AT)
    assert set(traces(figure(at_once, since_root=True))["EN"]["x"]) == {chart.ROOT_S}


def test_named_marks_stand_apart_on_a_telephone():
    axis = figure(since_root=True)["layout"]["xaxis"]
    named = [
        (np.log10(s), text_width(text, 13)) for s, text in zip(axis["tickvals"], axis["ticktext"], strict=True) if text
    ]
    decade_px = 280 / 7.7  # the plot of a telephone, from the root to a year
    for (at, width), (next_at, next_width) in pairwise(named):
        assert (next_at - at) * decade_px > (width + next_width) / 2


def test_the_axis_goes_one_step_past_the_deepest_post():
    assert figure()["layout"]["yaxis"]["range"] == [4.6, -0.6]
    assert figure()["layout"]["yaxis"]["tickvals"] == [0, 1, 2, 3, 4]


def test_a_hostile_handle_is_only_text_and_a_missing_one_a_dash():
    drawn = traces(figure())
    assert "<img" not in str(drawn["EN"]["text"])
    assert drawn["FR"]["text"][1].startswith("@– · Share") or drawn["FR"]["text"][1].startswith("– · Share")


def test_unknown_followers_are_drawn_as_the_smallest_point():
    sizes = traces(figure())["FR"]["marker"]["size"]
    assert sizes[1] == 5 < sizes[0]


def test_above_the_limit_only_points_are_drawn(monkeypatch):
    monkeypatch.setattr(chart, "MOST_LINKS", 4)
    assert set(traces(figure())) == {"EN", "FR", "Root"}


def test_growth_counts_the_root_and_ends_at_the_size():
    grown = growth_figure(TREE["at"].sample(frac=1, random_state=1), False)["data"][0]
    assert grown["y"] == [2, 3, 4, 5, 6]
    assert grown["x"] == sorted(TREE["at"])


def test_growth_of_a_large_cascade_keeps_its_first_and_last_post():
    times = pd.Series(pd.date_range("2020-02-08", periods=9000, freq="s"))
    grown = growth_figure(times, False)["data"][0]
    assert len(grown["y"]) <= 1500
    assert (grown["y"][0], grown["y"][-1]) == (2, 9001)


def star(parents, leaves):
    """A chain of ``parents`` posts, and leaves that hang on its last one."""
    n = parents + leaves
    parent_of = [None, *range(1, parents), *[parents] * leaves]
    at = pd.date_range("2020-02-08", periods=n, freq="min")
    return pd.DataFrame({"post_no": range(1, n + 1), "parent_no": pd.array(parent_of, dtype="Int64"), "at": at})


def test_a_thinned_tree_keeps_every_post_that_was_passed_on():
    thinned = thin(star(20, 500), 60)
    assert len(thinned) == 60
    assert set(range(1, 21)) <= set(thinned["post_no"])
    assert thinned["at"].is_monotonic_increasing
    leaves = thinned["post_no"][thinned["post_no"] > 20].to_numpy()
    assert (leaves[0], leaves[-1]) == (21, 520)
    assert np.diff(leaves).max() <= 14


def test_a_small_tree_is_not_thinned():
    assert len(thin(TREE)) == 5
    assert len(thin(star(50, 5), 30)) == 30
