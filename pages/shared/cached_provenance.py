"""The read behind the source line of every export; keys as in ``pages.shared.cached``."""

from __future__ import annotations

from core.export.context import Context
from core.export.source import source_text
from core.model import CaseId
from core.store.queries import provenance as reads
from core.store.queries.provenance import Provenance
from pages.shared.cached import store
from pages.shared.keep import keep


@keep(most=16)
def provenance(case_id: CaseId) -> Provenance:
    """Files, capture times and import time of the case."""
    return reads.provenance(store(case_id))


@keep(most=64, worded=True)
def source(context: Context) -> str:
    """The source line of this view: files, days of collection, case and build."""
    return source_text(context.case, provenance(context.case_id), context.filters.zone)
