"""Numbers of the case as sentences, with interval and whole, for the article and the ledger."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.export.context import Context
from core.export.numbers import NUMBERS, name_of, number_query
from core.export.numbers.model import Answer
from core.i18n import _
from core.store import ledger
from pages.publish import article, kept
from pages.shared import filters

AUTHOR = "notes_author"


def author() -> str:
    """The name that the reporter gave in this session."""
    return str(filters.recall(AUTHOR) or "").strip()


def draw_author() -> None:
    """The field for the name that stands beside every entry."""
    st.text_input(
        _("Your name"), key=AUTHOR, persist_state="session", max_chars=80, width=320,
        help=_("It stands beside every claim in the ledger, and is not part of a package."),
    )  # fmt: skip


def draw(context: Context) -> None:
    """Choose a number of the view and put its sentence into the article and the ledger."""
    st.header(_("Insert a number"), anchor=False)
    ids = [wanted.number_id for wanted in NUMBERS]
    chosen = st.selectbox(_("Number"), ids, key="publish-number", format_func=name_of, width=480)
    told = kept.number(context.case_id, number_query(chosen, context.filters))
    st.html(f'<p class="wh-finding">{escape(told.sentence)}</p>')
    draw_author()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Insert into article and ledger"), key="publish-insert", on_click=insert, args=(context, told),
            disabled=told.value is None or not author(),
        )  # fmt: skip
        if not author():
            st.caption(_("Give your name first."))


def insert(context: Context, told: Answer) -> None:
    """Put the sentence at the end of the article and into the ledger, with the query that counts it again."""
    ledger.add_claim(
        context.case.notebook_path, told.sentence, author=author(), basis=told.query, answer=told.facts()
    )  # fmt: skip
    article.append(context, told.sentence)
    filters.remember(article.SAID, _("Inserted at the end of the article, and entered in the ledger."))
