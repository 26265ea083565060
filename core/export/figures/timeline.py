"""Figures of the timeline: counts per bin, the layer of documented events, the rhythm of the week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from core.analysis.series import BINS, as_grid, keep_largest
from core.export import style
from core.i18n import _
from core.store.queries.groups import MARK, SEVERAL

#: Of more cells (bins x parts) an outline is drawn instead of a bar for each.
MOST_BARS = 600
LANE_PX = 20
ENTRY_PX = 128
CLOCK = "%a %-d %b %Y, %H:%M"


@dataclass(frozen=True)
class Look:
    """How the same counts are drawn."""

    lines: bool = False
    cumulative: bool = False
    log: bool = False
    dark: bool = False
    axis: str = ""


@dataclass(frozen=True)
class Mark:
    """A moment on the axis (local clock): a documented event or a pin; no line where its hour is not known."""

    at: datetime
    label: str
    text: str
    colour: str
    ink: str
    line: bool = True


@dataclass(frozen=True)
class Bracket:
    """The time between two moments of the axis (local clock), with its length in words."""

    start: datetime
    end: datetime
    text: str
    colour: str
    ink: str


@dataclass(frozen=True)
class Span:
    """A stretch of the axis (local clock), shaded, with a line of its dash on top: a silence or a burst."""

    start: datetime
    end: datetime
    text: str
    colour: str
    dash: str = "solid"


def group_part_colour(part: str, dark: bool) -> str:
    """The colour of a group's part; accounts in several groups are darker than those in none."""
    if part == SEVERAL:
        return style.QUIET.on(dark)
    return style.group_colour(part.removeprefix(MARK) if part.startswith(MARK) else None, dark)


COLOURS: dict[str, Callable[[str, bool], str]] = {
    "lang": style.language_colour,
    "platform": style.platform_colour,
    "kind": style.kind_colour,
    "band": style.band_colour,
    "group": group_part_colour,
}


def timeline_figure(
    counts: pd.DataFrame,
    split: str,
    width: str,
    look: Look,
    name: Callable[[str, str], str],
    marks: Sequence[Mark] = (),
    spans: Sequence[Span] = (),
    bracket: Bracket | None = None,
) -> dict[str, Any]:
    """Posts per bin, one colour per part, with events as numbered flags above the plot."""
    wide = as_grid(keep_largest(counts, style.MOST_CLASSES), width)
    if look.cumulative:
        wide = wide.cumsum()
    # On a logarithmic axis an outline would break at each step without posts.
    few = wide.size <= MOST_BARS or look.log
    draw = _curve if look.lines or look.cumulative else _bars if few else _steps
    unified = draw is not _bars
    cues = style.cues(wide.columns)
    traces = [
        _named(name(split, part), unified) | draw(wide[part], COLOURS[split](part, look.dark), cues[part], width, look)
        for part in sorted(wide.columns, key=lambda part: part == "other")
    ]
    lanes = _lanes(marks, wide.index)
    layout = style.layout(
        look.dark,
        barmode="stack",
        bargap=0,
        hovermode="x unified" if unified else "closest",
        dragmode="select",
        selectdirection="h",
        xaxis={"type": "date", "title": None, "hoverformat": CLOCK, "range": _ends(wide.index, width, marks)},
        yaxis={"type": "log" if look.log else "linear", "rangemode": "tozero", "title": {"text": look.axis}},
        shapes=[
            *(_span_shape(s) for s in spans),
            *(_span_edge(s) for s in spans),
            *(_mark_line(m) for m in marks if m.line),
            *([_bracket_line(bracket)] if bracket else []),
        ],
        annotations=[
            *(_flag(m, lane) for m, lane in zip(marks, lanes, strict=True)),
            *([_bracket_label(bracket, wide.index)] if bracket else []),
        ],
        showlegend=len(traces) > 1,
        # Entries of one width stand in columns.
        legend={
            "xref": "container",
            "x": 0,
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
            "entrywidth": ENTRY_PX,
            "entrywidthmode": "pixels",
        },
        margin={"t": LANE_PX * (max(lanes) + 1) + 8 if lanes else 16, "b": 104 if len(traces) > 1 else 44},
    )
    return {"data": traces, "layout": layout}


