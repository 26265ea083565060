"""The posts behind a box drawn on the timeline."""

from __future__ import annotations

import streamlit as st

from core.export.context import Context
from core.i18n import _, ngettext, number
from pages.shared import cached, filters
from pages.shared.cached import PageParams
from pages.shared.explain import heading, quiet
from pages.shared.posts_panel import show as show_posts
from pages.timeline import controls


def draw(context: Context, width: str) -> None:
    """The posts behind the box drawn on the chart."""
    period = controls.selected_period(context, width)
    head = heading(_("The posts behind a selection"))
    if period is None:
        st.html(
            head + quiet(_("Draw a box on the chart to read the posts behind it, or set From and To in the filter."))
        )
        return
    st.html(head)
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
