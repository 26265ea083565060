"""Kept reads about bot scores, beside those in cached.py."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from core.analysis import botscore
from core.analysis.behaviour import Behaviour, behaviour
from core.analysis.botscore import Layer
from core.model import CaseId, Filters
from core.store import answers as answer_reads
from core.store.queries import score_parts as reads
from pages.shared import cached
from pages.shared.cached import PageParams
from pages.shared.keep import keep

#: "Who was there first" are the accounts whose first post lies in the first hours of the case.
FIRST_H = 24


def _notebook(case_id: CaseId) -> Path:
    return Path(case_id.cases_dir) / case_id.slug / "notebook.sqlite"


@keep(most=128)
def score_parts(case_id: CaseId, filters: Filters) -> pd.DataFrame:
    """Scored accounts by score, early or not, with their reach."""
    return reads.score_parts(cached.store(case_id), cached.view(case_id, filters), FIRST_H)


@keep(most=128)
def group_scores(case_id: CaseId, filters: Filters) -> pd.DataFrame:
    """Scored accounts by group and score."""
    return reads.group_scores(cached.store(case_id), cached.view(case_id, filters), cached.labels(case_id))


@keep(most=128)
def score_hours(case_id: CaseId, filters: Filters) -> pd.DataFrame:
    """Posts of scored accounts by hour of the day and score."""
    return reads.score_hours(cached.store(case_id), cached.view(case_id, filters))


@keep(most=64)
def score_sample(case_id: CaseId, n: int) -> pd.DataFrame:
    """A fixed random sample of the scored accounts of the case."""
    return reads.score_sample(cached.store(case_id), n)


@keep(most=16)
def drawn(case_id: CaseId) -> pd.DataFrame:
    """The accounts that the program asks about."""
    askable = reads.askable(cached.store(case_id))
    return botscore.draw_accounts(askable, botscore.TeachParams().drawn, seed=2020)


@keep(most=16)
def answers(case_id: CaseId) -> pd.DataFrame:
    """The standing answers about accounts."""
    return answer_reads.answers(_notebook(case_id))


@keep(most=8)
def taught(case_id: CaseId) -> Layer:
    """The layer that the answers teach; raises CaseError where there are too few."""
    told = answer_reads.decided(_notebook(case_id))
    store = cached.store(case_id)
    asked = reads.profiles(store, list(told), most=len(told) or 1)
    crowd = reads.profiles(store)
    everybody = pd.concat([asked, crowd[~crowd["account_key"].isin(told)]], ignore_index=True)
    return botscore.teach(everybody, told)


@keep(most=64)
def rhythm_of(case_id: CaseId, params: PageParams) -> Behaviour | None:
    """How the posts of one account follow each other."""
    return behaviour(reads.own_posts(cached.store(case_id), params.account or ""))


def others(case_id: CaseId, key: str, platform: str, handle: str) -> pd.DataFrame:
    """What other tools said of one account; read each time: a handful of rows."""
    return reads.other_scores(cached.store(case_id), key, platform, handle)
