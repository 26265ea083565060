"""The whole graph of a view for other programs: every link of any kind, and every account that has one."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store
from core.store.queries.map_pairs import LINKED
from core.store.queries.view import View

#: Every kind of link, in the order of the page.
LINK_KINDS = ("share", "quote", "reply", "mention", "likely", "same_link", "tie")
_LINKS = """
SELECT source_no, target_no, kind, n::INTEGER AS n, first_at AT TIME ZONE 'UTC' AS first_at,
    last_at AT TIME ZONE 'UTC' AS last_at, kind = 'likely' AS inferred, kind IN ('same_link', 'tie') AS mutual
FROM linked WHERE source_no IS NOT NULL AND target_no IS NOT NULL ORDER BY n DESC, source_no, target_no, kind
"""
_ACCOUNTS = """, ends AS (SELECT source_no AS account_no FROM linked UNION SELECT target_no FROM linked)
SELECT g.account_no, g.x, g.y, g.community, a.account_key, a.platform, a.handle, a.name, a.followers, b.score,
    coalesce(b.status, 'not scored') AS score_status
FROM ends JOIN graph_nodes g USING (account_no) JOIN accounts a USING (account_no) LEFT JOIN bot_scores b USING (account_no)
ORDER BY g.account_no
"""
_HEAVIEST = """, chosen AS (
    SELECT * FROM linked ORDER BY n DESC, source_no, target_no, kind LIMIT $most
)
SELECT s.account_key AS source, s.handle AS source_handle, s.name AS source_name, t.account_key AS target,
    t.handle AS target_handle, t.name AS target_name, c.kind, c.n::INTEGER AS n,
    c.first_at AT TIME ZONE 'UTC' AS first_at, c.last_at AT TIME ZONE 'UTC' AS last_at
FROM chosen c JOIN accounts s ON s.account_no = c.source_no JOIN accounts t ON t.account_no = c.target_no
ORDER BY c.n DESC, c.source_no, c.target_no, c.kind
"""


def _read(store: Store, view: View, rest: str, kinds: tuple[str, ...], **more: object) -> pd.DataFrame:
    asked = {"link_kinds": list(kinds), **more}
    whole = view.filters.is_empty
    return store.frame(LINKED[not whole] + rest, asked if whole else {**view.params, **asked})


def every_link(store: Store, view: View, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Every link of the view, heaviest first: source_no, target_no, kind, n, first_at and last_at (UTC, naive; null where
    not known), inferred (a likely parent), mutual (without direction).
    """
    return _read(store, view, _LINKS, kinds)


def every_account(store: Store, view: View, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Every account with such a link: account_no, x, y, community, account_key, platform, handle, name, followers, score,
    score_status.
    """
    return _read(store, view, _ACCOUNTS, kinds)


def heaviest_links(store: Store, view: View, kinds: tuple[str, ...], most: int) -> pd.DataFrame:
    """The ``most`` heaviest links: source, source_handle, source_name, target, target_handle, target_name (keys and names),
    kind, n, first_at and last_at (UTC, naive).
    """
    return _read(store, view, _HEAVIEST, kinds, most=most)
