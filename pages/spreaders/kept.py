"""Reads of the whole map that are kept between runs, and where its graph waits for the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.export.figures.whole_map import MOST_ACCOUNTS
from core.export.mask import Masks, masks_of
from core.export.words import language_label, platform_label
from core.model import CaseId, Filters
from core.store.queries import communities as community_reads
from core.store.queries import map as reads
from core.store.queries import map_list as list_reads
from core.store.queries import map_pairs as pair_reads
from core.store.queries.map import Whole
from core.store.queries.map_list import Order
from core.store.queries.map_pairs import Cut, Pairs
from pages.shared import cached, graphs
from pages.shared.cached import PageParams, store, view
from pages.shared.keep import keep
from pages.spreaders.payload import graph_bytes

#: So many rows of the table are sent at once.
ROWS = 100


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
    number: int = 0
    least: int = 1


@dataclass(frozen=True)
class RowParams:
    """Which accounts the table lists (those with such links), by which column, and which page of them."""

    kinds: tuple[str, ...] = ("share",)
    least: int = 1
    by: str = "received"
    down: bool = True
    skip: int = 0


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
    return totals_of(case_id, filters, params.kinds, 1)["accounts"] > MOST_ACCOUNTS


@keep(most=8)
def link_kinds(case_id: CaseId) -> dict[str, int]:
    """How many links of each kind the case has."""
    return pair_reads.link_kinds(store(case_id))


@keep(most=1)
def _pairs(case_id: CaseId, filters: Filters, kinds: tuple[str, ...], least: int) -> Pairs:
    """Every pair of linked accounts: 60 MB of a case of 5,000,000 posts, so that only the newest answer is kept."""
    return pair_reads.pairs(store(case_id), view(case_id, filters), Cut(kinds, least))


@keep(most=4)
def linked(case_id: CaseId, filters: Filters, kinds: tuple[str, ...], least: int) -> pd.DataFrame:
    """What is counted of every account of the graph; 20 bytes each, so that few views are kept."""
    return pair_reads.linked(_pairs(case_id, filters, kinds, least))


@keep(most=64)
def totals_of(case_id: CaseId, filters: Filters, kinds: tuple[str, ...], least: int) -> dict[str, int]:
    """How many accounts and links there are of these kinds."""
    links = len(_pairs(case_id, filters, kinds, least))
    return {"links": links, "accounts": len(linked(case_id, filters, kinds, least))}


@keep(most=16)
def _whole(case_id: CaseId, filters: Filters, params: WholeParams) -> Whole:
    cut, seen = _cut(case_id, filters, params), view(case_id, filters)
    counts = linked(case_id, filters, cut.kinds, cut.least)
    return reads.whole(store(case_id), seen, _pairs(case_id, filters, cut.kinds, cut.least), counts, cut)


def totals(case_id: CaseId, filters: Filters, params: WholeParams) -> dict[str, int]:
    """How much the map could show; as ``core.store.queries.map.Whole``."""
    return dict(_whole(case_id, filters, params).totals)


def accounts(case_id: CaseId, filters: Filters, params: WholeParams) -> pd.DataFrame:
    """The accounts drawn one by one; as ``core.store.queries.map.Whole``."""
    return _whole(case_id, filters, params).accounts.copy(deep=False)


def closed(case_id: CaseId, filters: Filters, params: WholeParams) -> pd.DataFrame:
    """The communities drawn as one circle each; as ``core.store.queries.map.Whole``."""
    return _whole(case_id, filters, params).closed.copy(deep=False)


def links(case_id: CaseId, filters: Filters, params: WholeParams) -> pd.DataFrame:
    """The links drawn; as ``core.store.queries.map.Whole``."""
    return _whole(case_id, filters, params).links.copy(deep=False)


@keep(most=32, worded=True)
def address(case_id: CaseId, filters: Filters, params: WholeParams) -> str:
    """The path under which the browser finds the graph."""
    drawn = _whole(case_id, filters, params)
    body = graph_bytes(drawn.accounts, drawn.closed, drawn.links, groups(case_id), masks(case_id))
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
    own = labels[labels["kind"] == "group"].drop_duplicates(["account_key", "text"])  # two people may say the same
    for row in own.sort_values("text").itertuples(index=False):
        found.setdefault(str(row.account_key), []).append(str(row.text))
    return found


@keep(most=64)
def company(case_id: CaseId, filters: Filters, params: CompanyParams) -> pd.DataFrame:
    """Whom an account is linked with; as ``core.store.queries.map.map_company``."""
    return reads.map_company(store(case_id), view(case_id, filters), Cut(params.kinds, params.least), params.number)


def linked_accounts(case_id: CaseId, filters: Filters, params: RowParams) -> int:
    """How many accounts have such a link."""
    return len(linked(case_id, filters, params.kinds, params.least))


@keep(most=64, worded=True)
def rows(case_id: CaseId, filters: Filters, params: RowParams) -> pd.DataFrame:
    """One page of the table; as ``core.store.queries.map_list.listed``."""
    return _listed(case_id, filters, params, ROWS)


def every_row(case_id: CaseId, filters: Filters, params: RowParams) -> pd.DataFrame:
    """The whole table, for a file."""
    return _listed(case_id, filters, params, None)


def _listed(case_id: CaseId, filters: Filters, params: RowParams, most: int | None) -> pd.DataFrame:
    facets = cached.facets(case_id)
    names = {"lang": language_label, "platform": platform_label}.get(params.by)
    known = facets.loc[facets["facet"] == params.by, "value"].dropna().tolist() if names else []
    in_groups = cached.members(case_id) if params.by == "group" else None
    order = Order(
        params.by, params.down, most, params.skip, tuple(sorted(known, key=names) if names else ()),
        (in_groups.numbers, in_groups.names) if in_groups else ((), ()),
    )  # fmt: skip
    counts = linked(case_id, filters, params.kinds, params.least)
    return list_reads.listed(store(case_id), view(case_id, filters), counts, order)


@keep(most=64)
def row(case_id: CaseId, filters: Filters, params: CompanyParams) -> dict[str, Any]:
    """The account of ``params.key`` as the table has it; empty where it has no such link."""
    account = cached.account(case_id, PageParams(account=params.key))
    if not account:
        return {}
    counts = linked(case_id, filters, params.kinds, params.least)
    seen = view(case_id, filters)
    found = list_reads.listed_account(store(case_id), seen, counts, int(account["account_no"])).to_dict("records")
    return {str(name): value for name, value in found[0].items()} if found else {}


@keep(most=32)
def largest_communities(case_id: CaseId, filters: Filters, params: RowParams) -> pd.DataFrame:
    """The communities with most accounts of the table."""
    return list_reads.largest_communities(store(case_id), linked(case_id, filters, params.kinds, params.least))


@keep(most=32)
def communities(case_id: CaseId, filters: Filters, params: RowParams) -> pd.DataFrame:
    """The largest communities, with what can be said of each."""
    counts = linked(case_id, filters, params.kinds, params.least)
    return community_reads.described(store(case_id), view(case_id, filters), counts)


@keep(most=32)
def standing(case_id: CaseId, filters: Filters, params: RowParams, most: int) -> pd.DataFrame:
    """The first accounts by rank, by bridges and of the innermost core."""
    return community_reads.standing(store(case_id), linked(case_id, filters, params.kinds, params.least), most)


@keep(most=32)
def compared(case_id: CaseId, filters: Filters, params: SetParams) -> dict[str, object]:
    """What can be said of the chosen accounts in the view."""
    return community_reads.of_accounts(store(case_id), view(case_id, filters), params.keys)
