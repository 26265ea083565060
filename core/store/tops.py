"""The accounts that lists begin with, held in memory by language: any choice of languages adds up some ten thousand rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.store.cube import Coded, Ints

if TYPE_CHECKING:
    from core.store.db import Store

#: How many accounts with the most posts the build lists, whatever their languages (merge.sql, listed_accounts).
MOST_LISTED = 20_000

_OWN = """
SELECT o.lang, o.account_no::BIGINT AS account_no, o.posts::BIGINT AS posts, o.shares::BIGINT AS shares,
    o.originals::BIGINT AS originals, o.first_at AT TIME ZONE 'UTC' AS first_at
FROM language_accounts o SEMI JOIN listed_accounts USING (account_no)
"""
# The first account that may be missing has no more posts than the last of those that are listed for their number.
_UNLISTED = f"""
SELECT CASE WHEN (SELECT count(*) FROM accounts WHERE posts > 0) > (SELECT count(*) FROM listed_accounts)
    THEN (SELECT posts FROM listed_accounts ORDER BY posts DESC LIMIT 1 OFFSET {MOST_LISTED - 1}) ELSE 0 END AS posts
"""  # noqa: S608 - a number of ours


@dataclass(frozen=True)
class Tops:
    """Rows of a listed account in one of its languages; ``accounts`` in order, ``places`` says whose a row is."""

    accounts: Ints
    places: npt.NDArray[np.intp]
    langs: Coded
    counts: dict[str, Ints]
    first_at: npt.NDArray[np.datetime64]
    unlisted_posts: int

    @classmethod
    def read(cls, store: Store) -> Tops:
        """The rows of a store."""
        rows = store.frame(_OWN)
        accounts, places = np.unique(rows["account_no"].to_numpy(np.int64), return_inverse=True)
        counts = {name: rows[name].to_numpy(np.int64) for name in ("posts", "shares", "originals")}
        langs = Coded.of(rows["lang"])
        first_at = rows["first_at"].to_numpy("datetime64[us]")
        return cls(accounts, places, langs, counts, first_at, int(store.fact(_UNLISTED)["posts"]))

    def first(self, languages: list[str], most: int) -> pd.DataFrame | None:
        """The accounts with most posts in these languages together: account_no, posts, shares, originals, first_at (UTC,
        naive), most first; None where one that is not listed could be among them.
        """
        kept = np.flatnonzero(self.langs.among(languages))
        places = self.places[kept]
        sums_of = {
            name: np.bincount(places, weights=own[kept], minlength=len(self.accounts))
            for name, own in self.counts.items()
        }
        posts = sums_of["posts"]
        top = np.argsort(-posts, kind="stable")[: min(most, np.count_nonzero(posts))]
        if self.unlisted_posts and (len(top) < most or posts[top[-1]] <= self.unlisted_posts):
            return None
        first_at = np.full(len(self.accounts), np.datetime64("2200-01-01", "us"))
        np.minimum.at(first_at, places, self.first_at[kept])
        chosen = {name: sums[top].astype(np.int64) for name, sums in sums_of.items()}
        return pd.DataFrame({"account_no": self.accounts[top], **chosen, "first_at": first_at[top]})
