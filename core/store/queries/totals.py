"""Numbers of the whole case or view that stand in the sentences of the Overview."""

from __future__ import annotations

from typing import Any

from core.store.db import Store
from core.store.queries.view import View

_CASCADES = """
SELECT count(*) AS cascades, (SELECT count(*) FILTER (source <> 'star') / nullif(count(*), 0) FROM cascade_links) AS documented_share
FROM cascades
"""


def cascade_totals(store: Store) -> dict[str, Any]:
    """All cascades of the case: cascades, documented_share (of all links; null where there are none)."""
    return store.row(_CASCADES)


_PASSED_ON = """
WITH received AS (
    SELECT source_account_no, count(*) AS n
    FROM posts_in_view($langs, $platforms, $kinds, $bands, $since, $until, $zone, $hour_from, $hour_to, $members, $words)
    WHERE source_account_no IS NOT NULL AND source_account_no IS DISTINCT FROM account_no GROUP BY ALL
)
SELECT coalesce(sum(n), 0)::BIGINT AS shares, count(*) AS accounts,
    (SELECT coalesce(sum(n), 0)::BIGINT FROM (SELECT n FROM received ORDER BY n DESC LIMIT $most)) AS top
FROM received
"""


def most_passed_on(store: Store, view: View, most: int) -> dict[str, int]:
    """How concentrated the passing-on is: shares (with quotes and replies), accounts that received any, top (of the ``most`` first)."""
    return {key: int(value) for key, value in store.row(_PASSED_ON, {**view.params, "most": most}).items()}
