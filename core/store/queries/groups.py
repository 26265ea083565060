"""Groups and communities beside each other: who they are, who passes on whom, whose audiences are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.store.db import Store
from core.store.queries.view import View

#: The parts of a chart that are no group; a group's own part begins with this mark, so that no name can be one of them.
NO_GROUP, SEVERAL, MARK = "none", "several", "g:"

_NUMBERS = "SELECT account_no, account_key FROM accounts WHERE list_contains($keys, account_key)"


@dataclass(frozen=True, slots=True)
class Members:
    """Which account (its number in the store) is in which part; an account may be in several."""

    numbers: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def params(self) -> dict[str, Any]:
        """As the statements bind them."""
        return {"numbers": list(self.numbers), "names": list(self.names)}


def members(store: Store, labels: pd.DataFrame) -> Members:
    """The accounts of each group that are in this store; labels on posts and notes make no member."""
    own = labels.loc[labels["kind"] == "group", ["account_key", "text"]].drop_duplicates()
    if own.empty:
        return Members((), ())
    found = store.frame(_NUMBERS, {"keys": own["account_key"].unique().tolist()})
    joined = own.merge(found, on="account_key").sort_values(["account_no", "text"])
    return Members(tuple(int(n) for n in joined["account_no"]), tuple(joined["text"]))


def one_part_each(found: Members) -> Members:
    """Each account in one part only, so that parts add up: its group (with ``MARK``), or "several"."""
    parts: dict[int, str] = {}
    for number, name in zip(found.numbers, found.names, strict=True):
        parts[number] = SEVERAL if number in parts else MARK + name
    return Members(tuple(parts), tuple(parts.values()))


_GROUPS = """
WITH parts AS MATERIALIZED (SELECT unnest($numbers::INTEGER[]) AS account_no, unnest($names::VARCHAR[]) AS part)"""
_COMMUNITIES = """
WITH largest AS (
    SELECT community FROM graph_nodes WHERE community IS NOT NULL GROUP BY community ORDER BY count(*) DESC, community
    LIMIT $most_parts
), parts AS MATERIALIZED (
    SELECT account_no, community::VARCHAR AS part FROM graph_nodes SEMI JOIN largest USING (community)
)"""
_COMPARED = """
, wrote AS (
    SELECT account_no, count(*) AS posts, count(*) FILTER (kind = 'share') AS shares, min(posted_at) AS first_at
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    SEMI JOIN parts USING (account_no) GROUP BY account_no
)
SELECT p.part, count(*) AS members, count(w.account_no) AS accounts, coalesce(sum(w.posts), 0)::BIGINT AS posts,
    coalesce(sum(w.shares), 0)::BIGINT AS shares, min(w.first_at) AT TIME ZONE 'UTC' AS first_at,
    count(*) FILTER (w.account_no IS NOT NULL AND b.status = 'scored') AS scored,
    count(*) FILTER (w.account_no IS NOT NULL AND b.status = 'scored' AND b.score >= 3) AS signs,
    sum(a.followers)::BIGINT AS followers, sum(a.shares_received)::BIGINT AS shares_received
FROM parts p JOIN accounts a USING (account_no) LEFT JOIN wrote w USING (account_no) LEFT JOIN bot_scores b USING (account_no)
GROUP BY p.part ORDER BY accounts DESC, p.part
"""
_LANGUAGES = """
SELECT p.part, coalesce(v.lang, 'und') AS lang, count(*) AS n
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) v
    JOIN parts p USING (account_no)
GROUP BY p.part, coalesce(v.lang, 'und')
QUALIFY row_number() OVER (PARTITION BY p.part ORDER BY count(*) DESC, coalesce(v.lang, 'und')) <= $most
ORDER BY 1, 3 DESC, 2
"""
_MATRIX = """
SELECT coalesce(s.part, '') AS source, coalesce(t.part, '') AS target, count(*) AS posts,
    count(DISTINCT v.account_no) AS accounts
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) v
    LEFT JOIN parts s ON s.account_no = v.source_account_no LEFT JOIN parts t ON t.account_no = v.account_no
WHERE v.kind IN ('share', 'quote') AND v.source_account_no IS NOT NULL AND v.account_no IS NOT NULL
    AND v.source_account_no <> v.account_no
GROUP BY ALL ORDER BY ALL
"""
_AUDIENCES = """
, audience AS MATERIALIZED (
    SELECT DISTINCT p.part, v.account_no
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) v
        JOIN parts p ON p.account_no = v.source_account_no
    WHERE v.kind IN ('share', 'quote') AND v.account_no IS NOT NULL AND v.source_account_no <> v.account_no
)
SELECT one.part AS one, other.part AS other, count(*) AS accounts
FROM audience one JOIN audience other USING (account_no) GROUP BY ALL ORDER BY ALL
"""
_LANES = """
SELECT time_bucket($width::INTERVAL, v.posted_at AT TIME ZONE $zone) AS bin, p.part, count(*) AS n
FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words) v
    JOIN parts p USING (account_no)
