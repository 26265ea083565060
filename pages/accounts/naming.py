"""Whether an account may be called by name in exports: masked unless a person gives the reason."""

from __future__ import annotations

import streamlit as st

from core.errors import CaseError
from core.export.context import Context
from core.export.mask import masks_of
from core.i18n import _
from core.store import naming
from pages.accounts.labels import author
from pages.shared import filters


def show(context: Context, key: str) -> None:
    """What the account is called in exports, and a form to change that."""
    st.subheader(_("Its name in exports"), anchor=False)
    reason = naming.named(context.case.notebook_path).get(key)
    if reason is None:
        text = _("In charts and tables that leave the program this account is called “{name}”.")
        st.caption(filters.plain(text.format(name=masks_of(context.case).name(key))))
        _draw_form(context, key)
        return
    st.caption(filters.plain(_("Its name may stand in exports. The reason: {reason}").format(reason=reason)))
    if st.button(_("Mask it again"), key="naming-mask"):
        naming.mask_account(context.case.notebook_path, key, author=author())
        st.rerun()


def _draw_form(context: Context, key: str) -> None:
    with st.form("naming-form"):
        reason = st.text_input(
            _("The reason, with its exhibit"), key="naming-reason", max_chars=500,
            help=_("Why must the public know this name, and what shows it? It stays in the notebook with your name."),
        )  # fmt: skip
        if not st.form_submit_button(_("Let it be named")):
            return
    try:
        naming.name_account(context.case.notebook_path, key, reason=reason, author=author())
    except CaseError as error:
        st.warning(filters.plain(str(error)))
        return
    st.rerun()
