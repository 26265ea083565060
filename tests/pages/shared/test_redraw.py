"""Which runs begin with the page: those of changed widgets that ask for nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState

from pages.shared.filters import DRAWN, PAGE, redraw_all, redraw_page
from pages.shared.redraw import directed


@dataclass
class Fragments:
    """What Streamlit keeps of the fragments, with the page among them."""

    _ids_by_target_key: dict[str, dict[str, None]] = field(default_factory=lambda: {PAGE: {"page-id": None}})


@pytest.fixture
def state() -> SessionState:
    """A session with two filters, and a widget that draws everything; all stand at 1."""
    made = SessionState()
    for name, callback in (("lang", redraw_page), ("kind", redraw_page), ("case", redraw_all), ("tz", None)):
        about = WidgetMetadata(name, lambda value: value, lambda value: value, "int_value", callback=callback)
        made._set_widget_metadata(about)
    made[DRAWN] = "timeline-hash"
    made.set_widgets_from_proto(said(lang=1, kind=1, case=1, tz=1).widget_states)
    return made


def said(**values: int) -> RerunData:
    """The request of a browser in which the widgets stand like this."""
    states = WidgetStates()
    for name, value in values.items():
        states.widgets.add(id=name, int_value=value)
    return RerunData(query_string="", widget_states=states, page_script_hash="timeline-hash")


@pytest.mark.parametrize("values", [{"lang": 2}, {"lang": 2, "kind": 3, "case": 1}, {"kind": 0, "tz": 1}])
def test_filters_alone_begin_with_the_page(state: SessionState, values: dict[str, int]) -> None:
    asked = directed(said(**values), state, Fragments())
    assert asked.fragment_id_queue == ["page-id"] and asked.is_fragment_scoped_rerun
    assert [widget.id for widget in asked.widget_states.widgets] == list(values), "the choice itself must not be lost"


@pytest.mark.parametrize(
    "values", [{"lang": 1}, {"lang": 2, "case": 2}, {"lang": 2, "tz": 2}, {"case": 2}, {"lang": 2, "unknown": 1}, {}]
)
def test_whatever_else_changes_draws_everything(state: SessionState, values: dict[str, int]) -> None:
    request = said(**values)
    assert directed(request, state, Fragments()) is request


def test_before_the_first_page_everything_is_drawn(state: SessionState) -> None:
    request = said(lang=2)
    assert directed(request, state, Fragments({})) is request


@pytest.mark.parametrize("about", [{"fragment_id_queue": ["other"]}, {"is_history_navigation": True}])
def test_a_fragment_and_a_step_back_are_left_alone(state: SessionState, about: dict[str, Any]) -> None:
    request = replace(said(lang=2), **about)
    assert directed(request, state, Fragments()) is request


def test_a_page_that_was_left_is_not_drawn_again(state: SessionState) -> None:
    request = replace(said(lang=2), page_script_hash="accounts-hash")
    assert directed(request, state, Fragments()) is request


def test_the_widgets_are_looked_at_and_not_touched(state: SessionState) -> None:
    directed(said(lang=2), state, Fragments())
    assert state["lang"] == 1
