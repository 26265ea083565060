"""Groups and notes that reporters give an account, each with author, evidence and date."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core.export.context import Context
from core.i18n import _, moment
from core.store import notebook
from pages.accounts.facts import is_web_address
from pages.shared import cached, filters

AUTHOR, SAID = "notes_author", "labels-said"


def show(context: Context, key: str) -> None:
    """What stands in the notebook on the account, and two forms to add to it."""
    st.subheader(_("Groups and notes"), anchor=False)
    labels = cached.labels(context.case_id)
    own = labels[labels["account_key"] == key]
    _say()
    for row in own.to_dict("records"):
        _draw_label(context, row)
    if own.empty:
        st.caption(
            _("No group and no note yet. The program never puts an account into a group: people do, with evidence.")
        )
    st.text_input(
        _("Your name"), key=AUTHOR, persist_state="session", max_chars=80, width=320,
        help=_("It stands beside every group and note that you add."),
    )  # fmt: skip
    left, right = st.columns(2, gap="large")
    with left:
        _draw_group_form(context, key, groups(labels))
    with right:
        _draw_note_form(context, key)
    _draw_undo(context)


def groups(labels: pd.DataFrame) -> list[str]:
    """The names of all groups of the case, A to Z."""
    return sorted(labels.loc[labels["kind"] == "group", "text"].unique())


def author() -> str:
    """The name that the reporter gave in this session."""
    return str(filters.recall(AUTHOR) or "").strip()


def _say() -> None:
    said = filters.recall(SAID)
    if said:
        st.success(filters.plain(said))
        filters.remember(SAID, "")


def _draw_label(context: Context, row: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(label_html(row, context.filters.zone))
        if st.button(_("Remove"), key=f"remove-{row['label_id']}", type="tertiary", width="content"):
            _change(lambda: _removed(context.case.notebook_path, int(row["label_id"])))


def _removed(path: Path, label_id: int) -> str:
    notebook.remove_label(path, label_id, author=author())
    return _("Removed. Undo brings it back.")


def label_html(row: dict[str, Any], zone: str) -> str:
    """One group or note with author, date and evidence, escaped."""
    kind = _("Group") if row["kind"] == "group" else _("Note")
    about = [_("by {author}").format(author=row["author"]), moment(pd.Timestamp(row["at"]), zone, "d MMM y, HH:mm")]
    return (
        f'<div class="wh-label"><p><span class="wh-chip">{escape(kind)}</span> '
        f'<span dir="auto">{escape(row["text"])}</span></p>'
        f'<p class="wh-meta">{escape(" · ".join(about))}{evidence_html(row["evidence"])}</p></div>'
    )


def evidence_html(evidence: str) -> str:
    """The evidence as a link where it is a web address, as text otherwise."""
    if not evidence:
        return ""
    if not is_web_address(evidence):
        return f" · {escape(evidence)}"
    return (
        f' · <a href="{escape(evidence, quote=True)}" target="_blank" rel="noreferrer noopener">{escape(evidence)}</a>'
    )


def _draw_group_form(context: Context, key: str, names: list[str]) -> None:
    # The revision in the keys empties the fields after every change.
    with st.form(f"group-form-{context.case_id.notes}"):
        name = st.selectbox(
            _("Add to a group"), names, index=None, accept_new_options=True, key=f"group-{context.case_id.notes}",
            placeholder=_("Choose a group or write a new name"),
        )  # fmt: skip
        evidence = _draw_evidence("group", context)
        if st.form_submit_button(_("Add to the group")):
            _add(context, key, "group", str(name or ""), evidence)


def _draw_note_form(context: Context, key: str) -> None:
    with st.form(f"note-form-{context.case_id.notes}"):
        text = st.text_area(_("Write a note"), key=f"note-{context.case_id.notes}", max_chars=2000, height=68)
        evidence = _draw_evidence("note", context)
        if st.form_submit_button(_("Save the note")):
            _add(context, key, "note", text or "", evidence)


def _draw_evidence(kind: str, context: Context) -> str:
    text = st.text_input(
        _("Link to the evidence"), key=f"evidence-{kind}-{context.case_id.notes}", max_chars=2000,
        placeholder="https://",
    )  # fmt: skip
    return str(text or "").strip()


def _add(context: Context, key: str, kind: str, text: str, evidence: str) -> None:
    problem = complaint(text, evidence)
    if problem:
        st.error(filters.plain(problem))
        return
    _change(lambda: _added(context.case.notebook_path, key, kind, text, evidence))


def complaint(text: str, evidence: str) -> str:
    """What is wrong with a label, in one sentence; empty where nothing is."""
    if not text.strip():
        return _("Write the group or the note first.")
    if evidence and not is_web_address(evidence):
        return _("The link to the evidence must be a whole address that starts with http:// or https://.")
    return ""


def _added(path: Path, key: str, kind: str, text: str, evidence: str) -> str:
    notebook.add_label(path, key, text, author=author(), evidence=evidence, kind=kind)
    return _("Added to the group “{name}”.").format(name=text.strip()) if kind == "group" else _("The note is saved.")


def _draw_undo(context: Context) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(_("Undo the newest change"), key="labels-undo", type="tertiary"):
            _change(lambda: _undone(context.case.notebook_path))
        st.caption(
            _("Of this case, whichever account it was on and whoever made it; nothing is lost from the history.")
        )


def _undone(path: Path) -> str:
    before = notebook.labels(path)
    if not notebook.undo(path, author=author()):
        return _("There is nothing to undo.")
    after = notebook.labels(path)
    gone = before[~before["label_id"].isin(after["label_id"])]
    back = after[~after["label_id"].isin(before["label_id"])]
    if len(gone):
        return _("Taken back: “{text}” on {key}.").format(text=gone["text"].iloc[0], key=gone["account_key"].iloc[0])
    return _("Brought back: “{text}” on {key}.").format(text=back["text"].iloc[0], key=back["account_key"].iloc[0])


def _change(act: Any) -> None:  # noqa: ANN401 - a function that changes the notebook and says what it did
    if not author():
        st.error(_("Write your name first: every change in the notebook keeps its author."))
        return
    filters.remember(SAID, act())
    st.rerun()  # the filter in the sidebar is drawn before the page and must show the new groups
