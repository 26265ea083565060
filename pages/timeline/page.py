"""When did the story spread?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.i18n import _
from pages.shared import cached
from pages.shared.cached import TimelineParams
from pages.shared.context import Context
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.frames import frame_of
from pages.shared.words import part_label
from pages.timeline import controls, layers, selection, tables
from pages.timeline.chart import timeline_figure, too_quiet


def show(context: Context) -> None:
    """Counts over time, what is laid over them, the posts behind a selection; then what came first, and the week."""
    events = layers.visible_events(cached.events(context.case_id), context)
    draw_counts(context, events)
    draw_more(context, events)


@st.fragment
def draw_counts(context: Context, events: list[dict[str, Any]]) -> None:
    """The chart with its settings; a fragment, so that a click on them redraws nothing else."""
    chosen = controls.draw(context)
    params = TimelineParams(chosen.width, chosen.split, chosen.unit)
    counts = cached.timeline(context.case_id, context.filters, params)
    if counts.empty:
        st.info(too_quiet())
        return
    shown = events if chosen.events else []
    found = layers.find(context) if chosen.bursts else cached.Found.nothing()
    pins = controls.pins(context, events)
    marks = [*layers.event_marks(shown, context), *layers.pin_marks(pins, context)]
    spec = timeline_figure(
        counts, chosen.split, chosen.width, chosen.look(context.dark), part_label, marks,
        layers.spans(found, context), layers.bracket(pins, context),
    )  # fmt: skip
    notes = layers.event_notes(shown, context)
    frame = frame_of(context, tables.title(chosen), tables.alt(counts, context), method="timeline", notes=notes)
    figure_block(
        "timeline", spec, frame, lambda: tables.long(counts, context), on_select="rerun", selection_mode=("box",),
        height=460,
    )  # fmt: skip
    method(tables.method_sentence(chosen), "timeline")
    selection.draw(context, chosen.width)
    layers.draw_found(found, context)


@st.fragment
def draw_more(context: Context, events: list[dict[str, Any]]) -> None:
    """One of three answers below the chart; the others wait, because tables and charts are dear to redraw."""
    answers = {
        "firsts": (_("What came first"), lambda: tables.draw_firsts(context)),
        "events": (_("Documented events"), lambda: tables.draw_events(events, context)),
        "rhythm": (_("Hours of the week"), lambda: tables.draw_rhythm(context)),
    }
    chosen = st.segmented_control(
        _("More about the time"), list(answers), default="firsts", key="more", bind="query-params", required=True,
        format_func=lambda name: answers[name][0],
    )  # fmt: skip
    answers[str(chosen or "firsts")][1]()
