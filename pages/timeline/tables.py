"""The words and tables of the timeline: alt texts, documented events, what came first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.export.figures.layers import event_row, id_of, in_order, visible_events
from core.export.figures.timeline import rhythm_figure
from core.export.figures.timeline_words import Chosen, rhythm_alt, weekdays
from core.export.frame import Frame
from core.i18n import _
from pages.shared import cached
from pages.shared.explain import heading, method
from pages.shared.export import evidence, figure_block, table_block
from pages.shared.frames import frame_of
from pages.shared.saver import draw_dialog
from pages.timeline import kept


def method_sentence(chosen: Chosen) -> str:
    """How the chart is made."""
    if chosen.unit == "accounts":
        return _("Each account counts once per step and colour; steps begin at full hours or days of the chosen zone.")
    return _("Every collected post counts once, at its own time; steps begin at full hours or days of the chosen zone.")


def draw_events(context: Context) -> None:
    """The documented events behind the numbered flags, each with its source."""
    every = cached.events(context.case_id)
    if not every:
        return
    st.header(_("Documented events"), anchor=False)
    flagged = {id_of(event) for event in visible_events(every, context)}
    rows = [event_row(event, id_of(event) in flagged, context.filters.zone) for event in in_order(every)]
    columns = {
        "n": st.column_config.TextColumn(_("Flag"), width=86),
        "when": st.column_config.TextColumn(_("When"), width=170),
        "what": st.column_config.TextColumn(_("What"), width=420),
        "source": st.column_config.TextColumn(_("Source"), width=170),
        "kind": st.column_config.TextColumn(_("Kind"), width=130),
        "as_of": st.column_config.TextColumn(_("As of"), width=100),
        "conflict": st.column_config.TextColumn(_("Sources disagree"), width=300),
        "url": st.column_config.LinkColumn(_("Address"), width=150),
    }
    table_block(
        "events-table",
        pd.DataFrame(rows),
        _about_events(context),
        column_config=columns,
        row_height=66,
        figure="events",
    )
    method(
        _("Documentation with sources, not data of the case. “!”: sources disagree; in brackets: no flag here."),
        "events",
    )


def _about_events(context: Context) -> Frame:
    """What the table says of itself: public pages, so neither the mark nor the numbers of the posts apply."""
    return Frame(
        title=_("Documented events"),
        n_text=_("Documented events: public sources, see the column Source"),
        zone_text=context.zone_text,
    )


def draw_firsts(context: Context) -> None:
    """Which language and platform came first in the collected data."""
    head = heading(_("What came first in the collected data?"))
    splits = {"lang": _("Language"), "platform": _("Platform")}
    # One piece of HTML: two tables of Streamlit take the browser 40 ms of every filter change.
    tables = "".join(kept.firsts_html(context, split, name) for split, name in splits.items())
    about = frame_of(context, _("First post of each language and platform"), "", method="firsts")
    st.html(f'{head}<div class="wh-pair">{tables}</div>{evidence(about)}')
    draw_dialog("firsts", "firsts")


def draw_rhythm(context: Context) -> None:
    """Weekday by hour."""
    st.header(_("Which hours of the week?"), anchor=False)
    counts = cached.rhythm(context.case_id, context.filters)
    spec = rhythm_figure(counts, weekdays(), context.dark)
    frame = frame_of(context, _("Posts by weekday and hour"), rhythm_alt(counts, context), method="timeline")
    figure_block("rhythm", spec, frame, counts, height=300)
    method(_("Posts counted by weekday and hour on the clock of the chosen zone."), "timeline")
