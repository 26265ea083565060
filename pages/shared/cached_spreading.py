"""Reads of the Spreaders page that are kept between runs; keys as in ``pages.shared.cached``."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from core.analysis import spreaders
from core.export.figures.map_words import Choice, MapParams
from core.model import CaseId, Filters
from core.store.queries import spreading as reads
from pages.shared import cached
from pages.shared.cached import GraphParams, PageParams, store, view
from pages.shared.keep import keep

#: Beside an account that is asked for by name, so many of those it is linked with most are drawn.
BESIDE_IT = 15


@keep(most=128)
def choice(case_id: CaseId, filters: Filters, params: MapParams) -> Choice:
    """Which accounts are drawn; the one of ``params.also`` with those beside it where the rule leaves it out."""
    asked = GraphParams(kinds=params.kinds)
    links = cached.spreader_links(case_id, filters, asked)
    seen = spreaders.top_view(links, params.most, params.least)
    accounts, pairs = seen.accounts, seen.all_links
    if len(links) >= asked.most:
        totals = reads.graph_totals(store(case_id), view(case_id, filters), kinds=params.kinds, least=params.least)
        accounts, pairs = totals["accounts"], totals["links"]
    numbers = [int(n) for n in seen.nodes["account_no"]]
    added = [n for n in _beside(case_id, links, params.also) if n not in numbers]
    return Choice((*numbers[: params.most - len(added)], *added), accounts, pairs)


def _beside(case_id: CaseId, links: pd.DataFrame, key: str) -> list[int]:
    """An account of the graph, then those it is linked with most; nothing where it has no link."""
    account = cached.account(case_id, PageParams(account=key)) if key else {}
    if not account:
        return []
    number = int(account["account_no"])
    own = links[(links["source_no"] == number) | (links["target_no"] == number)].head(BESIDE_IT)
    ends = [int(n) for pair in zip(own["source_no"], own["target_no"], strict=True) for n in pair]
    return list(dict.fromkeys([number, *ends])) if ends else []


def choice_with(case_id: CaseId, filters: Filters, params: MapParams, key: str) -> tuple[MapParams, Choice]:
    """The accounts to draw, so that the account asked for is among them, and the parameters that say so.

    Asking for an account that is drawn anyway changes nothing, so that a click leaves the map as it is.
    """
    plain = choice(case_id, filters, params)
    if not key:
        return params, plain
    account = cached.account(case_id, PageParams(account=key))
    if not account or int(account["account_no"]) in plain.numbers:
        return params, plain
    wider = replace(params, also=key)
    return wider, choice(case_id, filters, wider)


@keep(most=128)
def drawn(case_id: CaseId, filters: Filters, at: Filters, params: MapParams) -> pd.DataFrame:
    """The accounts chosen by ``filters``, with their numbers in the narrower view ``at``."""
    numbers = choice(case_id, filters, params).numbers
    return reads.spreaders(store(case_id), view(case_id, at), numbers, kinds=params.kinds)


@keep(most=128)
def links_among(case_id: CaseId, filters: Filters, at: Filters, params: MapParams) -> pd.DataFrame:
    """The links in the view ``at`` among the accounts chosen by ``filters``."""
    numbers = choice(case_id, filters, params).numbers
    return reads.links_among(store(case_id), view(case_id, at), numbers, kinds=params.kinds, least=params.least)


@keep(most=256)
def beside(case_id: CaseId, at: Filters, params: MapParams) -> pd.DataFrame:
    """Whom the account ``params.also`` passes on, and by whom it is passed on."""
    return reads.beside(store(case_id), view(case_id, at), params.also, kinds=params.kinds)


@keep(most=128)
def concentration(case_id: CaseId, at: Filters, params: MapParams) -> dict[str, int]:
    """How much of the passing-on went to the ``params.most`` accounts passed on most."""
    return reads.concentration(store(case_id), view(case_id, at), kinds=params.kinds, most=params.most)
