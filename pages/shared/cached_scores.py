"""Kept reads about bot scores, beside those in cached.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from core.analysis import botscore
from core.analysis.answered import Answered, answered_share
from core.analysis.behaviour import Behaviour, behaviour
from core.analysis.botscore import TAUGHT, Layer
from core.model import CaseId, Filters
from core.store import answers as answer_reads
from core.store.queries import score_parts as reads
from pages.shared import cached
from pages.shared.cached import PageParams
from pages.shared.keep import keep

#: "Who was there first" are the accounts whose first post lies in the first hours of the case.
FIRST_H = 24
#: What an answer says: automated, a person, or nothing.
SAID = {"automated": True, "person": False, "unsure": None}


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


def askable(case_id: CaseId) -> pd.DataFrame:
    """The accounts from which some are drawn, kept for the build: an answer changes nothing about them."""
    return _askable(replace(case_id, notes=0))


@keep(most=16)
def _askable(case_id: CaseId) -> pd.DataFrame:
    """What the shipped score says of them: account_key, probability.

    After answers were applied the store holds other scores; the draw must stay the one that was answered.
    """
    store = cached.store(case_id)
    frame = reads.askable(store)
    if frame["model"].str.endswith(TAUGHT).any() or frame["probability"].isin((0.0, 1.0)).any():
        profiles = reads.profiles(store, frame["account_key"].tolist(), most=len(frame))
        frame = botscore.score(profiles, botscore.Params(reasons_each_way=0))
    return frame[["account_key", "probability"]]


@keep(most=16)
def drawn(case_id: CaseId) -> pd.DataFrame:
    """The accounts that the program asks about."""
    return botscore.draw_accounts(askable(case_id), botscore.TeachParams().drawn, seed=2020)


@keep(most=16)
def answered(case_id: CaseId) -> Answered | None:
    """The automated share of the case by the answers about drawn accounts; None with too few."""
    given = answers(case_id)
    if given.empty:
        return None
    told = {str(row.account_key): SAID[str(row.answer)] for row in given.itertuples(index=False)}
    return answered_share(askable(case_id), drawn(case_id)["account_key"].to_numpy(dtype=str), told)


@keep(most=16)
def answers(case_id: CaseId) -> pd.DataFrame:
    """The standing answers about accounts."""
    return answer_reads.answers(_notebook(case_id))


@keep(most=64)
def newest_posts(case_id: CaseId, key: str, most: int) -> pd.DataFrame:
    """The newest posts of one account, to look at."""
    return reads.newest_posts(cached.store(case_id), key, most)


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
