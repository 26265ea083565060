"""The list of accounts of a view as it is read, put together once: a reader who comes back finds it ready."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from core.export.context import Context
from core.export.figures.account_words import local, score_text
from core.export.words import account_label, platform_label
from pages.shared import cached
from pages.shared.cached import ListParams
from pages.shared.keep import keep


@dataclass(frozen=True)
class Rows:
    """The table as it is read, and its accounts by key, in its order."""

    table: pd.DataFrame
    names: dict[str, str]

    @property
    def keys(self) -> list[str]:
        """The key of each row."""
        return list(self.names)


@keep(most=64, worded=True)
def rows(context: Context, params: ListParams) -> Rows:
    """The accounts that the list shows."""
    accounts = cached.accounts_page(context.case_id, context.filters, params)
    parts = zip(accounts["handle"], accounts["name"], accounts["account_key"], strict=True)
    names = {key: account_label(handle, name, key) for handle, name, key in parts}
    return Rows(shown(accounts, context.filters.zone), names)


def shown(accounts: pd.DataFrame, zone: str) -> pd.DataFrame:
    """The rows of the table as the reporter reads them; times on the clock of ``zone``."""
    return pd.DataFrame(
        {
            "handle": accounts["handle"],
            "name": accounts["name"],
            "platform": [platform_label(platform) for platform in accounts["platform"]],
            "posts": accounts["posts"],
            "originals": accounts["originals"],
            "shares": accounts["shares"],
            "shares_received": accounts["shares_received"],
            "followers": accounts["followers"],
            "created_at": local(accounts["created_at"], zone).dt.tz_localize(None),
            "first_at": local(accounts["first_at"], zone).dt.tz_localize(None),
            "first_rank": accounts["first_rank"],
            "score": [score_text(s, status) for s, status in zip(accounts["score"], accounts["status"], strict=True)],
        }
    )
