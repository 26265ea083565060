"""Where the data of a case come from: names of the files, when they were collected and imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from core.store.db import Store

_PROVENANCE = """
WITH captures AS (
    SELECT captured_at FROM account_snapshots UNION ALL SELECT captured_at FROM metrics
)
SELECT (SELECT list(name ORDER BY file_no) FROM files) AS names,
    (SELECT list(sha256 ORDER BY sha256) FROM files) AS hashes,
    (SELECT strftime(min(captured_at), '%Y-%m-%dT%H:%M:%S+00:00') FROM captures) AS first_captured_at,
    (SELECT strftime(max(captured_at), '%Y-%m-%dT%H:%M:%S+00:00') FROM captures) AS last_captured_at,
    (SELECT strftime(max(imported_at), '%Y-%m-%dT%H:%M:%S+00:00') FROM files) AS imported_at
"""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The files of a case and, in UTC, the first and last capture of a profile or count and the newest import.

    ``fingerprint`` tells cases with other files apart: the first twelve digits of a hash of the files' SHA-256.
    """

    names: tuple[str, ...] = ()
    first_captured_at: datetime | None = None
    last_captured_at: datetime | None = None
    imported_at: datetime | None = None
    fingerprint: str = ""


def provenance(store: Store) -> Provenance:
    """Where the data of the whole case come from; a time is None where no file states it."""
    row = store.row(_PROVENANCE)
    times = (row[name] for name in ("first_captured_at", "last_captured_at", "imported_at"))
    first, last, imported = (datetime.fromisoformat(at) if at else None for at in times)
    return Provenance(tuple(row["names"] or ()), first, last, imported, _fingerprint(row["hashes"]))


def _fingerprint(hashes: list[str | None] | None) -> str:
    told = [text for text in hashes or () if text]
    return sha256("\n".join(told).encode()).hexdigest()[:12] if told else ""
