"""The text of the article: pasted, checked, kept in the notebook of the case."""

from __future__ import annotations

import streamlit as st

from core.analysis.claims import LONGEST_TEXT, check
from core.export.context import Context
from core.i18n import _, ngettext, number
from core.store import ledger
from pages.publish import kept, marked
from pages.shared import filters
from pages.shared.explain import method

SAID = "publish-said"


def key_of(context: Context) -> str:
    """Where the text of this case's article stands in the session: cases never mix."""
    return f"article-{context.case.slug}"


def text_of(context: Context) -> str:
    """The text as it stands now."""
    return str(filters.recall(key_of(context)) or "")


def append(context: Context, sentence: str) -> None:
    """Put a sentence at the end of the article; for callbacks."""
    text = text_of(context).rstrip()
    filters.remember(key_of(context), f"{text}\n\n{sentence}" if text else sentence)


def draw(context: Context) -> None:
    """The field for the text, and below it the slips."""
    key = key_of(context)
    if filters.recall(key) is None:
        filters.remember(key, ledger.draft(context.case.notebook_path))
    st.text_area(
        _("Text of the article"), key=key, height=220, max_chars=LONGEST_TEXT, persist_state="session",
        placeholder=_("Paste the article here, in English, Russian or Kazakh."),
        help=_("It stays on this computer, in the notebook of the case."),
    )  # fmt: skip
    st.button(_("Check the text"), key="publish-check", type="primary")
    text = text_of(context)
    ledger.keep_draft(context.case.notebook_path, text)
    if text.strip():
        draw_slips(context, text)


def draw_slips(context: Context, text: str) -> None:
    """The text underlined, and each slip in a sentence."""
    slips = check(text, kept.facts(context.case_id, context.filters))
    if not slips:
        st.success(_("No slip found. That does not make the text true: put its sentences into the ledger below."))
        return
    found = ngettext("{n} slip found.", "{n} slips found.", len(slips)).format(n=number(len(slips)))
    st.html(f'<p role="status" class="wh-n">{found}</p>')
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(height=560, key="publish-marked"):
        st.html(marked.article_html(text, slips))
    with right, st.container(height=560, key="publish-slips"):
        st.html(marked.slips_html(slips))
    method(_("Compared with the calendar, with the text itself, and with the numbers of this view."), "claims")
