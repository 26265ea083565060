"""Reads of the Accounts page that are kept between runs; keys as in ``pages.shared.cached``."""

from __future__ import annotations

import pandas as pd

from core.model import CaseId, Filters
from core.store.queries import accounts as account_reads
from core.store.queries import profiles as profile_reads
from pages.shared.cached import ListParams, PageParams, store, view
from pages.shared.keep import keep

WHOLE_LIST = 1_000_000


@keep(most=128)
def count_matches(case_id: CaseId, filters: Filters, params: ListParams) -> int:
    """How many accounts of the view the search finds."""
    return profile_reads.count_matches(store(case_id), view(case_id, filters), params.search)


@keep(most=128)
def company(case_id: CaseId, filters: Filters, params: PageParams) -> pd.DataFrame:
    """Whom one account passes on in the view, and who passes it on."""
    return profile_reads.company(store(case_id), view(case_id, filters), params.account or "")


def whole_list(case_id: CaseId, filters: Filters, params: ListParams) -> pd.DataFrame:
    """Every account of the list, for a file; read each time, because it may have a million rows."""
    return account_reads.accounts_page(
        store(case_id), view(case_id, filters), search=params.search, sort=params.sort, most=WHOLE_LIST
    )
