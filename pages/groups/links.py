"""Ways from the Groups page to other pages."""

from __future__ import annotations

import streamlit as st

from core.i18n import _
from pages.shared import filters


def open_account(key: str) -> None:
    """The way to the profile of an account."""
    menu = filters.recall("menu") or {}
    if "accounts" in menu:
        st.page_link(menu["accounts"], label=_("Open its profile"), query_params=filters.address(account=key))
