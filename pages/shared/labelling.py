"""Putting an account into a group, with evidence: the same form on a profile and in the labelling queue."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import streamlit as st

from core import handmade
from core.errors import CaseError
from core.export.context import Context
from core.i18n import _, moment
from core.model import Case
from core.store import notebook, signoffs
from core.wording import clean, is_web_address
from pages.shared import cached, cached_groups, filters

AUTHOR, SAID = "notes_author", "labels-said"
PICTURES = ["png", "jpg", "jpeg", "gif", "webp", "pdf"]


def author() -> str:
    """The name that the reporter gave in this session."""
    return str(filters.recall(AUTHOR) or "").strip()


def draw_author() -> None:
    """The field for the reporter's name, kept for the session."""
    st.text_input(
        _("Your name"), key=AUTHOR, persist_state="session", max_chars=80, width=320,
        help=_("It stands beside everything that you add. Whence cannot check it: two people must use two names."),
    )  # fmt: skip


def say() -> None:
    """What the newest change did, once."""
    said = filters.recall(SAID)
    if said:
        st.success(filters.plain(said))
        filters.remember(SAID, "")


def change(act: Callable[[], str]) -> None:
    """Do something to the notebook and say what it did; a problem is one sentence."""
    if not author():
        st.error(_("Write your name first: every change in the notebook keeps its author."))
        return
    try:
        filters.remember(SAID, act())
    except CaseError as error:
        st.error(filters.plain(str(error)))
        return
    st.rerun()  # the filter in the sidebar is drawn before the page and must show the new groups


def confidences() -> dict[str, str]:
    """How sure an author is."""
    return {"high": _("High"), "medium": _("Medium"), "low": _("Low")}


def draw_group_form(context: Context, account_key: str, place: str, *, post_key: str | None = None) -> None:
    """The form by which an account, or one of its posts, gets into a group."""
    # The revision in the keys empties the fields after every change.
    tail = f"{place}-{context.case_id.notes}"
    with st.form(f"group-form-{tail}"):
        name = st.selectbox(
            _("Add to a group"), cached.codes(context.case_id)["name"].tolist(), index=None, accept_new_options=True,
            key=f"group-{tail}", placeholder=_("Choose a group or write a new name"),
        )  # fmt: skip
        link = st.text_input(
            _("Evidence: a link"), key=f"evidence-group-{tail}", max_chars=2000, placeholder="https://"
        )
        seen = st.text_input(_("Evidence: what you saw, and where"), key=f"evidence-note-{tail}", max_chars=2000)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            sure = st.segmented_control(
                _("How sure are you?"), list(confidences()), key=f"sure-{tail}", format_func=confidences().get
            )
        picture = st.file_uploader(
            _("Evidence: a screenshot (kept with its SHA-256)"), type=PICTURES, key=f"picture-{tail}"
        )
        if st.form_submit_button(_("Add to the group")):
            problem = complaint(str(name or ""), str(link or ""), str(seen or ""), has_file=picture is not None)
            if problem:
                st.error(filters.plain(problem))
                return
            about = {"confidence": sure, "post_key": post_key, "kind": "post" if post_key else "group"}
            change(lambda: _added(context.case, account_key, str(name), (str(link), str(seen), picture), about))


def complaint(text: str, link: str, seen: str = "", *, has_file: bool = False, group: bool = True) -> str:
    """What is wrong with a label or a note, in one sentence; empty where nothing is."""
    if not text.strip():
        return _("Write the group or the note first.")
    if link.strip() and not is_web_address(link.strip()):
        return _("The link to the evidence must be a whole address that starts with http:// or https://.")
    if group and not (link.strip() or seen.strip() or has_file):
        return _("A group needs evidence: a link, a screenshot, or a note of what you saw and where.")
    return ""


def _added(case: Case, key: str, name: str, evidence: tuple[str, str, Any], about: dict[str, Any]) -> str:
    link, seen, picture = evidence
    digest, shown = _kept(case, picture) if picture is not None else (None, "")
    lines = [part.strip() for part in (link, shown, seen) if part.strip()]
    kind = "file" if digest else "link" if link.strip() else "note"
    notebook.add_label(
        case.notebook_path, key, name, author=author(), evidence="\n".join(lines), evidence_kind=kind, sha256=digest,
        **about,
    )  # fmt: skip
    return _("Added to the group “{name}”.").format(name=name.strip())


def _kept(case: Case, picture: Any) -> tuple[str, str]:  # noqa: ANN401 - Streamlit's uploaded file
    with TemporaryDirectory() as room:
        path = Path(room) / "picture"
        path.write_bytes(picture.getvalue())
        digest, name = handmade.keep_picture(case, path, clean(picture.name))
    return digest, clean(name)


