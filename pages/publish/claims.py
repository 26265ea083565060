"""The claim ledger: each sentence, what stands behind it, and whether it holds."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.errors import CaseError
from core.export.catalogue import FIGURES
from core.export.context import Context
from core.export.numbers import NUMBERS, name_of, number_query, query_of
from core.export.numbers.model import Answer
from core.export.package.claims import FIGURE, from_ledger, settled
from core.i18n import _, moment
from core.store import ledger
from pages.publish import article, insert, kept
from pages.shared import filters
from pages.shared.table import draw_table


def status_label(status: str) -> str:
    """A status of a claim in the words of the screen."""
    names = {
        "open": _("Open"), "holds": _("Holds"), "differs": _("Differs"), "withdrawn": _("Withdrawn"),
    }  # fmt: skip
    return names[status]


def draw(context: Context) -> None:
    """The ledger as a table, the form for a new sentence, and the change of one."""
    st.header(_("Claim ledger"), anchor=False)
    frame = ledger.claims(context.case.notebook_path)
    said = filters.recall(article.SAID)
    if said:
        st.success(filters.plain(str(said)))
        filters.remember(article.SAID, "")
    if frame.empty:
        st.caption(_("Nothing here yet. Insert a number above, or put in a sentence of the article."))
    else:
        draw_table(table(context, frame), key="publish-claims", column_config=_columns())
    left, right = st.columns(2, gap="large")
    with left:
        draw_add(context)
    with right:
        if not frame.empty:
            draw_change(context, frame)


def table(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The ledger in words; the status of a number is what the case says now."""
    rows = []
    for claim, row in zip(from_ledger(frame), frame.to_dict("records"), strict=True):
        now = _now(context, claim.basis)
        rows.append({
            _("Number of the entry"): row["claim_id"], _("Sentence"): claim.sentence,
            _("Status"): status_label(settled(claim, now).status),
            _("Behind it"): behind(claim.basis), _("The case says now"): now.sentence if now else "",
            _("Author"): row["author"], _("Date"): moment(pd.Timestamp(row["at"]), context.filters.zone),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _columns() -> dict[str, Any]:
    return {
        _("Number of the entry"): st.column_config.NumberColumn(width="small"),
        _("Sentence"): st.column_config.TextColumn(width="large"),
    }


def _now(context: Context, basis: str) -> Answer | None:
    if not basis or basis.startswith(FIGURE):
        return None
    try:
        return kept.number(context.case_id, basis)
    except CaseError:  # a query of a newer version, or a group that is gone
        return None


def behind(basis: str) -> str:
    """The number or figure behind a claim, by its name."""
    if not basis:
        return _("Nothing yet")
    kind, _mark, rest = basis.removeprefix(FIGURE).partition("?")
    if basis.startswith(FIGURE):
        return FIGURES[kind].title() if kind in FIGURES else kind
    known = {wanted.number_id for wanted in NUMBERS}
    return name_of(kind) if kind in known else kind


def offered(context: Context) -> dict[str, str]:
    """What can stand behind a sentence in this view: its query, and its name."""
    numbers = {number_query(n.number_id, context.filters): name_of(n.number_id) for n in NUMBERS}
    words = query_of(context.filters)
    figures = {f"{FIGURE}{name}?{words}": _("Figure: {name}").format(name=f.title()) for name, f in FIGURES.items()}
    return {"": _("Nothing yet"), **numbers, **figures}


def draw_add(context: Context) -> None:
    """A sentence of the article, and what stands behind it."""
    with st.form("publish-add", clear_on_submit=True):
        sentence = st.text_area(_("A sentence of the article"), key="publish-sentence", height=80, max_chars=2000)
        names = offered(context)
        basis = st.selectbox(_("What stands behind it"), list(names), key="publish-basis", format_func=names.get)
        if st.form_submit_button(_("Put into the ledger")):
            _add(context, sentence, str(basis or ""))


def _add(context: Context, sentence: str, basis: str) -> None:
    now = _now(context, basis)
    ledger.add_claim(
        context.case.notebook_path, sentence, author=insert.author(), basis=basis, answer=now.facts() if now else None
    )  # fmt: skip
    filters.remember(article.SAID, _("Entered in the ledger."))
    filters.redraw_all()


def draw_change(context: Context, frame: pd.DataFrame) -> None:
    """Another status for one claim, and the way back."""
    sentences = dict(zip(frame["claim_id"], frame["sentence"], strict=True))
    with st.form("publish-change"):
        chosen = st.selectbox(
            _("Claim"), list(sentences), key="publish-claim", format_func=lambda n: f"{n}. {sentences[n][:80]}"
        )
        status = st.selectbox(_("Status"), ledger.STATUSES, key="publish-status", format_func=status_label)
        if st.form_submit_button(_("Change the status")):
            ledger.change_claim(context.case.notebook_path, int(chosen), author=insert.author(), status=status)
            filters.remember(article.SAID, _("Changed. It can be taken back."))
            filters.redraw_all()
    st.caption(_("A number decides between “holds” and “differs” by itself; “withdrawn” is yours to say."))
    if st.button(_("Take back the last change"), key="publish-undo", type="tertiary"):
        done = ledger.undo_claim(context.case.notebook_path, author=insert.author() or _("unknown"))
        filters.remember(article.SAID, _("Taken back.") if done else _("There is nothing to take back."))
        filters.redraw_all()
