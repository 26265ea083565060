"""What can be printed, and does it hold?"""

from __future__ import annotations

import streamlit as st

from core.export.context import Context
from pages.publish import article, build, claims, insert


@st.fragment
def show(context: Context) -> None:
    """The article with its slips, numbers to insert, the claim ledger, and the package."""
    article.draw(context)
    insert.draw(context)
    claims.draw(context)
    build.draw(context)
