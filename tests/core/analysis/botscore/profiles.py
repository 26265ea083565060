"""Two accounts that do not exist: one as people keep them, one as spam looks."""

from __future__ import annotations

import pandas as pd

from core.analysis.botscore.scorer import COLUMNS

PERSON = {
    "account_key": "x:1",
    "platform": "x",
    "handle": "aigerim_k",
    "name": "Aigerim",
    "created_at": pd.Timestamp("2014-03-01", tz="UTC"),
    "captured_at": pd.Timestamp("2020-02-10", tz="UTC"),
    "followers": 410,
    "following": 388,
    "statuses": 5_200,
    "likes": 7_900,
    "listed": 6,
    "verified": False,
    "default_profile": False,
    "default_profile_image": False,
    "description": "Almaty. Tea, mountains, my opinions.",
}
SPAM = PERSON | {
    "account_key": "x:2",
    "handle": "xk83920174",
    "name": "Best Deal 4482",
    "created_at": pd.Timestamp("2020-01-20", tz="UTC"),
    "followers": 3,
    "following": 1_900,
    "likes": 0,
    "listed": 0,
    "default_profile": True,
    "default_profile_image": True,
    "description": "",
}


def profiles(*rows: dict) -> pd.DataFrame:
    """The rows with the columns that a score reads."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS))
