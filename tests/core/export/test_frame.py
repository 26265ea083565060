"""A framed figure says what it shows, is large enough to read, and leaves the page's figure as it was."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from core.export import style
from core.export.frame import Frame, alt_text, footer_lines, framed, suit_marks
from tests.core.export.samples import FIGURES, FRAMES, HOSTILE, LONG, SHORT, SIZES, columns, named_bars, stacked


def notes(spec):
    return {note.get("name"): note for note in spec["layout"]["annotations"]}


def words(spec):
    return " ".join(note["text"].replace("<br>", " ") for note in spec["layout"]["annotations"])


def sizes_of_type(node, owner=""):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "size" and owner.endswith("font") and isinstance(value, int | float):
                yield value
            yield from sizes_of_type(value, key)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from sizes_of_type(each, owner)


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("frame", [SHORT, LONG])
@pytest.mark.parametrize("size", SIZES)
def test_a_picture_carries_its_evidence(kind, frame, size):
    said = words(framed(FIGURES[kind](), frame, width=size[0], height=size[1])).replace(" ", "")
    for fact in (frame.title, frame.subtitle, frame.filter_text, frame.zone_text, frame.n_text, frame.source):
        assert fact.replace(" ", "") in said
    assert frame.method.replace(" ", "") in said
    assert "SIMULATEDDATA" in notes(framed(FIGURES[kind](), frame))["whence mark"]["text"].replace(" ", "")


def test_simulated_data_is_marked_above_and_across_and_real_data_is_not():
    marks = [name for name in notes(framed(stacked(), SHORT)) if name in ("whence mark", "whence watermark")]
    assert marks == ["whence mark", "whence watermark"]
    assert "SIMULATED" not in words(framed(stacked(), Frame("Real posts")))


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("size", SIZES)
def test_no_text_is_smaller_than_12_px(kind, size):
    figure = FIGURES[kind]()
    figure["layout"]["xaxis"] = {**figure["layout"].get("xaxis", {}), "tickfont": {"size": 7}}
    figure["data"][0]["textfont"] = {"size": 5}
    framed_sizes = list(sizes_of_type(framed(figure, SHORT, width=size[0], height=size[1])))
    assert framed_sizes
    assert min(framed_sizes) >= 12


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
@pytest.mark.parametrize("size", SIZES)
def test_blocks_of_text_follow_each_other_without_touching(frame, size):
    layout = framed(stacked(), frame, width=size[0], height=size[1])["layout"]
    blocks = [note for note in layout["annotations"] if note["name"] != "whence watermark"]
    tops = [layout["margin"]["t"] - note["yshift"] for note in blocks]
    ends = [
        top + note["font"]["size"] * 1.3 * (note["text"].count("<br>") + 1)
        for top, note in zip(tops, blocks, strict=True)
    ]
    boxes = sorted(zip(tops, ends, strict=True))
    assert all(end <= top for (_, end), (top, _) in pairwise(boxes))
    assert boxes[0][0] >= 0
    assert boxes[-1][1] <= layout["height"]


def test_a_long_title_makes_the_picture_higher_not_the_plot_smaller():
    layout = framed(stacked(), Frame("слово " * 200), width=390, height=600)["layout"]
    assert layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] >= 219
    assert layout["height"] > 600


def test_the_figure_on_the_page_is_left_as_it_was():
    figure = stacked()
    before = deepcopy(figure["layout"])
    framed(figure, SHORT)
    assert figure["layout"] == before
    assert "annotations" not in figure["layout"]


def test_a_plotly_figure_is_taken_like_its_dict():
    figure = columns()
    assert framed(go.Figure(figure), SHORT)["layout"]["margin"] == framed(figure, SHORT)["layout"]["margin"]


def test_hostile_words_are_shown_and_not_obeyed():
    spec = framed(named_bars(), Frame(HOSTILE, source=HOSTILE, simulated=True))
    names = " ".join(spec["layout"]["yaxis"]["ticktext"])
    assert "<a" not in words(spec) + names
    assert "&lt;a href" in words(spec)
    assert "<img" not in words(spec) + names
    assert "\u202e" not in words(spec) + names


def test_a_link_in_a_trace_name_is_broken_but_its_bold_type_kept():
    figure = stacked()
    figure["data"][0]["name"] = '<b>a</b><A href="http://bad.example">b</A>'
    assert framed(figure, SHORT)["data"][0]["name"].startswith("<b>a</b>&lt;A href")


def test_events_of_the_chart_stay_and_get_room_above_the_plot():
    figure = stacked()
    figure["layout"]["annotations"] = [{"text": "First video", "x": 0.1, "y": 1, "xref": "paper", "yref": "paper"}]
    with_event, without = framed(figure, SHORT), framed(stacked(), SHORT)
    assert "First video" in words(with_event)
    assert with_event["layout"]["margin"]["t"] >= without["layout"]["margin"]["t"] + 20


def test_days_come_before_months_unless_the_page_says_otherwise():
    figure = stacked()
    suit_marks(figure, 900)
    assert any(step["value"].startswith("%-d %b") for step in figure["layout"]["xaxis"]["tickformatstops"])
    stated = stacked()
    stated["layout"]["xaxis"] = {"tickformat": "%H"}
    suit_marks(stated, 900)
    assert "tickformatstops" not in stated["layout"]["xaxis"]


def test_a_dark_figure_repainted_is_the_light_one():
    assert style.repaint(stacked(dark=True), dark=False) == stacked(dark=False)
    assert style.repaint(stacked(dark=False), dark=True) == stacked(dark=True)


def test_footer_lines_leave_out_what_is_not_known():
    assert footer_lines(Frame("x")) == []
    assert footer_lines(Frame("x", n_text="1 of 2 posts", source="a.json")) == ["1 of 2 posts", "Source: a.json"]
    assert footer_lines(SHORT)[0] == "40,012 of 40,012 posts · Filter: all languages · Times: Asia/Almaty (UTC+06:00)"


def test_alt_text_says_kind_content_n_and_finding():
    assert alt_text("Heat map", "posts", 7, finding="Most on Friday.") == "Heat map of posts; n = 7. Most on Friday."


def test_notes_explain_the_marks_of_the_picture_first():
    frame = Frame("x", n_text="1 of 2 posts", notes=("1 First video", "2 Denial"))
    assert footer_lines(frame) == ["1 First video", "2 Denial", "1 of 2 posts"]
    assert "1 First video" in notes(framed(stacked(), frame))["whence footer"]["text"]


def test_marks_that_the_page_has_folded_stay_folded():
    figure = columns()
    figure["layout"]["xaxis"] = {"tickvals": [1, 2], "ticktext": ["Not<br>enough<br>data", "Not<br>scored"]}
    layout = framed(figure, SHORT)["layout"]
    assert layout["xaxis"]["ticktext"] == ["Not<br>enough<br>data", "Not<br>scored"]
    assert layout["margin"]["b"] > framed(columns(), SHORT)["layout"]["margin"]["b"]
