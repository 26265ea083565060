"""Figures as Streamlit shows them: without a title of their own, for marks that suit a screen, and drawn once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from core.export import room
from core.export.frame import suit_marks

SCREEN_PX = 900
_AXIS = re.compile(r"[xy]axis\d*")


class Drawn(go.Figure):
    """A figure for ``st.plotly_chart`` that hands its spec over as it is.

    Plotly builds, checks and copies an object for each part of a figure, 10 ms of every redraw.
    """

    def __init__(self, spec: dict[str, Any]) -> None:
        super().__init__(layout={"template": {}}, _validate=False)  # without one, Plotly copies its own each time
        self.__dict__["_spec"] = spec

    def to_dict(self) -> dict[str, Any]:
        """The spec itself."""
        spec: dict[str, Any] = self.__dict__["_spec"]
        return spec


def on_screen(spec: dict[str, Any], height: int | None = None, selects: Sequence[str] = ()) -> dict[str, Any]:
    """The figure for the page: no title of its own (the page has it), marks that suit a screen.

    Dragging does nothing unless the figure says so: on a telephone it would keep the page from scrolling.
    ``selects`` are the ways in which a reader may choose in it (``points``, ``box``).
    """
    clear = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}  # the page's own background
    layout = {"dragmode": False, **spec["layout"], **clear, "title": {"text": ""}}
    layout["xaxis"] = dict(layout.get("xaxis") or {})
    layout["margin"] = room.screen_margin(spec)
    shown = {"data": spec["data"], "layout": layout | ({"height": height} if height else {})}
    suit_marks(shown, SCREEN_PX)
    return drawn_once(shown, selects)


def drawn_once(spec: dict[str, Any], selects: Sequence[str] = ()) -> dict[str, Any]:
    """The figure such that nothing in it changes when Streamlit hands it to Plotly a second time, a moment later.

    The second time all is copied, and Plotly tells templates and arrays apart by identity: so the values of the
    template stand where they belong, and ``datarevision`` says that the numbers are the same. The modes of a chart
    that is clicked into are those that Streamlit would set afterwards.
    """
    layout = dict(spec["layout"])
    template = layout.pop("template", {})
    usual, marks = template.get("layout", {}), template.get("data", {})
    if "colorway" in usual:
        layout.setdefault("colorway", usual["colorway"])
    for name in dict.fromkeys(("xaxis", "yaxis", *filter(_AXIS.fullmatch, layout))):
        layout[name] = _merged(usual.get(name[:5], {}), layout.get(name) or {})
    if layout.get("annotations"):
        layout["annotations"] = [_merged(usual.get("annotationdefaults", {}), one) for one in layout["annotations"]]
    if selects:
        layout["dragmode"] = layout.get("dragmode") or ("pan" if "points" in selects else False)
        by_click = "event+select" if "points" in selects else "none"
        layout["clickmode"] = "event" if layout["dragmode"] in ("select", "lasso") else by_click
    data = [_merged(marks.get(trace.get("type", "scatter"), [{}])[0], trace) for trace in spec["data"]]
    return {"data": data, "layout": layout | {"datarevision": 1}}


def _merged(usual: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Both, level by level; where both say something, the own value."""
    both = {**usual, **own}
    for name, value in usual.items():
        if isinstance(value, dict) and isinstance(own.get(name), dict):
            both[name] = _merged(value, own[name])
    return both
