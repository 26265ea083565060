"""A choice in the sidebar is one run of the script.

Streamlit ties a widget to the fragment that it stands in; those of the sidebar stand in none. A change there begins a
run of the whole script, which ends as soon as the callback asks for the page, and only then the page is drawn. Where
nothing else changed, the run begins with the page (``begun_with_the_page``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner import RerunData
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state.session_state import SessionState, WStates

from pages.shared.filters import DRAWN, PAGE, redraw_page

Run = Callable[[ScriptRunner, RerunData], None]


def install() -> None:
    """Have Streamlit's runs begin with the page where only that will be drawn."""
    if not hasattr(ScriptRunner._run_script, "__wrapped__"):
        ScriptRunner._run_script = begun_with_the_page(ScriptRunner._run_script)  # type: ignore[method-assign]


def begun_with_the_page(run: Run) -> Run:
    """``run`` for what ``directed`` makes of the request."""

    @wraps(run)
    def run_script(self: ScriptRunner, rerun_data: RerunData) -> None:
        with self._session_state._lock:  # a run that was told to stop may still write
            rerun_data = directed(rerun_data, self._session_state._state, self._fragment_storage)
        run(self, rerun_data)

    return run_script


def directed(request: RerunData, state: SessionState, fragments: Any) -> RerunData:  # noqa: ANN401 - Streamlit's own
    """The request, for the page alone where all that changed are widgets whose callback asks for it."""
    if request.fragment_id_queue or not request.widget_states or request.is_history_navigation:
        return request
    if DRAWN not in state or state[DRAWN] != request.page_script_hash:  # the reader has left the page drawn last
        return request
    changed = [widget for widget in request.widget_states.widgets if _is_changed(widget, state)]
    if not changed or not all(_asks_for_the_page(widget, state) for widget in changed):
        return request
    page = _page_of(fragments)
    return replace(request, fragment_id_queue=page, is_fragment_scoped_rerun=True) if page else request


def _is_changed(widget: WidgetState, state: SessionState) -> bool:
    """True where the browser says something else than the session holds, and of widgets that it does not know."""
    metadata = state._new_widget_state.widget_metadata.get(widget.id)
    if metadata is None:
        return True
    said = WStates()
    said.set_widget_metadata(metadata)
    said.set_widget_from_proto(widget)
    try:
        before = state._getitem(widget.id, state._key_id_mapper.id_key_mapping.get(widget.id))
    except KeyError:
        before = None
    return bool(said[widget.id] != before)


def _asks_for_the_page(widget: WidgetState, state: SessionState) -> bool:
    metadata = state._new_widget_state.widget_metadata.get(widget.id)
    return metadata is not None and metadata.callback is redraw_page and not metadata.disabled


def _page_of(fragments: Any) -> list[str]:  # noqa: ANN401 - Streamlit's own
    """The id of the fragment that holds the page, in a list; an empty one before it was drawn."""
    return list(fragments._ids_by_target_key.get(PAGE, ()))
