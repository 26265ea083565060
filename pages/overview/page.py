"""What do the data say?"""

from __future__ import annotations

from html import escape

import streamlit as st

from core.analysis.findings import findings
from core.export.context import Context
from core.i18n import _, moment, of_the_case
from pages.overview import coverage, notices, numbers, tiles
from pages.shared import filters
from pages.shared.cached import PageParams
from pages.shared.explain import method
from pages.shared.posts_panel import show as show_posts


def show(context: Context) -> None:
    """The claim, four numbers, findings in sentences, what is weak in the data, and the first posts."""
    draw_claim(context)
    tiles.draw(context)
    left, right = st.columns([3, 2], gap="large")
    with left:
        draw_findings(context)
    with right:
        notices.draw(context)
    coverage.draw(context)
    st.header(_("The first posts in the collected data"), anchor=False)
    st.caption(_("Earliest here does not mean first anywhere: older posts may be deleted, or were not collected."))
    show_posts(context, PageParams(), "first-posts", step=8)


def draw_claim(context: Context) -> None:
    """What the story claims, and which period the data cover."""
    first, last = (moment(at, context.filters.zone) for at in (context.first_at, context.last_at))
    covered = _("{title}: posts from {first} to {last}").format(title=context.case.title, first=first, last=last)
    st.html(f'<p class="wh-kicker">{escape(covered)}</p>')
    if context.case.claim:
        claim = _("The claim: “{claim}”").format(claim=of_the_case(context.case.claim))
        st.html(f'<p class="wh-lede">{escape(claim)}</p>')


def draw_findings(context: Context) -> None:
    """Each finding in a sentence, what it rests on, and the way to its page."""
    st.header(_("Findings"), anchor=False)
    menu = filters.recall("menu") or {}
    said = findings(numbers.collect(context))
    if not said:
        st.info(_("Too few posts here for a finding. Take a filter off."))
    for finding in said:
        with st.container(key=f"finding-{finding.page}-{said.index(finding)}"):
            st.html(f'<p class="wh-finding">{escape(finding.text)}</p><p class="wh-basis">{escape(finding.basis)}</p>')
            if finding.page in menu:
                page = menu[finding.page]
                st.page_link(page, label=_("See {page}").format(page=page.title), query_params=filters.address())
    method(_("Sentences are made from the same numbers as the charts of their pages."), "findings")
