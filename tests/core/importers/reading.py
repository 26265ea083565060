"""Reads a whole file into rows, for the tests of the importers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from core.importers import read

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "importers"


@dataclass
class Loaded:
    """Everything that was read from one file, as rows."""

    records: int
    degradations: Counter[str]
    tables: dict[str, list[dict[str, Any]]]

    @property
    def primary(self) -> list[dict[str, Any]]:
        return [post for post in self.tables["posts"] if post["is_primary"]]

    @property
    def included(self) -> list[dict[str, Any]]:
        return [post for post in self.tables["posts"] if not post["is_primary"]]

    @property
    def rejects(self) -> list[tuple[int, str]]:
        return [(reject["line"], reject["reason"]) for reject in self.tables["rejects"]]

    def metrics_of(self, post_id: str) -> list[dict[str, Any]]:
        return [row for row in self.tables["metrics"] if row["post_id"] == post_id]

    def profile(self, account_id: str) -> dict[str, Any]:
        return next(row for row in self.tables["profiles"] if row["account_id"] == account_id)


def load_file(path: Path, **options: Any) -> Loaded:
    batches = list(read(path, **options))
    tables = {name: pa.concat_tables([batch.tables[name] for batch in batches]) for name in batches[0].tables}
    degradations = sum((batch.degradations for batch in batches), Counter())
    records = sum(batch.records for batch in batches)
    loaded = Loaded(records, degradations, {name: table.to_pylist() for name, table in tables.items()})
    assert loaded.records == len(loaded.primary) + len(loaded.rejects), "a record was lost or counted twice"
    return loaded
