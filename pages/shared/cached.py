"""Reads that are kept between runs; keys are the case, the filter and frozen parameters, never a frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from core.analysis import found as found_in
from core.analysis.found import Found
from core.model import Case, CaseId, Filters
from core.store import cases, codebook, notebook
from core.store import files as file_reads
from core.store.db import Store, open_store
from core.store.queries import accounts as account_reads
from core.store.queries import graph as graph_reads
from core.store.queries import groups as group_reads
from core.store.queries import posts as post_reads
from core.store.queries import scores as score_reads
from core.store.queries import timeline as timeline_reads
from core.store.queries import totals as total_reads
from core.store.queries import view as view_reads
from core.store.queries.view import View
from pages.shared.keep import keep


@dataclass(frozen=True)
class TimelineParams:
    """How the timeline is cut."""

    width: str
    split: str
    unit: str = "posts"


@dataclass(frozen=True)
class PageParams:
    """Which posts are listed."""

    after: int = 0
    most: int = 50
    account: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    only: tuple[int, ...] | None = None
    part: tuple[str, str] | None = None


@dataclass(frozen=True)
class ListParams:
    """Which accounts are listed, and in which order."""

    search: str = ""
    sort: str = "posts"
    most: int = 500


@dataclass(frozen=True)
class GraphParams:
    """Which links make the spreader graph."""

    kinds: tuple[str, ...] = ("share",)
    least: int = 1
    most: int = 20_000


@dataclass(frozen=True)
class ScoreParams:
    """Which accounts stand behind a bar."""

    status: str | None = None
    low: float | None = None
    high: float | None = None
    most: int = 500
    least: int = 0


def found_step(
    context_posts: int, filters: Filters, first_at: datetime | None, last_at: datetime | None
) -> TimelineParams:
    """The step in which silences and bursts are looked for."""
    return TimelineParams(found_in.search_width(context_posts, not filters.is_empty, first_at, last_at), "")


def read_case(case_id: CaseId) -> Case:
    """The case as case.toml has it now."""
    return cases.read_case(Path(case_id.cases_dir), case_id.slug)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={CaseId: repr})
def _opened(case_id: CaseId) -> Store:
    path = Path(case_id.cases_dir) / case_id.slug / f"store-{case_id.build}.duckdb"
    return open_store(path)


def store(case_id: CaseId) -> Store:
    """The opened store of a build, shared by every session."""
    return _opened(replace(case_id, notes=0))


@keep(most=16)
def labels(case_id: CaseId) -> pd.DataFrame:
    """Labels and notes of the notebook."""
    return notebook.labels(Path(case_id.cases_dir) / case_id.slug / "notebook.sqlite")


@keep(most=16)
def groups(case_id: CaseId) -> tuple[str, ...]:
    """The names of the groups, in order."""
    made = labels(case_id)
    return tuple(sorted(made.loc[made["kind"] == "group", "text"].unique()))


@keep(most=16)
def members(case_id: CaseId) -> group_reads.Members:
    """Which accounts of the store are in which group."""
    return group_reads.members(store(case_id), labels(case_id))


@keep(most=16)
def codes(case_id: CaseId) -> pd.DataFrame:
    """The code book as it stands, retired groups left out."""
    return codebook.codes(Path(case_id.cases_dir) / case_id.slug / "notebook.sqlite")


@keep(most=16)
def group_shades(case_id: CaseId) -> dict[str, str]:
    """The shade that the code book gives each group, where it gives one."""
    return codebook.shades(Path(case_id.cases_dir) / case_id.slug / "notebook.sqlite")


@keep(most=16)
def events(case_id: CaseId) -> list[dict[str, Any]]:
    """Documented events of the case."""
    return notebook.events(Path(case_id.cases_dir) / case_id.slug / "notebook.sqlite")


def view(case_id: CaseId, filters: Filters) -> View:
    """The filter with its groups resolved."""
    return view_reads.resolve(store(case_id), filters, labels(case_id))


@keep(most=16)
def totals(case_id: CaseId) -> dict[str, Any]:
    """Posts, accounts and period of the whole case."""
    return view_reads.totals(store(case_id))


@keep(most=16)
def facets(case_id: CaseId) -> pd.DataFrame:
    """What the filter can choose from."""
    return view_reads.facets(store(case_id))


@keep(most=512)
def counts(case_id: CaseId, filters: Filters) -> tuple[int, int]:
    """Posts and accounts in the view."""
    return view_reads.counts(store(case_id), view(case_id, filters))


@keep(most=256)
def timeline(case_id: CaseId, filters: Filters, params: TimelineParams) -> pd.DataFrame:
    """Counts per bin and part."""
    groups = group_reads.one_part_each(members(case_id)) if params.split == "group" else None
    return timeline_reads.timeline(
        store(case_id), view(case_id, filters), params.width, params.split, params.unit, groups
    )


@keep(most=256)
def extent(case_id: CaseId, filters: Filters) -> dict[str, Any]:
    """First and last moment in the view."""
    return timeline_reads.extent(store(case_id), view(case_id, filters))


@keep(most=128)
def firsts(case_id: CaseId, filters: Filters, params: TimelineParams) -> pd.DataFrame:
    """First post per part of ``params.split``."""
    return timeline_reads.firsts(store(case_id), view(case_id, filters), params.split)


@keep(most=128)
def rhythm(case_id: CaseId, filters: Filters) -> pd.DataFrame:
    """Posts by weekday and hour."""
    return timeline_reads.rhythm(store(case_id), view(case_id, filters))


@keep(most=128)
def counts_utc(case_id: CaseId, filters: Filters, params: TimelineParams) -> pd.DataFrame:
    """Posts per bin in UTC."""
    return timeline_reads.counts_utc(store(case_id), view(case_id, filters), params.width)


def burst_step_s(params: TimelineParams) -> int:
    """The step of the burst test in seconds."""
    return found_in.burst_step_s(params.width)


@keep(most=128)
def found(case_id: CaseId, filters: Filters, params: TimelineParams) -> Found:
    """Silences and bursts, from counts in steps of ``params.width``."""
    return found_in.find(counts_utc(case_id, filters, params), params.width)


@keep(most=128)
def posts_page(case_id: CaseId, filters: Filters, params: PageParams) -> pd.DataFrame:
    """One page of posts."""
    only = list(params.only) if params.only is not None else None
    narrowed = {"account": params.account, "since": params.since, "until": params.until}
    return post_reads.posts_page(
        store(case_id), view(case_id, filters), after=params.after, most=params.most, only=only, part=params.part,
        **narrowed,
    )  # fmt: skip


@keep(most=256)
def count_posts(case_id: CaseId, filters: Filters, params: PageParams) -> int:
    """How many posts the pages run through."""
    narrowed = {"account": params.account, "since": params.since, "until": params.until}
    return post_reads.count_posts(store(case_id), view(case_id, filters), part=params.part, **narrowed)


@keep(most=16)
def quality(case_id: CaseId) -> dict[str, Any]:
    """Known weaknesses of the posts."""
    return post_reads.quality(store(case_id))


@keep(most=16)
def mistimed(case_id: CaseId) -> pd.DataFrame:
    """Posts whose stated time disagrees with their id."""
    return post_reads.mistimed(store(case_id))


@keep(most=64)
def reach(case_id: CaseId, filters: Filters) -> dict[str, Any]:
    """Potential reach of the view."""
    return account_reads.reach(store(case_id), view(case_id, filters))


@keep(most=64)
def views(case_id: CaseId, filters: Filters) -> dict[str, Any]:
    """Views of the posts in the view."""
    return account_reads.views(store(case_id), view(case_id, filters))


@keep(most=128)
def accounts_page(case_id: CaseId, filters: Filters, params: ListParams) -> pd.DataFrame:
    """Accounts that wrote a post of the view."""
    return account_reads.accounts_page(
        store(case_id), view(case_id, filters), search=params.search, sort=params.sort, most=params.most
    )


@keep(most=128)
def account(case_id: CaseId, params: PageParams) -> dict[str, Any]:
    """One account with its newest profile and score."""
    return account_reads.account(store(case_id), params.account or "")


@keep(most=64)
def snapshots(case_id: CaseId, params: PageParams) -> pd.DataFrame:
    """The profile of one account at each capture time."""
    return account_reads.snapshots(store(case_id), params.account or "")


@keep(most=64)
def account_parts(case_id: CaseId, filters: Filters, params: PageParams) -> pd.DataFrame:
    """What one account's posts are made of."""
    return account_reads.account_parts(store(case_id), view(case_id, filters), params.account or "", params.part)


