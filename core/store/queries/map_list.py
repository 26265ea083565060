"""Every account of the spreader graph as a list: sorted by any column and read page by page.

What needs all links is counted once per view (``map_pairs.linked``) and handed to the queries beside the store.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from core.store.db import Store
from core.store.queries.map import LIVE_WROTE, STORED_WROTE
from core.store.queries.view import View


@dataclass(frozen=True)
class Order:
    """One page of the list: the column it is sorted by (a key of ``COLUMNS``), whether the largest stand first, which part.

    ``ranked``: languages or platforms in the order of their names; ``groups``: account numbers and the names of their
    groups.
    """

    by: str = "received"
    down: bool = True
    most: int | None = 100
    skip: int = 0
    ranked: tuple[str, ...] = ()
    groups: tuple[tuple[int, ...], tuple[str, ...]] = ((), ())


#: Where a column of the list comes from: the counts, the store, the view's posts, or the notebook.
_COUNTED = {
    name: "keyed AS (SELECT account_no, " + name + " AS key FROM listed)"
    for name in ("received", "received_from", "passed_on", "passed_on_of")
}
_NAMED = {
    "account": "lower(coalesce(a.handle, a.name, a.account_key))",
    "name": "lower(a.name)",
    "platform": "list_position($ranked, a.platform)",
    "followers": "a.followers",
}
_FROM_ACCOUNTS = {
    name: "keyed AS (SELECT l.account_no, " + key + " AS key FROM listed l JOIN accounts a USING (account_no))"
    for name, key in _NAMED.items()
}
_FROM_NODES = {
    name: "keyed AS (SELECT l.account_no, g." + name + " AS key FROM listed l JOIN graph_nodes g USING (account_no))"
    for name in ("rank", "bridges", "core", "community")
}
_GROUPED = """keyed AS (
    SELECT l.account_no, g.key FROM listed l LEFT JOIN (
        SELECT account_no, string_agg(name, ', ' ORDER BY name) AS key
        FROM (SELECT unnest($numbers::INTEGER[]) AS account_no, unnest($names::VARCHAR[]) AS name) GROUP BY account_no
    ) g USING (account_no)
)"""
_STORED_WRITTEN = {
    "posts": "keyed AS (SELECT l.account_no, a.posts AS key FROM listed l JOIN accounts a USING (account_no))",
    "first_at": "keyed AS (SELECT l.account_no, a.first_posted_at AS key FROM listed l JOIN accounts a USING (account_no))",
    "lang": "keyed AS (SELECT l.account_no, list_position($ranked, g.lang) AS key FROM listed l JOIN graph_nodes g USING (account_no))",
}
_LIVE_WRITTEN = {
    "posts": """keyed AS (
    SELECT l.account_no, coalesce(w.key, 0) AS key FROM listed l LEFT JOIN (
        SELECT account_no, count(*)::INTEGER AS key FROM seen GROUP BY account_no
    ) w USING (account_no)
)""",
    "first_at": """keyed AS (
    SELECT l.account_no, w.key FROM listed l LEFT JOIN (
        SELECT account_no, min(posted_at) AS key FROM seen GROUP BY account_no
    ) w USING (account_no)
)""",
    # The maximum of structs is a fifth of the cost of arg_max over them.
    "lang": """keyed AS (
    SELECT l.account_no, list_position($ranked, w.top.lang) AS key FROM listed l LEFT JOIN (
        SELECT account_no, max({'n': n, 'lang': lang}) AS top FROM (
            SELECT s.account_no, coalesce(p.lang, 'und') AS lang, count(*) AS n
            FROM seen s JOIN posts p USING (post_no) GROUP BY ALL
        ) GROUP BY account_no
    ) w USING (account_no)
)""",
}
_SEEN = """seen AS MATERIALIZED (
    SELECT post_no, account_no, posted_at
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE account_no IS NOT NULL
), """
_STORED_KEYS = {**_COUNTED, **_FROM_ACCOUNTS, **_FROM_NODES, "group": _GROUPED, **_STORED_WRITTEN}
_LIVE_KEYS = {**_STORED_KEYS, **_LIVE_WRITTEN}
#: What the list can be sorted by; the bot score is none of them.
COLUMNS = tuple(_STORED_KEYS)
_ORDERS = {True: " ORDER BY key DESC NULLS LAST, account_no", False: " ORDER BY key NULLS LAST, account_no"}
_CUT_OUT = {
    down: ", page AS MATERIALIZED (SELECT account_no, key FROM keyed" + order + " LIMIT $most OFFSET $skip)"
    for down, order in _ORDERS.items()
}
_ALL = ", page AS (FROM keyed)"
_ONE = "keyed AS (SELECT account_no, received AS key FROM listed WHERE account_no = $number)"
_DRAWN = ", drawn AS MATERIALIZED (SELECT account_no AS unit FROM page)"
_ROWS = """
SELECT a.account_no, a.account_key, a.platform, a.handle, a.name, g.community, g.core, g.bridges, g.rank, a.followers,
    coalesce(w.posts, 0) AS posts, l.received, l.received_from, l.passed_on, l.passed_on_of,
    began.first_at AT TIME ZONE 'UTC' AS first_at, w.lang, b.score, coalesce(b.status, 'not scored') AS status,
    band_of(CASE WHEN b.status = 'scored' THEN least(19, floor(b.score * 4)) END::TINYINT) AS band
