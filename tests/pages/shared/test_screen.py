"""Figures as the page hands them to Streamlit."""

from __future__ import annotations

import json

import pytest

from core.export import style
from pages.shared.screen import drawn_once, on_screen
from tests.core.export.samples import stacked


def test_on_screen_the_page_shows_through_and_the_figure_stays_whole():
    figure = stacked()
    before = json.dumps(figure, default=str)
    shown_figure = on_screen(figure, 300)
    assert shown_figure["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
    assert shown_figure["layout"]["height"] == 300
    assert json.dumps(figure, default=str) == before


def test_what_the_template_says_stands_in_the_figure_and_own_words_win():
    figure = {
        "data": [{"type": "bar", "marker": {"color": "red"}}, {"x": [1]}],
        "layout": style.layout(
            False, xaxis={"showline": False, "tickfont": {"size": 30}}, xaxis2={}, annotations=[{"text": "here"}]
        ),
    }
    found = drawn_once(figure)
    layout, template = found["layout"], figure["layout"]["template"]
    assert "template" not in layout, "Plotly would take a copy of it for another one"
    usual = template["layout"]["xaxis"]
    assert layout["xaxis2"] == usual
    assert layout["xaxis"] == usual | {"showline": False, "tickfont": usual.get("tickfont", {}) | {"size": 30}}
    assert layout["yaxis"] == template["layout"]["yaxis"]
    assert layout["colorway"] == template["layout"]["colorway"]
    assert layout["annotations"][0]["text"] == "here"
    assert layout["annotations"][0]["font"] == template["layout"]["annotationdefaults"]["font"]
    assert found["data"][0]["marker"] == {"color": "red", "line": {"width": 0}}
    assert found["data"][1] == {"x": [1]}
    assert layout["datarevision"], "without one, Plotly takes copies of the numbers for other ones"


@pytest.mark.parametrize(
    ("drag", "selects", "modes"),
    [
        ("select", ("box",), ("select", "event")),
        ("select", ("points", "box"), ("select", "event")),
        (False, ("points",), ("pan", "event+select")),
        (False, ("box",), (False, "none")),
        (False, (), (False, None)),
    ],
)
def test_the_modes_are_those_that_streamlit_would_set(drag, selects, modes):
    layout = drawn_once({"data": [], "layout": {"dragmode": drag}}, selects)["layout"]
    assert (layout["dragmode"], layout.get("clickmode")) == modes