def _ends(bins: pd.Index, width: str, marks: Sequence[Mark]) -> list[str]:
    """From the first step to the end of the last, and so far beyond that every mark is on the axis."""
    at = [pd.Timestamp(mark.at) for mark in marks]
    first, last = min([bins[0], *at]), max([bins[-1] + pd.Timedelta(seconds=BINS[width]), *at])
    return _clocks(pd.DatetimeIndex([first, last]))


def _named(name: str, unified: bool) -> dict[str, Any]:
    plain = name.replace("<", "‹")
    clock = "" if unified else f"%{{x|{CLOCK}}}<br>"  # a unified label has the clock above all parts
    return {"name": plain, "hovertemplate": clock + "%{y:,} · " + plain + "<extra></extra>"}


def _curve(counts: pd.Series, colour: str, cue: style.Cue, width: str, look: Look) -> dict[str, Any]:
    values = counts.to_numpy()
    y = np.where(values > 0, values, np.nan) if look.log else values
    line = {"color": colour, "width": 2, "shape": "hv" if look.cumulative else "linear"}
    if look.lines or look.log:
        how: dict[str, Any] = {"line": {**line, "dash": cue.dash}}
    else:
        how = {"line": line, "stackgroup": "all", **_filled(colour, cue, look)}
    return {"type": "scatter", "mode": "lines", "x": _clocks(counts.index), "y": y.tolist(), **how}


def _filled(colour: str, cue: style.Cue, look: Look) -> dict[str, Any]:
    return {"fillcolor": colour, "fillpattern": style.pattern(cue, look.dark)}


def _bars(counts: pd.Series, colour: str, cue: style.Cue, width: str, look: Look) -> dict[str, Any]:
    some = counts[counts > 0]
    place = {"x": _clocks(some.index), "y": some.tolist(), "width": BINS[width] * 1000, "offset": 0}
    look_of_bar = {"color": colour, "pattern": style.pattern(cue, look.dark), "line": {"width": 0}}
    return {"type": "bar", **place, "marker": look_of_bar}


def _steps(counts: pd.Series, colour: str, cue: style.Cue, width: str, look: Look) -> dict[str, Any]:
    """The same bars as one outline: 2,400 rectangles take the browser 300 ms, ten outlines 60."""
    end = counts.index[-1] + pd.Timedelta(seconds=BINS[width])
    # The closing point is the step after the last: the label of the mouse says 0 there.
    x, y = _clocks(counts.index.append(pd.DatetimeIndex([end]))), [*counts.tolist(), 0]
    shape = {"mode": "lines", "line": {"shape": "hv", "width": 0, "color": colour}}
    return {"type": "scatter", "x": x, "y": y, "stackgroup": "all", **shape, **_filled(colour, cue, look)}


def _clocks(bins: pd.Index) -> list[str]:
    # As text: Plotly copies every datetime twice and then writes it, 24 ms of a redraw with 2,300 bars.
    clocks: list[str] = np.datetime_as_string(bins.to_numpy(), unit="s").tolist()
    return clocks


def _span_shape(span: Span) -> dict[str, Any]:
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": span.start, "x1": span.end, "y0": 0, "y1": 1,
        "fillcolor": span.colour, "opacity": 0.16, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def _span_edge(span: Span) -> dict[str, Any]:
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": span.start, "x1": span.end, "y0": 1, "y1": 1,
        "line": {"width": 4, "dash": span.dash, "color": span.colour}, "layer": "above",
    }  # fmt: skip


