"""When did the story spread?"""

from __future__ import annotations

import streamlit as st

from core.export.context import Context
from core.export.figures import timeline_words
from core.export.figures.timeline import too_quiet
from core.i18n import _
from pages.shared import cached
from pages.shared.cached import TimelineParams
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.timeline import controls, found, kept, pins, selection, tables


def show(context: Context) -> None:
    """Counts over time, what is laid over them, the posts behind a selection; then what came first, and the week."""
    draw_counts(context)
    draw_more(context)


@st.fragment
def draw_counts(context: Context) -> None:
    """The chart with its settings; a fragment, so that a click on them redraws nothing else."""
    chosen = controls.draw(context)
    picture = kept.picture(context, chosen, pins.draw(context))
    if picture is None:
        st.info(too_quiet())
        return
    params = TimelineParams(chosen.width, chosen.split, chosen.unit)
    figure_block(
        "timeline", picture.spec, picture.frame,
        lambda: timeline_words.long(cached.timeline(context.case_id, context.filters, params), context),
        on_select="rerun", selection_mode=("box",), height=460,
    )  # fmt: skip
    method(tables.method_sentence(chosen), "timeline")
    selection.draw(context, chosen.width)
    found.draw_found(picture.found)


@st.fragment
def draw_more(context: Context) -> None:
    """One of three answers below the chart; the others wait, because tables and charts are dear to redraw."""
    answers = {
        "firsts": (_("What came first"), lambda: tables.draw_firsts(context)),
        "events": (_("Documented events"), lambda: tables.draw_events(context)),
        "rhythm": (_("Hours of the week"), lambda: tables.draw_rhythm(context)),
    }
    chosen = st.segmented_control(
        _("More about the time"), list(answers), default="firsts", key="more", bind="query-params", required=True,
        format_func=lambda name: answers[name][0],
    )  # fmt: skip
    answers[str(chosen or "firsts")][1]()
