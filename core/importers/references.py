"""Posts that a table only refers to: the one shared, answered or quoted, with its author where the row names it."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.importers.cells import account_keys
from core.importers.mapping import Mapping
from core.importers.moments import snowflake_us
from core.model import BATCH_SCHEMAS

#: Platform and post id; account, handle and row.
_Found = dict[tuple[str, str], tuple[str, str | None, int]]
_PROFILE = ("platform", "account_id", "handle")
_KINDS = ("share_of", "quote_of", "reply_to")


def referred(table: pa.Table, mapping: Mapping, posts: pa.Table, profiles: pa.Table) -> dict[str, pa.Table]:
    """Included posts, and profiles with the handles of their authors, for the references that name an author.

    ``table`` holds the rows of ``posts``, in the same order; who is in ``profiles`` gets no second one.
    """
    found: _Found = {}
    for kind in _KINDS:
        account, handle = getattr(mapping, f"{kind}_account"), getattr(mapping, f"{kind}_handle")
        if account in table.column_names or handle in table.column_names:
            _add(found, posts, kind, *account_keys(table, account, handle))
    if not found:
        return {}
    known = set(zip(profiles["platform"].to_pylist(), profiles["account_id"].to_pylist(), strict=True))
    return {"posts": _posts(found), "profiles": _profiles(found, known)}


def _add(found: _Found, posts: pa.Table, kind: str, keys: pa.Array, handles: pa.Array) -> None:
    both = pc.and_(posts[kind].combine_chunks().is_valid(), keys.is_valid())
    columns = (posts["platform"].combine_chunks(), posts[kind].combine_chunks(), keys, handles, posts["line"])
    rows = zip(*(column.filter(both).to_pylist() for column in columns), strict=True)
    for platform, post_id, account, handle, line in rows:
        found.setdefault((platform, post_id), (account, handle, line))


def _posts(found: _Found) -> pa.Table:
    rows = [_post(*key, account, line) for key, (account, _handle, line) in found.items()]
    return pa.Table.from_pylist(rows, schema=BATCH_SCHEMAS["posts"])


def _post(platform: str, post_id: str, account: str, line: int) -> dict[str, Any]:
    at_us = snowflake_us(post_id) if platform == "x" else None
    return {
        "line": line, "platform": platform, "post_id": post_id, "account_id": account, "posted_at": at_us,
        "time_quality": "id" if at_us else "none", "id_time": at_us, "is_primary": False, "deleted": False,
        "synthetic_id": post_id.startswith("syn-"),
    }  # fmt: skip


def _profiles(found: _Found, known: set[tuple[str, str]]) -> pa.Table:
    named = {(platform, account): handle for (platform, _id), (account, handle, _line) in found.items() if handle}
    rows = [dict(zip(_PROFILE, (*key, handle), strict=True)) for key, handle in named.items() if key not in known]
    return pa.Table.from_pylist(rows, schema=BATCH_SCHEMAS["profiles"])