def label_html(row: dict[str, Any], zone: str) -> str:
    """One label or note with author, confidence, date and evidence, escaped."""
    kinds = {"group": _("Group"), "post": _("Group of one post"), "none": _("No group fits")}
    about = [_("by {author}").format(author=row["author"]), moment(pd.Timestamp(row["at"]), zone, "d MMM y, HH:mm")]
    if row.get("confidence") in confidences():
        about.append(_("confidence: {level}").format(level=confidences()[row["confidence"]].lower()))
    if isinstance(row.get("post_key"), str):
        about.append(_("post {key}").format(key=row["post_key"]))
    return (
        f'<div class="wh-label"><p><span class="wh-chip">{escape(kinds.get(row["kind"], _("Note")))}</span> '
        f'<span dir="auto">{escape(row["text"])}</span></p>'
        f'<p class="wh-meta">{escape(" · ".join(about))}{evidence_html(row["evidence"], row.get("sha256"))}</p></div>'
    )


def evidence_html(evidence: str, sha256: object = None) -> str:
    """The evidence line by line, as a link where it is a web address; with the hash of a kept file."""
    parts = [_linked(line) for line in evidence.split("\n") if line]
    if isinstance(sha256, str):
        parts.append(escape(_("SHA-256 {digest}").format(digest=sha256[:16] + "…")))
    return "".join(f" · {part}" for part in parts)


def _linked(line: str) -> str:
    if not is_web_address(line):
        return f'<span dir="auto">{escape(line)}</span>'
    return f'<a href="{escape(line, quote=True)}" target="_blank" rel="noreferrer noopener">{escape(line)}</a>'


def draw_undo(context: Context, place: str) -> None:
    """The button that takes back the newest change of the notebook."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(_("Undo the newest change"), key=f"{place}-undo", type="tertiary"):
            change(lambda: undone(context.case.notebook_path))
        st.caption(
            _("Of this case, whichever account it was on and whoever made it; nothing is lost from the history.")
        )


def undone(path: Path) -> str:
    """Undo the newest change; a sentence on what that did."""
    before = notebook.labels(path)
    if not notebook.undo(path, author=author()):
        return _("There is nothing to undo.")
    after = notebook.labels(path)
    gone = before[~before["label_id"].isin(after["label_id"])]
    back = after[~after["label_id"].isin(before["label_id"])]
    if len(gone):
        return _("Taken back: “{text}” on {key}.").format(text=gone["text"].iloc[0], key=gone["account_key"].iloc[0])
    if len(back):
        return _("Brought back: “{text}” on {key}.").format(text=back["text"].iloc[0], key=back["account_key"].iloc[0])
    return _("Taken back; the log on the Groups page says what.")


def draw_none(context: Context, account_key: str, place: str) -> None:
    """The button by which a person says that no group fits."""
    if st.button(_("No group of the code book fits"), key=f"{place}-none", type="tertiary"):
        change(lambda: _none_fits(context.case.notebook_path, account_key))


def _none_fits(path: Path, account_key: str) -> str:
    notebook.add_label(path, account_key, "", author=author(), kind="none")
    return _("Kept: in your eyes no group fits.")


def draw_sign_off(context: Context, account_key: str, place: str) -> None:
    """Whether the name may leave, why not, who signed, and the buttons to sign and to take a signature back."""
    leave = cached_groups.may_leave(context.case_id, account_key)
    if leave.allowed:
        names = ", ".join(leave.signed_by)
        st.success(filters.plain(_("This name may appear in an export; signed by {names}.").format(names=names)))
    else:
        st.caption(filters.plain(" ".join([_("This name may not appear in an export yet."), *leave.reasons])))
    for row in cached_groups.signed_for(context.case_id, account_key).to_dict("records"):
        _draw_signature(context, row, place)
    if not leave.allowed and st.button(_("Sign off what stands here"), key=f"{place}-sign"):
        change(lambda: _signed(context.case.notebook_path, account_key))


def _draw_signature(context: Context, row: dict[Any, Any], place: str) -> None:
    path, number = context.case.notebook_path, int(row["signoff_id"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(signature_html(row, context.filters.zone))
        said = _("Withdraw the sign-off of {author}").format(author=row["author"])
        if st.button(_("Withdraw"), key=f"{place}-withdraw-{number}", type="tertiary", width="content", help=said):
            change(lambda: _withdrawn(path, number))


def signature_html(row: dict[Any, Any], zone: str) -> str:
    """Who signed and when, and whether it still holds, escaped."""
    about = [moment(pd.Timestamp(row["at"]), zone, "d MMM y, HH:mm")]
    if row["lapsed"]:
        about.append(_("lapsed: the notebook says something else by now"))
    if row["note"]:
        about.append(row["note"])
    return (
        f'<div class="wh-label"><p><span class="wh-chip">{escape(_("Signed off"))}</span> '
        f'<span dir="auto">{escape(clean(row["author"]))}</span></p>'
        f'<p class="wh-meta">{escape(" · ".join(about))}</p></div>'
    )


def _signed(path: Path, account_key: str) -> str:
    signoffs.sign_off(path, account_key, author=author())
    leave = signoffs.may_leave(path, account_key)
    return _("Signed; the name may leave.") if leave.allowed else " ".join([_("Signed."), *leave.reasons])


def _withdrawn(path: Path, number: int) -> str:
    signoffs.withdraw(path, number, author=author())
    return _("The sign-off is withdrawn. Undo brings it back.")
