"""Along which path was it passed on?"""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pandas as pd
import streamlit as st

from core.export import style
from core.export.context import Context
from core.export.figures import cascade_words
from core.export.figures.cascades import thin, tree_figure
from core.export.words import band_label, language_label
from core.i18n import _
from pages.cascades import replay, sections, tables
from pages.shared import cached
from pages.shared.cached import PageParams
from pages.shared.explain import method
from pages.shared.export import figure_block
from pages.shared.posts_panel import show as show_posts


def show(context: Context) -> None:
    """The list of cascades, then one of them: its numbers, its tree, and one answer more."""
    listed = tables.choice(context)
    if listed.empty:
        st.info(_("No post here was shared, quoted or answered. Take a filter off, or import a file that has shares."))
        return
    key = tables.draw_list(context, listed)
    method(
        _("Stated parents first (reply, quote, forward); a share whose platform names only the root hangs on it."),
        "cascades",
    )
    cascade = listed[listed["root_key"] == key].iloc[0].to_dict()
    st.header(_("One cascade in depth"), anchor=False)
    if not context.filters.is_empty:
        st.caption(_("The whole cascade: the filter is not applied to its numbers and figures."))
    tables.draw_facts(cascade, context)
    if pd.isna(cascade["root_no"]):
        st.info(_("The root of this cascade is not in the data, so its tree cannot be drawn."))
        return
    tree = cascade_words.as_drawn(cached.cascade_tree(context.case_id, int(cascade["root_no"])), context)
    replay.animated(lambda: draw_tree(context, cascade, tree))
    sections.draw(context, cascade, tree)


def draw_tree(context: Context, cascade: dict[str, Any], tree: pd.DataFrame) -> None:
    """The tree over time, coloured by language or score; a box on it lists the posts inside."""
    part, since_root, unlikely = tables.draw_look()
    colours = {"lang": (style.language_colour, language_label), "band": (style.band_colour, band_label)}
    colour, name = colours[part]
    shown = replay.until(tree)
    drawn = thin(shown)
    root_at = cascade["started_at"].tz_localize(UTC).tz_convert(context.filters.zone).tz_localize(None)
    spec = tree_figure(drawn, root_at, part, colour, name, context.dark, since_root, 0.0 if unlikely else 0.5)
    frame = tables.frame_of_cascade(context, _("One cascade by time and depth"), cascade, tree)
    event = figure_block(
        f"tree-{cascade['root_no']:.0f}",  # a key of its own: what was chosen in one tree means nothing in the next
        spec, frame, lambda: cascade_words.tree_table(tree), on_select="rerun",
        selection_mode=("points", "box"), height=520, figure="tree",
    )  # fmt: skip
    tables.say_what_is_left_out(len(drawn), len(shown))
    chosen = tuple(int(p["customdata"]) for p in event["selection"]["points"] if p.get("customdata") is not None)
    if chosen:
        show_posts(context, PageParams(only=chosen[:500]), "tree-posts")