FROM page p JOIN listed l USING (account_no) JOIN accounts a USING (account_no) JOIN graph_nodes g USING (account_no)
LEFT JOIN wrote w USING (account_no) LEFT JOIN began USING (account_no) LEFT JOIN bot_scores b USING (account_no)
"""
_FOUND = re.compile(r"\$(\w+)")


def listed(store: Store, view: View, counts: pd.DataFrame, order: Order) -> pd.DataFrame:
    """One page of the list (all of it where ``most`` is None): the columns of ``map.map_nodes`` without places.

    ``counts`` is what ``map_pairs.linked`` returned for the same view. Unknown values stand last in either direction.
    """
    whole = view.filters.is_empty
    key = (_STORED_KEYS if whole else _LIVE_KEYS)[order.by]
    page = _ALL if order.most is None else _CUT_OUT[order.down]
    asked: dict[str, object] = {
        "most": order.most, "skip": order.skip, "ranked": list(order.ranked),
        "numbers": list(order.groups[0]), "names": list(order.groups[1]),
    }  # fmt: skip
    return _read(store, view, counts, key + page, _ORDERS[order.down], asked)


def listed_account(store: Store, view: View, counts: pd.DataFrame, number: int) -> pd.DataFrame:
    """The row of one account; none where it has no link."""
    return _read(store, view, counts, _ONE + _ALL, "", {"number": number})


def _read(
    store: Store, view: View, counts: pd.DataFrame, page: str, order: str, asked: dict[str, object]
) -> pd.DataFrame:
    wrote = STORED_WROTE if view.filters.is_empty else LIVE_WROTE
    seen = "" if view.filters.is_empty else _SEEN
    sql = "WITH " + seen + page + _DRAWN + wrote + _ROWS + order
    known = {**view.params, **asked}
    return store.frame(sql, {name: known[name] for name in set(_FOUND.findall(sql))}, {"listed": counts})


_COMMUNITIES = """
SELECT g.community, count(*) AS accounts FROM listed JOIN graph_nodes g USING (account_no)
GROUP BY g.community ORDER BY accounts DESC, g.community LIMIT $most
"""


def largest_communities(store: Store, counts: pd.DataFrame, most: int = 4) -> pd.DataFrame:
    """The communities with most of the listed accounts: community, accounts."""
    return store.frame(_COMMUNITIES, {"most": most}, {"listed": counts})
