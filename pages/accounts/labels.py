"""Groups and notes that reporters give an account, with author, evidence and date; and whether its name may leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from core.export.context import Context
from core.i18n import _
from core.store import notebook
from pages.shared import cached, filters
from pages.shared.labelling import (
    author,
    change,
    complaint,
    draw_author,
    draw_group_form,
    draw_none,
    draw_sign_off,
    draw_undo,
    label_html,
    say,
)


def show(context: Context, key: str) -> None:
    """What stands in the notebook on the account, two forms to add to it, and the sign-off."""
    st.subheader(_("Groups and notes"), anchor=False)
    labels = cached.labels(context.case_id)
    own = labels[labels["account_key"] == key]
    say()
    for row in own.to_dict("records"):
        _draw_label(context, row)
    if own.empty:
        st.caption(
            _("No group and no note yet. The program never puts an account into a group: people do, with evidence.")
        )
    draw_author()
    left, right = st.columns(2, gap="large")
    with left:
        draw_group_form(context, key, "profile")
    with right:
        _draw_note_form(context, key)
        draw_none(context, key, "labels")
        draw_sign_off(context, key, "labels")
    draw_undo(context, "labels")


def _draw_label(context: Context, row: dict[Any, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(label_html(row, context.filters.zone))
        if st.button(_("Remove"), key=f"remove-{row['label_id']}", type="tertiary", width="content"):
            change(lambda: _removed(context.case.notebook_path, int(row["label_id"])))


def _removed(path: Path, label_id: int) -> str:
    notebook.remove_label(path, label_id, author=author())
    return _("Removed. Undo brings it back.")


def _draw_note_form(context: Context, key: str) -> None:
    with st.form(f"note-form-{context.case_id.notes}"):
        text = st.text_area(_("Write a note"), key=f"note-{context.case_id.notes}", max_chars=2000, height=68)
        link = st.text_input(
            _("Link to the evidence"), key=f"evidence-note-{context.case_id.notes}", max_chars=2000,
            placeholder="https://",
        )  # fmt: skip
        if st.form_submit_button(_("Save the note")):
            problem = complaint(text or "", str(link or ""), group=False)
            if problem:
                st.error(filters.plain(problem))
            else:
                change(lambda: _noted(context.case.notebook_path, key, text or "", str(link or "")))


def _noted(path: Path, key: str, text: str, evidence: str) -> str:
    notebook.add_label(path, key, text, author=author(), evidence=evidence, kind="note")
    return _("The note is saved.")
