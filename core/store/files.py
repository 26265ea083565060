"""What was imported: the accounting of each file and its rejects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from core.errors import CaseError
from core.i18n import _
from core.store.db import Store
from core.store.queries.imports import rejects_of

_REPORT = """
SELECT file_no, name, sha256, bytes, format, why, zone_rule,
    strftime(imported_at, '%Y-%m-%dT%H:%M:%SZ') AS imported_at, records, accepted, merged, rejected, posts, accounts,
    strftime(first_posted_at, '%Y-%m-%dT%H:%M:%SZ') AS first_posted_at,
    strftime(last_posted_at, '%Y-%m-%dT%H:%M:%SZ') AS last_posted_at, degradations,
    packed_in, kinds, languages, time_step_s, query, collected_on,
    strftime(seen.first_at, '%Y-%m-%dT%H:%M:%SZ') AS first_captured_at,
    strftime(seen.last_at, '%Y-%m-%dT%H:%M:%SZ') AS last_captured_at
FROM files LEFT JOIN (
    SELECT file_no, min(captured_at) AS first_at, max(captured_at) AS last_at FROM metrics
    WHERE captured_at IS NOT NULL GROUP BY file_no
) seen USING (file_no)
ORDER BY file_no
"""
_BY_HASH = "SELECT name FROM files WHERE sha256 = $sha256 LIMIT 1"
_BY_SIZE = "SELECT 1 AS found FROM files WHERE bytes = $bytes LIMIT 1"
_REMEMBERED = "SELECT * FROM files ORDER BY file_no"
_META = "SELECT key, value FROM meta ORDER BY key"


def remembered_files(path: Path) -> list[dict[str, Any]]:
    """How each file of a store of any version was read: name, sha256, format, zone_rule, mapping, packed_in."""
    try:
        con = duckdb.connect(str(path), read_only=True)
        with con:
            return list(con.execute(_REMEMBERED).df().to_dict("records"))
    except duckdb.Error as error:
        raise CaseError(
            _("The data of this case cannot be read: {error}.").format(error=error), file=path.name
        ) from error


def source_hashes(path: Path) -> set[str]:
    """The hashes of the files as they came, packed or not, that a store of any version was made of."""
    rows = remembered_files(path)
    return {str(row.get("packed_in") or row["sha256"]) for row in rows}


def file_report(store: Store) -> pd.DataFrame:
    """One row per imported file: records = accepted + merged + rejected, what was kept with a loss,
    and the first and last time of capture that its records name."""
    return store.frame(_REPORT)


def file_of_hash(store: Store, sha256: str) -> str | None:
    """The name under which a file of that hash was imported, or None."""
    found = store.row(_BY_HASH, {"sha256": sha256})
    return str(found["name"]) if found else None


def holds_file_of_size(store: Store, size: int) -> bool:
    """Whether a file of so many bytes was imported: only then can the same one come again."""
    return bool(store.row(_BY_SIZE, {"bytes": size}))


def rejects(store: Store, most: int = 5000) -> pd.DataFrame:
    """Records that could not be read: file, line, reason, raw."""
    return rejects_of(store, None, None, most)


def build_facts(store: Store) -> dict[str, str]:
    """What is remembered of this build (table meta)."""
    frame = store.frame(_META)
    return dict(zip(frame["key"], frame["value"], strict=True))
