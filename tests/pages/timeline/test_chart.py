"""Bars, lines, flags and the week, from counts made by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from core.export import style
from core.export.figures import timeline as chart
from core.export.figures.timeline import LANE_PX, Look, Mark, Span, rhythm_figure, timeline_figure

#: 22:00 has 3 en and 2 fr, 23:00 1 en, 00:00 nothing, 01:00 4 of unknown language: 10 posts.
COUNTS = pd.DataFrame(
    {
        "bin": pd.to_datetime(["2020-02-07 22:00", "2020-02-07 22:00", "2020-02-07 23:00", "2020-02-08 01:00"]),
        "part": ["en", "fr", "en", "und"],
        "n": [3, 2, 1, 4],
    }
)
PLAIN = Look()


def name(split: str, part: str) -> str:
    return f"{split} {part}"


def figure(counts=COUNTS, look=PLAIN, **options):
    return timeline_figure(counts, "lang", "1 hour", look, name, **options)


def drawn(spec):
    """Everything drawn, by part: x → y."""
    return {trace["name"]: dict(zip(map(at, trace["x"]), trace["y"], strict=True)) for trace in spec["data"]}


def at(text):
    return datetime.fromisoformat(text)


def test_bars_of_a_bin_add_up_to_its_posts():
    per_bin: dict[datetime, float] = {}
    for bars in drawn(figure()).values():
        for bin_start, n in bars.items():
            per_bin[bin_start] = per_bin.get(bin_start, 0) + n
    assert per_bin == {at("2020-02-07 22:00"): 5, at("2020-02-07 23:00"): 1, at("2020-02-08 01:00"): 4}


def test_a_bar_is_as_wide_as_its_bin_and_begins_where_the_bin_begins():
    assert {(trace["type"], trace["width"], trace["offset"]) for trace in figure()["data"]} == {("bar", 3_600_000, 0)}


def test_many_bars_become_outlines_of_the_same_height(monkeypatch):
    bars = drawn(figure())
    monkeypatch.setattr(chart, "MOST_BARS", 0)
    outlines = drawn(figure())
    assert {trace["line"]["shape"] for trace in figure()["data"]} == {"hv"}
    for part, outline in outlines.items():
        *bins, _end = outline
        assert {bin_start: outline[bin_start] for bin_start in bins if outline[bin_start]} == bars[part]


def test_lines_fall_to_zero_where_nobody_posted():
    english = drawn(figure(look=Look(lines=True)))["lang en"]
    assert list(english.values()) == [3, 1, 0, 0]
    assert list(english) == [at("2020-02-07 22:00") + timedelta(hours=h) for h in range(4)]


@pytest.mark.parametrize("lines", [False, True])
def test_cumulative_counts_never_fall_and_end_at_the_total(lines):
    traces = figure(look=Look(lines=lines, cumulative=True))["data"]
    assert sum(trace["y"][-1] for trace in traces) == 10
    assert all((np.diff(trace["y"]) >= 0).all() for trace in traces)
    assert {"stackgroup" in trace for trace in traces} == {not lines}


@pytest.mark.parametrize("look", [Look(log=True), Look(lines=True, log=True), Look(cumulative=True, log=True)])
def test_a_logarithmic_axis_is_given_no_zero_and_no_stacked_area(look):
    spec = figure(look=look)
    assert spec["layout"]["yaxis"]["type"] == "log"
    ys = [y for trace in spec["data"] for y in trace["y"]]
    assert all(np.isnan(y) or y > 0 for y in ys)
    first = [y for bars in drawn(spec).values() for bin_start, y in bars.items() if bin_start == at("2020-02-07 22:00")]
    assert np.nansum(first) == 5
    assert not any("stackgroup" in trace for trace in spec["data"])


def many_languages(n_unknown):
    parts = [f"q{chr(97 + place)}" for place in range(12)] + ["und"]
    n = [100 - place for place in range(12)] + [n_unknown]
    return pd.DataFrame({"bin": pd.to_datetime(["2020-02-08"] * 13), "part": parts, "n": n})


def test_rare_languages_share_a_colour_and_unknown_ones_are_not_among_them():
    bars = drawn(figure(many_languages(n_unknown=500)))
    assert len(bars) == style.MOST_CLASSES
    assert list(bars["lang und"].values()) == [500]
    # five languages keep a colour of their own; the last seven are 95 + 94 + … + 89
    assert list(bars["lang other"].values()) == [644]


def test_the_legend_is_there_where_there_is_more_than_one_colour():
    assert figure()["layout"]["showlegend"] is True
    assert figure(COUNTS[COUNTS["part"] == "en"])["layout"]["showlegend"] is False


def test_a_part_has_the_colour_that_it_has_on_every_page():
    dark = figure(look=Look(dark=True))["data"]
    assert [trace["marker"]["color"] for trace in dark] == [
        style.language_colour(part, True) for part in ("en", "und", "fr")
    ]  # fmt: skip


def mark(hours, label="1"):
    return Mark(at("2020-02-07 22:00") + timedelta(hours=hours), label, "what", "#111", "#fff")


def lanes(*hours):
    """The lane of each flag above a chart of 27 hours, in which flags nearer than four and a half hours need lanes."""
    bins = pd.to_datetime(["2020-02-07 22:00", "2020-02-09 01:00"])
    counts = pd.DataFrame({"bin": bins, "part": "en", "n": 1})
    flags = figure(counts, marks=[mark(h) for h in hours])["layout"]["annotations"]
    return [(flag["yshift"] - 2) // LANE_PX for flag in flags]


def test_flags_close_to_each_other_get_lanes_of_their_own():
    assert lanes(0, 0.5, 1, 1.5) == [0, 1, 2, 3]


def test_flags_far_from_each_other_stay_in_the_lowest_lane():
    assert lanes(0, 5, 10) == [0, 0, 0]
    assert lanes(0, 2, 4.5, 6.5) == [0, 1, 0, 1]


def test_where_all_lanes_are_taken_a_flag_goes_where_the_last_one_is_farthest():
    assert lanes(0, 0.2, 0.4, 0.6, 0.8)[-1] == 0


def test_no_two_flags_of_a_lane_are_closer_than_the_gap():
    minutes = [0, 81, 176, 284, 297, 392, 540, 554, 1215]
    taken = lanes(*(m / 60 for m in minutes))
    assert len(set(taken)) == 4
    for lane in range(4):
        there = [m for m, its_lane in zip(minutes, taken, strict=True) if its_lane == lane]
        assert all(later - before >= 270 for before, later in pairwise(there))


def test_each_flag_has_a_line_at_its_moment_and_room_above_the_plot():
    layout = figure(marks=[mark(0), mark(0.1)])["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [flag["x"] for flag in layout["annotations"]]
    assert layout["margin"]["t"] >= LANE_PX * 2
    assert figure()["layout"]["margin"]["t"] < LANE_PX


def test_a_flag_without_a_clock_has_no_line():
    vague = Mark(at("2020-02-08 00:00"), "2", "what", "#111", "#fff", line=False)
    layout = figure(marks=[mark(0), vague])["layout"]
    assert (len(layout["shapes"]), len(layout["annotations"])) == (1, 2)


def test_the_axis_runs_from_a_whole_step_over_every_mark():
    assert figure()["layout"]["xaxis"]["range"] == ["2020-02-07T22:00:00", "2020-02-08T02:00:00"]
    wider = figure(marks=[mark(-0.5), mark(9)])["layout"]["xaxis"]["range"]
    assert wider == ["2020-02-07T21:30:00", "2020-02-08T07:00:00"]


def test_the_time_between_two_moments_is_drawn_and_said():
    layout = figure(bracket=chart.Bracket(at("2020-02-07 22:00"), at("2020-02-08 04:00"), "6 h", "#111", "#fff"))[
        "layout"
    ]
    assert [(label["text"], label["x"]) for label in layout["annotations"]] == [("6 h", at("2020-02-08 01:00"))]
    assert [(line["x0"], line["x1"]) for line in layout["shapes"]] == [(at("2020-02-07 22:00"), at("2020-02-08 04:00"))]


def test_the_label_of_a_short_time_stands_beside_it_on_the_side_with_room():
    def place(start, end):
        drawn = chart.Bracket(at(start), at(end), "5 min", "#111", "#fff")
        (label,) = figure(bracket=drawn)["layout"]["annotations"]
        return label["x"], label["xanchor"]

    assert place("2020-02-07 22:00", "2020-02-07 22:05") == (at("2020-02-07 22:05"), "left")
    assert place("2020-02-08 00:50", "2020-02-08 00:55") == (at("2020-02-08 00:50"), "right")


def test_other_languages_stand_last_in_the_legend():
    assert [trace["name"] for trace in figure(many_languages(n_unknown=5))["data"]][-1] == "lang other"


def test_a_label_for_all_parts_has_the_clock_once(monkeypatch):
    monkeypatch.setattr(chart, "MOST_BARS", 0)
    layout = figure()["layout"]
    assert layout["hovermode"] == "x unified" and "%H:%M" in layout["xaxis"]["hoverformat"]
    assert [trace["hovertemplate"].split("<")[0] for trace in figure()["data"]] == [
        "%{y:,} · lang en", "%{y:,} · lang und", "%{y:,} · lang fr"
    ]  # fmt: skip


def test_many_bars_stay_bars_on_a_logarithmic_axis(monkeypatch):
    monkeypatch.setattr(chart, "MOST_BARS", 0)
    assert {trace["type"] for trace in figure(look=Look(log=True))["data"]} == {"bar"}


def test_a_stretch_is_shaded_below_the_bars():
    span = Span(at("2020-02-07 23:00"), at("2020-02-08 01:00"), "", "#999")
    shape = figure(spans=[span])["layout"]["shapes"][0]
    assert (shape["x0"], shape["x1"], shape["layer"]) == (span.start, span.end, "below")


def test_the_week_has_blank_cells_where_nobody_posted():
    counts = pd.DataFrame({"weekday": [1, 7], "hour": [0, 23], "n": [5, 2]})
    heat = rhythm_figure(counts, ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], False)["data"][0]
    grid = np.array(heat["z"])
    assert grid.shape == (7, 24)
    assert (grid[0, 0], grid[6, 23]) == (5, 2)
    assert np.isnan(grid).sum() == 7 * 24 - 2


def test_a_hostile_part_is_no_markup_in_the_hover_text():
    spec = timeline_figure(COUNTS, "lang", "1 hour", Look(), lambda split, part: "<img src=x>")
    assert all("<img" not in trace["hovertemplate"] for trace in spec["data"])
