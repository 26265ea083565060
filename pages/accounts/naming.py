"""Whether an account may be called by name in exports: masked unless people give the reason and sign where asked."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.export.context import Context
from core.export.mask import masks_of
from core.i18n import _
from core.store import naming
from pages.shared import cached_groups, filters
from pages.shared.labelling import author, change


def show(context: Context, key: str) -> None:
    """What the account is called in exports, what is missing for its name, and a form to change that."""
    st.subheader(_("Its name in exports"), anchor=False)
    path = context.case.notebook_path
    reason, missing = naming.named(path).get(key), cached_groups.lacking(context.case_id, key)
    if reason is None or missing:
        text = _("In charts and tables that leave the program this account is called “{name}”.")
        st.caption(filters.plain(text.format(name=masks_of(context.case).name(key))))
    if missing:
        st.info(filters.plain(missing))
    if reason is None:
        if not missing:
            _draw_form(path, key)
        return
    said = _("Its name may stand in exports. The reason: {reason}")
    if missing:
        said = _("Somebody let it be named; that counts again when it is signed. The reason: {reason}")
    st.caption(filters.plain(said.format(reason=reason)))
    if st.button(_("Mask it again"), key="naming-mask"):
        change(lambda: _masked(path, key))


def _masked(path: Path, key: str) -> str:
    naming.mask_account(path, key, author=author())
    return _("The name is masked in exports again.")


def _draw_form(path: Path, key: str) -> None:
    with st.form("naming-form"):
        reason = st.text_input(
            _("The reason, with its exhibit"), key="naming-reason", max_chars=500,
            help=_("Why must the public know this name, and what shows it? It stays in the notebook with your name."),
        )  # fmt: skip
        if st.form_submit_button(_("Let it be named")):
            change(lambda: _let(path, key, str(reason or "")))


def _let(path: Path, key: str, reason: str) -> str:
    naming.name_account(path, key, reason=reason, author=author())
    return _("From now on the name may stand in exports.")
