"""Reads of the whole map that are kept between runs, and where its graph waits for the browser."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.export.mask import Masks, masks_of
from core.model import CaseId, Filters
from core.store.queries import communities as community_reads
from core.store.queries import map as reads
from core.store.queries.map import Cut
from pages.shared import cached, graphs
from pages.shared.cached import store, view
from pages.shared.keep import keep
from pages.spreaders.payload import graph_bytes

#: So many accounts are drawn one by one; of a larger graph every community is closed at first.
MOST_ACCOUNTS = 10_000


@dataclass(frozen=True)
class WholeParams:
    """Which links make the map, whether communities are closed (None: where there are too many accounts), which not."""

    kinds: tuple[str, ...] = ("share",)
    closed: bool | None = None
    opened: tuple[int, ...] = ()


@dataclass(frozen=True)
class CompanyParams:
    """The account whose neighbours on the map are asked for."""

    kinds: tuple[str, ...]
    key: str
    number: int


@dataclass(frozen=True)
class SetParams:
    """Accounts chosen on the map, by their keys."""

    keys: tuple[str, ...]
    kinds: tuple[str, ...] = ("share",)


def _cut(case_id: CaseId, filters: Filters, params: WholeParams) -> Cut:
    return Cut(params.kinds, collapse=is_closed(case_id, filters, params), opened=params.opened)


def is_closed(case_id: CaseId, filters: Filters, params: WholeParams) -> bool:
    """Whether communities stand as one circle each."""
    if params.closed is not None:
        return params.closed
    return totals_of(case_id, filters, params.kinds)["accounts"] > MOST_ACCOUNTS


@keep(most=8)
def link_kinds(case_id: CaseId) -> dict[str, int]:
    """How many links of each kind the case has."""
    return reads.link_kinds(store(case_id))


@keep(most=64)
def totals_of(case_id: CaseId, filters: Filters, kinds: tuple[str, ...]) -> dict[str, int]:
    """How many accounts and links there are of these kinds."""
    return reads.map_totals(store(case_id), view(case_id, filters), Cut(kinds))


@keep(most=32)
def totals(case_id: CaseId, filters: Filters, params: WholeParams) -> dict[str, int]:
    """How much the map could show; as ``core.store.queries.map.map_totals``."""
    return reads.map_totals(store(case_id), view(case_id, filters), _cut(case_id, filters, params))


@keep(most=16)
def accounts(case_id: CaseId, filters: Filters, params: WholeParams) -> pd.DataFrame:
    """The accounts drawn one by one; as ``core.store.queries.map.map_nodes``."""
    return reads.map_nodes(store(case_id), view(case_id, filters), _cut(case_id, filters, params))


@keep(most=16)
def closed(case_id: CaseId, filters: Filters, params: WholeParams) -> pd.DataFrame:
    """The communities drawn as one circle each; as ``core.store.queries.map.map_closed``."""
    cut = _cut(case_id, filters, params)
    if not cut.collapse:
        return pd.DataFrame(columns=["unit", "community", "accounts", "inside", "x", "y"])
    return reads.map_closed(store(case_id), view(case_id, filters), cut)


@keep(most=16)
def links(case_id: CaseId, filters: Filters, params: WholeParams) -> pd.DataFrame:
    """The links drawn; as ``core.store.queries.map.map_links``."""
    return reads.map_links(store(case_id), view(case_id, filters), _cut(case_id, filters, params))


@keep(most=32, worded=True)
def address(case_id: CaseId, filters: Filters, params: WholeParams) -> str:
    """The path under which the browser finds the graph."""
    body = graph_bytes(
        accounts(case_id, filters, params),
        closed(case_id, filters, params),
        links(case_id, filters, params),
        groups(case_id),
        masks(case_id),
    )
    return graphs.put(body)


@keep(most=16)
def masks(case_id: CaseId) -> Masks:
    """What stands for the names of accounts in pictures that are saved."""
    return masks_of(cached.read_case(case_id))


@keep(most=16)
def groups(case_id: CaseId) -> dict[str, list[str]]:
    """The reporter's groups of each account, as the map colours them."""
    labels = cached.labels(case_id)
    found: dict[str, list[str]] = {}
    for row in labels[labels["kind"] == "group"].sort_values("text").itertuples(index=False):
        found.setdefault(str(row.account_key), []).append(str(row.text))
    return found


@keep(most=64)
def company(case_id: CaseId, filters: Filters, params: CompanyParams) -> pd.DataFrame:
    """Whom an account is linked with; as ``core.store.queries.map.map_company``."""
    return reads.map_company(store(case_id), view(case_id, filters), Cut(params.kinds), params.number)


@keep(most=32)
def communities(case_id: CaseId, filters: Filters, kinds: tuple[str, ...]) -> pd.DataFrame:
    """The largest communities, with what can be said of each."""
    return community_reads.described(store(case_id), view(case_id, filters), kinds=kinds)


@keep(most=32)
def compared(case_id: CaseId, filters: Filters, params: SetParams) -> dict[str, object]:
    """What can be said of the chosen accounts in the view."""
    return community_reads.of_accounts(store(case_id), view(case_id, filters), params.keys)
