"""What the case answers about an article, kept between runs."""

from __future__ import annotations

from core.analysis.claims import CaseFacts
from core.export.numbers import answer
from core.export.numbers.agreement import facts_of
from core.export.numbers.model import Answer
from core.model import CaseId, Filters
from pages.shared import cached
from pages.shared.keep import keep


@keep(most=64)
def facts(case_id: CaseId, filters: Filters) -> CaseFacts:
    """What the check of an article asks of the view."""
    return facts_of(cached.read_case(case_id), cached.store(case_id), filters)


@keep(most=256, worded=True)
def number(case_id: CaseId, query: str) -> Answer:
    """One number of the case."""
    return answer(cached.read_case(case_id), cached.store(case_id), query)
