"""When did the story spread?"""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.i18n import _, ngettext, number
from pages.shared import cached, filters
from pages.shared.cached import PageParams, TimelineParams
from pages.shared.context import Context
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.frames import frame_of
from pages.shared.posts_panel import show as show_posts
from pages.shared.words import part_label
from pages.timeline import controls, layers, tables
from pages.timeline.chart import timeline_figure, too_quiet


def show(context: Context) -> None:
    """Counts over time, what is laid over them, the posts behind a selection; then what came first, and the week."""
    events = layers.visible_events(cached.events(context.case_id), context)
    draw_counts(context, events)
    tables.draw_events(events, context)
    tables.draw_firsts(context)
    tables.draw_rhythm(context)


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
    draw_selection(context, chosen.width)
    layers.draw_found(found, context)


def draw_selection(context: Context, width: str) -> None:
    """The posts behind the box drawn on the chart."""
    period = controls.selected_period(context, width)
    st.subheader(_("The posts behind a selection"), anchor=False)
    if period is None:
        st.caption(_("Draw a box on the chart to read the posts behind it, or set From and To in the filter."))
        return
    (start, end), zone = period, context.filters.zone
    params = PageParams(since=start, until=end)
    n = cached.count_posts(context.case_id, context.filters, params)
    text = ngettext("{period}, {n} post", "{period}, {n} posts", n)
    st.markdown(f"**{text.format(period=controls.period_text(start, end, zone), n=number(n))}**")
    if st.button(
        _("Keep only this period"), on_click=filters.set_period, args=(start, end, zone), key="keep-period",
        type="primary",
    ):  # fmt: skip
        st.rerun(scope="app")
    st.caption(_("A double click on the chart clears the selection."))
    show_posts(context, params, "timeline-posts")
