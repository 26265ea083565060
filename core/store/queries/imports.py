"""What could not be read of the imported files, counted and page by page."""

from __future__ import annotations

import pandas as pd

from core.store.db import Store

_REASONS = """
SELECT f.file_no, f.name AS file, r.reason, count(*) AS n
FROM rejects r JOIN files f USING (file_no) GROUP BY ALL ORDER BY n DESC, file_no, r.reason
"""
_REJECTS = """
SELECT f.name AS file, r.line, r.reason, r.raw FROM rejects r JOIN files f USING (file_no)
WHERE ($file_no IS NULL OR r.file_no = $file_no) AND ($reason IS NULL OR r.reason = $reason)
ORDER BY r.file_no, r.line LIMIT $most
"""


def reject_reasons(store: Store) -> pd.DataFrame:
    """Rejected records by file and reason, the most frequent first: file_no, file, reason, n."""
    return store.frame(_REASONS)


def rejects_of(store: Store, file_no: int | None, reason: str | None, most: int | None) -> pd.DataFrame:
    """Rejected records of one file and reason, or of all: file, line, reason, raw; null ``most`` is all of them."""
    return store.frame(_REJECTS, {"file_no": file_no, "reason": reason, "most": most})
