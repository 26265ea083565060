"""The read behind the source line of every export; keys as in ``pages.shared.cached``."""

from __future__ import annotations

import streamlit as st

from core.model import CaseId
from core.store.queries import provenance as reads
from core.store.queries.provenance import Provenance
from pages.shared.cached import KEYS, store


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs=KEYS)
def provenance(case_id: CaseId) -> Provenance:
    """Files, capture times and import time of the case."""
    return reads.provenance(store(case_id))
