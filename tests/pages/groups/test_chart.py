"""The figures of the page, from frames counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from core.export import style
from pages.groups.chart import lanes_figure, matrix_figure

MATRIX = pd.DataFrame([("A", "B", 9), ("B", "A", 1), ("", "A", 4)], columns=["source", "target", "posts"])


@pytest.mark.parametrize("dark", [False, True])
def test_rows_are_passed_on_and_columns_pass_on(dark: bool) -> None:
    spec = matrix_figure(MATRIX, ["A", "B", ""], lambda part: part or "else", dark, ("by", "of"))
    assert spec["data"][0]["customdata"] == [[0, 9, 0], [1, 0, 0], [4, 0, 0]]
    texts = {(a["x"], a["y"]): a["text"] for a in spec["layout"]["annotations"]}
    assert texts[1, 0] == "9" and texts[0, 2] == "4" and len(texts) == 9


def test_names_are_no_tags_and_fit() -> None:
    spec = matrix_figure(MATRIX, ["A", "B"], lambda part: f"<b>{part}" + "x" * 100, False, ("by", "of"))
    assert all(text.startswith("&lt;b&gt;") and len(text) < 40 for text in spec["layout"]["xaxis"]["ticktext"])


def test_beside_a_narrow_table_a_name_stands_on_short_lines_and_numbers_are_written_as_everywhere() -> None:
    matrix = MATRIX.assign(posts=[19_664, 1, 4])
    spec = matrix_figure(matrix, ["A", "B"], lambda part: f"Circle {part}: <Orchard> forum", False, ("by", "of"))
    assert spec["layout"]["yaxis"]["ticktext"][0] == "Circle A:<br>&lt;Orchard&gt;<br>forum"
    assert "19,664" in {note["text"] for note in spec["layout"]["annotations"]}


def test_each_lane_has_a_scale_of_its_own_from_zero() -> None:
    lanes = pd.DataFrame(
        {"bin": pd.to_datetime(["2020-02-08 01:00", "2020-02-08 02:00"]), "part": ["A", "B"], "n": [100, 1]}
    )
    spec = lanes_figure(lanes, ["A", "B"], "1 hour", str, style.group_colour, False)
    assert [trace["yaxis"] for trace in spec["data"]] == ["y", "y2"]
    tops = [spec["layout"][axis]["domain"] for axis in ("yaxis", "yaxis2")]
    assert tops[0][0] > tops[1][1] and all(spec["layout"][a]["rangemode"] == "tozero" for a in ("yaxis", "yaxis2"))
    assert spec["data"][0]["marker"]["color"] == style.group_colour("A")


def test_the_code_book_chooses_the_shade() -> None:
    style.use_group_shades({"A": "rust"})
    assert style.group_colour("A") == style.GROUP_SHADES["rust"].light
    style.use_group_shades({})
    assert style.group_colour("A") == style.group_colour("a")