@keep(most=64)
def neighbours(case_id: CaseId, params: PageParams) -> pd.DataFrame:
    """Whom one account passes on, and who passes it on."""
    return account_reads.neighbours(store(case_id), params.account or "")


@keep(most=128)
def score_histogram(case_id: CaseId, filters: Filters) -> pd.DataFrame:
    """Accounts of the view by score."""
    return score_reads.score_histogram(store(case_id), view(case_id, filters))


@keep(most=128)
def accounts_behind(case_id: CaseId, filters: Filters, params: ScoreParams) -> pd.DataFrame:
    """The accounts behind a bar of the histogram."""
    narrowed = {"status": params.status, "low": params.low, "high": params.high, "most": params.most}
    return score_reads.accounts_behind(store(case_id), view(case_id, filters), **narrowed)


def share_above(case_id: CaseId, filters: Filters, params: ScoreParams) -> dict[str, int]:
    """Accounts and posts at or above the cut-off ``params.low``."""
    return score_reads.share_above(score_histogram(case_id, filters), params.low or 0.0)


@keep(most=128)
def language_histogram(case_id: CaseId, filters: Filters) -> pd.DataFrame:
    """Scored accounts by language and score."""
    return score_reads.language_histogram(store(case_id), view(case_id, filters))


def share_by_language(case_id: CaseId, filters: Filters, params: ScoreParams) -> pd.DataFrame:
    """Accounts above the cut-off ``params.low`` per language."""
    histogram = language_histogram(case_id, filters)
    return score_reads.share_by_language(histogram, params.low or 0.0, least=params.least, most=params.most)


