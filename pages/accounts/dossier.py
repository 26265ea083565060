"""The dossier of an account: what sources say of it, and the right of reply."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from core.export.context import Context
from core.i18n import _
from core.store import dossier
from core.wording import is_web_address
from pages.shared import cached_groups
from pages.shared.explain import quiet
from pages.shared.labelling import author, change


def show(context: Context, key: str) -> None:
    """Statements and questions, and the forms to add to them."""
    st.subheader(_("Dossier and right of reply"), anchor=False)
    said, asked = cached_groups.statements(context.case_id), cached_groups.requests(context.case_id)
    rows, questions = said[said["account_key"] == key], asked[asked["account_key"] == key]
    for row in rows.to_dict("records"):
        _draw(statement_html(row), f"statement-{row['statement_id']}", lambda n=row["statement_id"]: _gone(context, n))
    for row in questions.to_dict("records"):
        _draw(request_html(row), f"request-{row['request_id']}", lambda n=row["request_id"]: _unasked(context, n))
    if rows.empty and questions.empty:
        st.html(quiet(_("No statement yet, and nobody has asked the account.")))
    with st.expander(_("Add to the dossier")):
        left, right = st.columns(2, gap="large")
        with left:
            draw_statement_form(context, key)
        with right:
            draw_request_form(context, key)
            draw_answer_form(context, [int(n) for n in questions["request_id"]])


def _draw(html: str, name: str, act: Any) -> None:  # noqa: ANN401 - a function that says what it did
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(html)
        if st.button(_("Remove"), key=f"remove-{name}", type="tertiary", width="content"):
            change(act)


def reliabilities() -> dict[str, str]:
    """How far a source can be relied on."""
    return {"strong": _("Strong"), "medium": _("Medium"), "weak": _("Weak")}


def statement_html(row: dict[Any, Any]) -> str:
    """One statement with source, reliability and day, escaped; an open wiki is named as what it is."""
    about = [_("source: {level}").format(level=reliabilities()[row["reliability"]].lower())]
    if dossier.is_open_wiki(row["source"]):
        about.append(_("an open wiki: anybody can write there"))
    about += [row["said_on"] or _("day not known"), _("by {author}").format(author=row["author"])]
    return (
        f'<div class="wh-label"><p><span class="wh-chip">{escape(_("Statement"))}</span> '
        f'<span dir="auto">{escape(row["text"])}</span></p>'
        f'<p class="wh-meta">{_source(row["source"])} · {escape(" · ".join(about))}</p></div>'
    )


def _source(text: str) -> str:
    shown = escape(text, quote=True)
    return f'<a href="{shown}" target="_blank" rel="noreferrer noopener">{shown}</a>' if is_web_address(text) else shown


def request_html(row: dict[Any, Any]) -> str:
    """One question with its answer, escaped."""
    asked = _("asked on {day} by {channel}, {author}")
    about = asked.format(day=row["asked_on"], channel=row["channel"], author=row["author"])
    answer = _("No answer yet.")
    if row["answer"]:
        answer = _("Answer of {day}: {text}").format(day=row["answered_on"], text=row["answer"])
    return (
        f'<div class="wh-label"><p><span class="wh-chip">{escape(_("Question"))}</span> '
        f'<span dir="auto">{escape(row["question"])}</span></p>'
        f'<p dir="auto">{escape(answer)}</p><p class="wh-meta">{escape(about)}</p></div>'
    )


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def draw_statement_form(context: Context, key: str) -> None:
    """What a source says."""
    tail = context.case_id.notes
    with st.form(f"statement-form-{tail}"):
        text = st.text_area(
            _("What is said about the account"), key=f"statement-text-{tail}", max_chars=4000, height=68
        )
        source = st.text_input(
            _("Source (address, or where to find it)"), key=f"statement-source-{tail}", max_chars=2000
        )
        level = st.segmented_control(
            _("How reliable is the source?"), list(reliabilities()), key=f"statement-level-{tail}",
            format_func=reliabilities().get, help=_("An open wiki is always kept as weak."),
        )  # fmt: skip
        day = st.text_input(_("Day of the source"), key=f"statement-day-{tail}", max_chars=10, placeholder="2020-02-08")
        if st.form_submit_button(_("Save the statement")):
            change(
                lambda: _stated(context.case.notebook_path, key, text or "", source or "", str(level or ""), day or "")
            )


def _stated(path: Path, key: str, text: str, source: str, level: str, day: str) -> str:
    dossier.add_statement(path, key, text, source=source, reliability=level, said_on=day, author=author())
    return _("The statement is saved.")


def draw_request_form(context: Context, key: str) -> None:
    """That the account was asked."""
    tail = context.case_id.notes
    with st.form(f"request-form-{tail}"):
        question = st.text_area(_("What was asked"), key=f"request-text-{tail}", max_chars=4000, height=68)
        channel = st.text_input(_("How (e-mail, message, call)"), key=f"request-channel-{tail}", max_chars=200)
        day = st.text_input(_("When"), _today(), key=f"request-day-{tail}", max_chars=10)
        if st.form_submit_button(_("Save the question")):
            change(lambda: _asked(context.case.notebook_path, key, question or "", channel or "", day or ""))


def _asked(path: Path, key: str, question: str, channel: str, day: str) -> str:
    dossier.add_request(path, key, question, asked_on=day, channel=channel, author=author())
    return _("The question is saved.")


def draw_answer_form(context: Context, numbers: list[int]) -> None:
    """The answer to one of the questions."""
    if not numbers:
        return
    tail = context.case_id.notes
    with st.form(f"answer-form-{tail}"):
        number = st.selectbox(_("Answer to question"), numbers, len(numbers) - 1, key=f"answer-number-{tail}")
        text = st.text_area(_("The answer"), key=f"answer-text-{tail}", max_chars=4000, height=68)
        day = st.text_input(_("Answered on"), _today(), key=f"answer-day-{tail}", max_chars=10)
        if st.form_submit_button(_("Save the answer")):
            change(lambda: _answered(context.case.notebook_path, int(number), text or "", day or ""))


def _answered(path: Path, number: int, text: str, day: str) -> str:
    dossier.put_answer(path, number, text, answered_on=day, author=author())
    return _("The answer is saved.")


def _gone(context: Context, number: int) -> str:
    dossier.remove_statement(context.case.notebook_path, int(number), author=author())
    return _("Removed. Undo brings it back.")


def _unasked(context: Context, number: int) -> str:
    dossier.remove_request(context.case.notebook_path, int(number), author=author())
    return _("Removed. Undo brings it back.")