def _mark_line(mark: Mark) -> dict[str, Any]:
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": mark.at, "x1": mark.at, "y0": 0, "y1": 1,
        "line": {"width": 1, "color": mark.colour, "dash": "dot"}, "layer": "above",
    }  # fmt: skip


def _lanes(marks: Sequence[Mark], bins: pd.Index, lanes: int = 4) -> list[int]:
    """The lane of each flag, so that flags closer than a sixth of the axis do not cover each other."""
    if not len(bins) or not marks:
        return [0] * len(marks)
    gap = (bins[-1] - bins[0]) / 6  # of a telephone's 300 px, the width of the longest label
    last: list[datetime | None] = [None] * lanes
    chosen = []
    for mark in marks:
        at = pd.Timestamp(mark.at)
        free = [i for i, before in enumerate(last) if before is None or at - before >= gap]
        lane = free[0] if free else min(range(lanes), key=lambda i: last[i])  # type: ignore[arg-type, return-value]
        last[lane] = at
        chosen.append(lane)
    return chosen


def _flag(mark: Mark, lane: int) -> dict[str, Any]:
    return {
        "x": mark.at, "y": 1, "xref": "x", "yref": "paper", "yanchor": "bottom", "yshift": lane * LANE_PX + 2,
        "text": mark.label, "hovertext": mark.text, "showarrow": False, "font": {"size": 12, "color": mark.ink},
        "bgcolor": mark.colour, "borderpad": 2, "captureevents": True,
    }  # fmt: skip


def _bracket_line(bracket: Bracket) -> dict[str, Any]:
    return {
        "type": "line", "xref": "x", "yref": "paper", "x0": bracket.start, "x1": bracket.end, "y0": 0.93, "y1": 0.93,
        "line": {"width": 2, "color": bracket.colour}, "layer": "above",
    }  # fmt: skip


def _bracket_label(bracket: Bracket, bins: pd.Index) -> dict[str, Any]:
    """On the bracket where it is long, else beside it, on the side that has room."""
    whole, middle = bins[-1] - bins[0], bins[0] + (bins[-1] - bins[0]) / 2
    at, anchor = bracket.start + (bracket.end - bracket.start) / 2, "center"
    if bracket.end - bracket.start < whole / 4:
        at, anchor = (bracket.end, "left") if at < middle else (bracket.start, "right")
    return {
        "x": at, "y": 0.93, "xref": "x", "yref": "paper", "xanchor": anchor, "yanchor": "middle",
        "text": bracket.text, "showarrow": False, "font": {"size": 13, "color": bracket.ink},
        "bgcolor": bracket.colour, "borderpad": 2,
    }  # fmt: skip


def rhythm_figure(counts: pd.DataFrame, weekdays: Sequence[str], dark: bool) -> dict[str, Any]:
    """Posts by weekday (rows) and hour of the day (columns); cells without posts are blank."""
    grid = np.full((7, 24), np.nan)
    for row in counts.itertuples(index=False):
        grid[int(row.weekday) - 1, int(row.hour)] = row.n
    heat = {
        "type": "heatmap", "z": grid.tolist(), "x": list(range(24)), "y": list(weekdays), "xgap": 1, "ygap": 1,
        "colorscale": style.colour_scale(dark), "hoverongaps": False, "zmin": 0,
        "hovertemplate": "%{y} %{x}:00<br>%{z:,}<extra></extra>", "colorbar": {"thickness": 10, "title": None},
    }  # fmt: skip
    ticks = list(range(0, 24, 6))
    layout = style.layout(
        dark,
        meta={"clocks": True},
        xaxis={"tickvals": ticks, "ticktext": [str(h) for h in ticks], "title": None, "showgrid": False},
        yaxis={"autorange": "reversed", "title": None, "showgrid": False},
    )
    return {"data": [heat], "layout": layout}


def too_quiet() -> str:
    """What stands in place of a chart without posts."""
    return _("No post with a known time here. Take a filter off, or choose a longer period.")
