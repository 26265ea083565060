"""The filter as the store understands it, and the numbers that stand beside every chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from core.model import Filters
from core.store.db import Store, whole_hours


@dataclass(frozen=True)
class View:
    """Filters with their groups resolved to the accounts of one store (None: no group chosen)."""

    filters: Filters
    members: tuple[int, ...] | None = None

    @property
    def params(self) -> dict[str, Any]:
        """The bound parameters of ``posts_in_view``."""
        f = self.filters
        return {
            "members": _list(self.members),
            "words": patterns(f.words),
            "langs": _list(f.languages),
            "platforms": _list(f.platforms),
            "kinds": _list(f.kinds),
            "bands": _list(f.bands),
            "since": f.start,
            "until": f.end,
            "zone": f.zone,
            "hour_from": f.hours[0] if f.hours else None,
            "hour_to": f.hours[1] if f.hours else None,
        }

    @property
    def account_params(self) -> dict[str, Any]:
        """The bound parameters of ``account_cube_in_view``."""
        f = self.filters
        chosen = {"langs": f.languages, "platforms": f.platforms, "kinds": f.kinds, "bands": f.bands}
        return {**{name: _list(values) for name, values in chosen.items()}, "members": _list(self.members)}

    @property
    def fits_account_cube(self) -> bool:
        """True where the cube of accounts answers exactly what the posts would: no time, no words."""
        f = self.filters
        return f.start is None and f.end is None and f.hours is None and not f.words.strip()

    @property
    def single(self) -> tuple[str, str] | None:
        """Facet and value where exactly one choice is the whole filter, e.g. ("lang", "en"): answered ahead at build."""
        f = self.filters
        if not self.fits_account_cube or self.members is not None:
            return None
        listed = (("lang", f.languages), ("platform", f.platforms), ("kind", f.kinds), ("band", f.bands))
        chosen = [(facet, value) for facet, values in listed for value in values]
        return chosen[0] if len(chosen) == 1 else None

    @property
    def languages(self) -> list[str] | None:
        """The languages where they are the whole filter: what the build has kept by language answers it."""
        if not self.fits_account_cube or self.members is not None:
            return None
        f = self.filters
        return _list(f.languages) if not (f.platforms or f.kinds or f.bands) else None

    @property
    def language(self) -> str | None:
        """The language where one language is the whole filter."""
        return self.single[1] if self.single and self.single[0] == "lang" else None

    @property
    def fits_cube(self) -> bool:
        """True where the hourly cube answers exactly what the posts would."""
        f = self.filters
        whole = all(moment is None or _on_the_hour(moment) for moment in (f.start, f.end))
        return self.members is None and not f.words.strip() and whole and whole_hours(f.zone)


def _list(values: tuple[Any, ...] | None) -> list[Any] | None:
    return list(values) if values else None


def patterns(words: str) -> list[str] | None:
    """One ILIKE pattern for each of the words between commas: a post with any of them is found."""
    return [found for word in words.split(",") if (found := pattern(word))] or None


def pattern(words: str) -> str | None:
    """The words as an ILIKE pattern that finds them anywhere, with nothing in them a wildcard."""
    words = words.strip()
    plain = words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%" if words else None


def _on_the_hour(moment: datetime) -> bool:
    return moment.minute == 0 and moment.second == 0 and moment.microsecond == 0


_MEMBERS = "SELECT account_no FROM accounts WHERE list_contains($keys, account_key) ORDER BY account_no"


def resolve(store: Store, filters: Filters, labels: pd.DataFrame) -> View:
    """The filter with its groups turned into the accounts of this store."""
    if not filters.groups:
        return View(filters)
    chosen = labels[(labels["kind"] == "group") & labels["text"].isin(list(filters.groups))]
    keys = chosen["account_key"].unique().tolist()
    found = store.frame(_MEMBERS, {"keys": keys})["account_no"].tolist() if keys else []
    # A group without accounts filters everything out, unlike no group at all.
    return View(filters, tuple(found) or (-1,))


_TOTALS = """
SELECT count(*) FILTER (is_primary) AS posts, count(*) FILTER (NOT is_primary) AS included,
    count(DISTINCT account_no) FILTER (is_primary) AS accounts,
    strftime(min(posted_at) FILTER (is_primary), '%Y-%m-%dT%H:%M:%S+00:00') AS first_posted_at,
    strftime(max(posted_at) FILTER (is_primary), '%Y-%m-%dT%H:%M:%S+00:00') AS last_posted_at
FROM posts
"""


def totals(store: Store) -> dict[str, Any]:
    """The whole case: posts, included, accounts, first_posted_at and last_posted_at (datetimes in UTC)."""
    row = store.row(_TOTALS)
    for name in ("first_posted_at", "last_posted_at"):
        row[name] = datetime.fromisoformat(row[name]) if row[name] else None
    return row


_COUNT_POSTS = """
SELECT count(*) AS posts
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
"""
_COUNT_ACCOUNTS = """
SELECT count(DISTINCT account_no) AS accounts
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
"""


_COUNT_ACCOUNTS_CUBE = """
SELECT count(DISTINCT account_no) AS accounts FROM account_cube_in_view($langs, $platforms, $kinds, $bands, $members)
"""
_COUNT_SINGLE = "SELECT accounts FROM facet_accounts WHERE facet = $facet AND value = $value"


def counts(store: Store, view: View) -> tuple[int, int]:
    """Posts and distinct accounts in the view."""
    if view.filters.is_empty:
        whole = totals(store)
        return int(whole["posts"]), int(whole["accounts"])
    if view.fits_cube and (view.filters.start or view.filters.end or view.filters.hours or not _has_timeless(store)):
        posts = store.cube.total(view)
    else:
        posts = int(store.row(_COUNT_POSTS, view.params)["posts"])
    if view.single:
        facet, value = view.single
        return posts, int(store.row(_COUNT_SINGLE, {"facet": facet, "value": value}).get("accounts", 0))
    if view.languages:
        return posts, sum(store.languages.accounts_by_score(view.languages).values())
    if view.fits_account_cube:
        return posts, int(store.row(_COUNT_ACCOUNTS_CUBE, view.account_params)["accounts"])
    return posts, int(store.row(_COUNT_ACCOUNTS, view.params)["accounts"])


_TIMELESS = "SELECT count(*) AS n FROM posts WHERE is_primary AND posted_at IS NULL"


def _has_timeless(store: Store) -> bool:
    """True where a post has no time: the hourly cube leaves it out, a view without a period does not."""
    return bool(store.fact(_TIMELESS)["n"])


_FACETS = """
SELECT 'lang' AS facet, lang AS value, sum(n)::BIGINT AS posts FROM cube GROUP BY ALL
UNION ALL SELECT 'platform', platform, sum(n)::BIGINT FROM cube GROUP BY ALL
UNION ALL SELECT 'kind', kind, sum(n)::BIGINT FROM cube GROUP BY ALL
UNION ALL SELECT 'band', band_of(score_bin), sum(n)::BIGINT FROM cube GROUP BY ALL
ORDER BY facet, posts DESC, value
"""


def facets(store: Store) -> pd.DataFrame:
    """What the filter can choose from in this case: facet, value, posts (most frequent first)."""
    return store.frame(_FACETS)


def languages(store: Store) -> list[str]:
    """The codes of the languages of this case, most frequent first."""
    found = facets(store)
    return [str(code) for code in found.loc[found["facet"] == "lang", "value"].dropna()]