WHERE v.posted_at IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
_STATEMENTS = {
    (name, of): head + tail
    for of, head in (("groups", _GROUPS), ("communities", _COMMUNITIES))
    for name, tail in (
        ("compared", _COMPARED), ("languages", _LANGUAGES), ("matrix", _MATRIX), ("audiences", _AUDIENCES),
        ("lanes", _LANES),
    )
}  # fmt: skip
MOST_COMMUNITIES = 10


def _read(store: Store, view: View, name: str, parts: Members | None, more: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of one statement, of the groups in ``parts`` or, where that is None, of the largest communities."""
    if parts is None:
        return store.frame(_STATEMENTS[name, "communities"], {**view.params, "most_parts": MOST_COMMUNITIES, **more})
    return store.frame(_STATEMENTS[name, "groups"], {**view.params, **parts.params, **more})


def compared(store: Store, view: View, parts: Members | None) -> pd.DataFrame:
    """Each part in the view: part, members (in the case), accounts (with a post in the view), posts, shares, first_at
    (UTC, naive), scored and signs (accounts of the view with a score, and with one from 3 on), followers (sum),
    shares_received (whole case).
    """
    return _read(store, view, "compared", parts, {})


def languages(store: Store, view: View, parts: Members | None, most: int = 3) -> pd.DataFrame:
    """The most frequent languages of each part's posts in the view: part, lang, n."""
    return _read(store, view, "languages", parts, {"most": most})


def matrix(store: Store, view: View, parts: Members | None) -> pd.DataFrame:
    """Who passes on whom: source (part passed on, empty: none of them), target (part that passed it on), posts (shares
    and quotes of the view), accounts (that passed it on). An account in two parts counts in both.
    """
    return _read(store, view, "matrix", parts, {})


def audiences(store: Store, view: View, parts: Members | None) -> pd.DataFrame:
    """Accounts that passed on posts of two parts: one, other, accounts; where both are the same, the whole audience."""
    return _read(store, view, "audiences", parts, {})


def lanes(store: Store, view: View, parts: Members | None, width: str) -> pd.DataFrame:
    """Posts per step and part: bin (local time of the view's zone, no zone attached), part, n."""
    return _read(store, view, "lanes", parts, {"width": width})


_SUGGESTED = """
WITH parts AS MATERIALIZED (SELECT unnest($numbers::INTEGER[]) AS account_no, unnest($names::VARCHAR[]) AS part),
beside AS MATERIALIZED (
    SELECT source_no AS me, target_no AS other FROM graph_links WHERE source_no <> target_no
    UNION
    SELECT target_no, source_no FROM graph_links WHERE source_no <> target_no
), close AS (
    SELECT b.me, p.part, count(*) AS inside FROM beside b JOIN parts p ON p.account_no = b.other GROUP BY ALL
    HAVING count(*) >= $least
), around AS (
    SELECT me, count(*) AS neighbours FROM beside SEMI JOIN close USING (me) GROUP BY me
)
SELECT a.account_key, a.handle, a.name, c.part, c.inside, r.neighbours
FROM close c JOIN around r USING (me) JOIN accounts a ON a.account_no = c.me
WHERE c.inside >= r.neighbours * $share AND a.posts > 0 AND NOT list_contains($left_out, a.account_no)
ORDER BY a.posts DESC, a.account_key, c.part LIMIT $most
"""


def suggested(
    store: Store, parts: Members, left_out: list[int], *, least: int = 3, share: float = 0.5, most: int = 50
) -> pd.DataFrame:
    """Accounts of which many neighbours in the spreader graph are in one part: account_key, handle, name, part, inside
    (neighbours in the part), neighbours (all of them). By their number of posts, never by how likely they belong there.
    """
    chosen = {"left_out": left_out, "least": least, "share": share, "most": most}
    return store.frame(_SUGGESTED, {**parts.params, **chosen})


_NAMED = """
SELECT account_key, handle, name, platform, posts, shares_received FROM accounts
WHERE list_contains($keys, account_key) ORDER BY account_key
"""
_TO_LABEL = """
SELECT account_key, handle, name, platform, posts, shares_received FROM accounts
WHERE posts > 0 AND NOT list_contains($keys, account_key)
ORDER BY shares_received DESC, posts DESC, account_key LIMIT $most
"""
_POST = """
SELECT p.post_key, p.account_key, p.text FROM posts p
WHERE p.is_primary AND (p.post_key = $asked OR p.post_id = $asked OR p.url = $asked) ORDER BY p.post_no LIMIT 1
"""


def named(store: Store, keys: list[str]) -> pd.DataFrame:
    """These accounts: account_key, handle, name, platform, posts, shares_received."""
    return store.frame(_NAMED, {"keys": keys})


def to_label(store: Store, left_out: list[str], most: int = 50) -> pd.DataFrame:
    """Accounts that are passed on most and not ``left_out``: the columns of ``named``."""
    return store.frame(_TO_LABEL, {"keys": left_out, "most": most})


def post(store: Store, asked: str) -> dict[str, Any]:
    """The post with that key, id or address: post_key, account_key, text; empty where there is none."""
    return store.row(_POST, {"asked": asked.strip()})
