"""Reads of the Groups page and of the notebook that are kept between runs; keys as in ``pages.shared.cached``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.analysis import agreement as agreements
from core.analysis import comparison
from core.analysis.agreement import Agreement
from core.analysis.drift import Drift, drift
from core.model import CaseId, Filters
from core.store import codebook, dossier, naming, notebook, signoffs
from core.store.queries import groups as reads
from core.store.queries.groups import Members
from core.store.signoffs import Leave
from pages.shared import cached
from pages.shared.keep import keep


@dataclass(frozen=True)
class SideParams:
    """What is compared: the reporter's groups, or the largest communities of the graph; ``width`` of the lanes."""

    of: str = "groups"
    width: str = "1 hour"


def book(case_id: CaseId) -> Path:
    """Where the notebook of the case lies."""
    return Path(case_id.cases_dir) / case_id.slug / "notebook.sqlite"


@keep(most=32, worded=True)
def may_leave(case_id: CaseId, account_key: str) -> Leave:
    """Whether the name of an account may leave the program."""
    return signoffs.may_leave(book(case_id), account_key)


@keep(most=16, worded=True)
def may_leave_all(case_id: CaseId, account_keys: tuple[str, ...]) -> dict[str, Leave]:
    """``may_leave`` of many accounts."""
    return signoffs.may_leave_all(book(case_id), account_keys)


@keep(most=32)
def signed_for(case_id: CaseId, account_key: str) -> pd.DataFrame:
    """The sign-offs of one account, and whether each has lapsed."""
    return signoffs.standing(book(case_id), account_key)


@keep(most=32)
def lacking(case_id: CaseId, account_key: str) -> str:
    """What the name of an account still needs before it may leave; empty where nothing."""
    return naming.lacking(book(case_id), account_key)


@keep(most=64)
def post(case_id: CaseId, asked: str) -> dict[str, Any]:
    """The post with that key, id or address."""
    return reads.post(cached.store(case_id), asked)


@keep(most=16)
def code_versions(case_id: CaseId) -> pd.DataFrame:
    """Every version of the code book."""
    return codebook.code_versions(book(case_id))


@keep(most=16)
def statements(case_id: CaseId) -> pd.DataFrame:
    """Statements about accounts."""
    return dossier.statements(book(case_id))


@keep(most=16)
def requests(case_id: CaseId) -> pd.DataFrame:
    """Questions put to accounts."""
    return dossier.requests(book(case_id))


@keep(most=16)
def sign_offs(case_id: CaseId) -> pd.DataFrame:
    """Standing sign-offs."""
    return signoffs.signoffs(book(case_id))


@keep(most=16)
def history(case_id: CaseId) -> pd.DataFrame:
    """The newest changes of the notebook."""
    return notebook.history(book(case_id))


@keep(most=16, worded=True)
def warnings(case_id: CaseId) -> list[Drift]:
    """Where the names of groups drift."""
    labels, said = cached.labels(case_id), statements(case_id)
    notes = labels[labels["kind"] == "note"]
    texts = [(str(row.account_key), str(row.text)) for row in notes.itertuples(index=False)]
    texts += [(str(row.account_key), str(row.text)) for row in said.itertuples(index=False)]
    texts += [(str(row.name), str(row.definition)) for row in cached.codes(case_id).itertuples(index=False)]
    return drift(code_versions(case_id), labels, texts)


@keep(most=32)
def agreement(case_id: CaseId, name: str) -> Agreement:
    """How far coders agree on one group, or on all of them where ``name`` is empty."""
    return agreements.agreement(agreements.codings(cached.labels(case_id), name or None))


@keep(most=16)
def codings(case_id: CaseId) -> pd.DataFrame:
    """What each coder said of each account: unit, coder, value."""
    return agreements.codings(cached.labels(case_id))


def parts(case_id: CaseId, params: SideParams) -> Members | None:
    """The groups, or None for the communities of the graph."""
    return cached.members(case_id) if params.of == "groups" else None


@keep(most=64)
def sides(case_id: CaseId, filters: Filters, params: SideParams) -> pd.DataFrame:
    """Groups or communities beside each other, with intervals."""
    store, view, apart = cached.store(case_id), cached.view(case_id, filters), parts(case_id, params)
    return comparison.compare(reads.compared(store, view, apart), reads.languages(store, view, apart))


@keep(most=64)
def matrix(case_id: CaseId, filters: Filters, params: SideParams) -> pd.DataFrame:
    """Who passes on whom across groups."""
    return reads.matrix(cached.store(case_id), cached.view(case_id, filters), parts(case_id, params))


@keep(most=64)
def overlaps(case_id: CaseId, filters: Filters, params: SideParams) -> pd.DataFrame:
    """How far the audiences of two groups are the same accounts."""
    found = reads.audiences(cached.store(case_id), cached.view(case_id, filters), parts(case_id, params))
    return comparison.overlaps(found)


@keep(most=64)
def lanes(case_id: CaseId, filters: Filters, params: SideParams) -> pd.DataFrame:
    """Posts per step and group."""
    apart = parts(case_id, params)
    return reads.lanes(cached.store(case_id), cached.view(case_id, filters), apart, params.width)


@keep(most=16)
def suggested(case_id: CaseId) -> pd.DataFrame:
    """Accounts whose neighbours are mostly in one group; of groups that tell no politics, ethnicity or religion."""
    neutral = set(cached.codes(case_id).query("neutral == 1")["name"])
    every = cached.members(case_id)
    pairs = [(n, name) for n, name in zip(every.numbers, every.names, strict=True) if name in neutral]
    asked = Members(tuple(n for n, _name in pairs), tuple(name for _n, name in pairs))
    return reads.suggested(cached.store(case_id), asked, sorted(set(every.numbers)))


@keep(most=16)
def to_label(case_id: CaseId) -> pd.DataFrame:
    """Accounts passed on most that nobody has labelled."""
    labels = cached.labels(case_id)
    return reads.to_label(cached.store(case_id), labels.loc[labels["kind"] != "note", "account_key"].unique().tolist())


@keep(most=32)
def named(case_id: CaseId, keys: tuple[str, ...]) -> pd.DataFrame:
    """Handles and names of accounts."""
    return reads.named(cached.store(case_id), list(keys))
