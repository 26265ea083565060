"""Reads of the Cascades page that are kept between runs; keys as in ``pages.shared.cached``."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.analysis import cascades
from core.model import CaseId
from core.store.queries import graph as reads
from pages.shared.cached import store
from pages.shared.keep import keep


@dataclass(frozen=True)
class MethodParams:
    """A method of reconstruction with its seed and number of drawn trees."""

    method: str = "evidence"
    seed: int = 0
    samples: int = 100


@keep(most=64)
def breadth(case_id: CaseId, root_no: int) -> pd.DataFrame:
    """Posts at each depth with intervals."""
    return reads.cascade_breadth(store(case_id), root_no)


@keep(most=64)
def carriers(case_id: CaseId, root_no: int) -> pd.DataFrame:
    """The posts through which most of the cascade ran."""
    return reads.cascade_carriers(store(case_id), root_no)


@keep(most=64)
def early(case_id: CaseId, root_no: int) -> pd.DataFrame:
    """The first 100 posts below the root by language and by band of score."""
    return reads.cascade_early(store(case_id), root_no)


@keep(most=64)
def similar(case_id: CaseId, size: int, documented: float) -> pd.DataFrame:
    """Cascades that may be compared with one of that size and share of stated links."""
    return reads.similar_cascades(store(case_id), size, documented)


@keep(most=64)
def by_method(case_id: CaseId, root_no: int, params: MethodParams) -> dict[str, float]:
    """The metrics of one cascade as another method draws it."""
    tree = reads.cascade_tree(store(case_id), root_no)
    found = cascades.reconstruct(as_posts(tree, root_no), None, None, params.method, params.samples, params.seed)
    return {str(name): value for name, value in found.metrics.iloc[0].items()}


def as_posts(tree: pd.DataFrame, root_no: int) -> pd.DataFrame:
    """The stored tree as a table of posts with the stated parents only."""
    parent = tree["parent_no"].where(tree["source"] != "star", None)
    root = str(root_no)
    posts = pd.DataFrame(
        {
            "post_id": tree["post_no"].astype("str"),
            "parent_post_id": parent.map(lambda number: None if pd.isna(number) else str(int(number))).astype("str"),
            "author_id": tree["account_key"],
            "author_followers": tree["followers"],
            "kind": tree["kind"],
            "created_at": tree["posted_at"].dt.tz_localize("UTC"),
        }
    )
    posts["parent_post_id"] = posts["parent_post_id"].where(parent.notna(), None)
    first = pd.DataFrame({"post_id": [root], "kind": ["root"], "created_at": [posts["created_at"].min()]})
    return pd.concat([first, posts], ignore_index=True).assign(cascade_id="c", root_post_id=root)