@keep(most=64)
def spreader_links(case_id: CaseId, filters: Filters, params: GraphParams) -> pd.DataFrame:
    """Links of the spreader graph."""
    return graph_reads.spreader_links(
        store(case_id), view(case_id, filters), kinds=params.kinds, least=params.least, most=params.most
    )


def spreader_nodes(case_id: CaseId, numbers: list[int]) -> pd.DataFrame:
    """Accounts of the graph with their stored places; read each time: at most 500 rows."""
    return graph_reads.spreader_nodes(store(case_id), numbers)


@keep(most=64)
def cascade_list(case_id: CaseId, filters: Filters) -> pd.DataFrame:
    """The largest cascades with a post in the view."""
    return graph_reads.cascade_list(store(case_id), view(case_id, filters))


def cascade_tree(case_id: CaseId, root_no: int) -> pd.DataFrame:
    """The links of one cascade."""
    return graph_reads.cascade_tree(store(case_id), root_no)


@keep(most=16)
def cascade_totals(case_id: CaseId) -> dict[str, Any]:
    """How many cascades there are, and which share of their links is documented."""
    return total_reads.cascade_totals(store(case_id))


@keep(most=64)
def most_passed_on(case_id: CaseId, filters: Filters, params: GraphParams) -> dict[str, int]:
    """How much of the passing-on went to the ``params.most`` most passed-on accounts."""
    return total_reads.most_passed_on(store(case_id), view(case_id, filters), params.most)


@keep(most=16)
def files(case_id: CaseId) -> pd.DataFrame:
    """The imported files with their accounting."""
    return file_reads.file_report(store(case_id))


@keep(most=16)
def build_facts(case_id: CaseId) -> dict[str, str]:
    """What is remembered of this build."""
    return file_reads.build_facts(store(case_id))
