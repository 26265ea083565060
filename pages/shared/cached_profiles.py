"""Reads of the Accounts page that are kept between runs; keys as in ``pages.shared.cached``."""

from __future__ import annotations

import pandas as pd

from core.model import CaseId, Filters
from core.store.queries import accounts as account_reads
from core.store.queries import portrait
from core.store.queries import profiles as profile_reads
from pages.shared.cached import ListParams, PageParams, TimelineParams, found, store, view
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


@keep(most=64)
def times(case_id: CaseId, filters: Filters, params: PageParams) -> pd.DataFrame:
    """When one account posted, on the clock of the filter."""
    return portrait.times(store(case_id), params.account or "", filters.zone)


@keep(most=64)
def nearest(case_id: CaseId, params: PageParams) -> pd.DataFrame:
    """Who passed on or linked the same things."""
    return portrait.nearest(store(case_id), params.account or "")


@keep(most=64)
def own_cascades(case_id: CaseId, params: PageParams) -> pd.DataFrame:
    """Cascades that one account started or carried."""
    return portrait.own_cascades(store(case_id), params.account or "")


@keep(most=64)
def in_bursts(case_id: CaseId, filters: Filters, params: PageParams, step: TimelineParams) -> pd.DataFrame:
    """The place of one account in each burst of the view."""
    bursts = found(case_id, filters, step).bursts
    if bursts.empty:
        return pd.DataFrame()
    spans = [(row.start.to_pydatetime(), row.end.to_pydatetime()) for row in bursts.itertuples(index=False)]
    return portrait.in_bursts(store(case_id), view(case_id, filters), params.account or "", spans)


@keep(most=64)
def same_texts(case_id: CaseId, params: PageParams) -> pd.DataFrame:
    """Who wrote the same texts."""
    return portrait.same_texts(store(case_id), params.account or "")


@keep(most=64)
def archived(case_id: CaseId, params: PageParams) -> pd.DataFrame:
    """Links of one account to archives of the web."""
    return portrait.archived(store(case_id), params.account or "")


def whole_list(case_id: CaseId, filters: Filters, params: ListParams) -> pd.DataFrame:
    """Every account of the list, for a file; read each time, because it may have a million rows."""
    return account_reads.accounts_page(
        store(case_id), view(case_id, filters), search=params.search, sort=params.sort, most=WHOLE_LIST
    )
