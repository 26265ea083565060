"""Where the data of tests/tiny.py come from: profiles captured on the 17th, counts on the 9th and 10th."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from core.store.db import create_store, open_store
from core.store.queries.provenance import Provenance, provenance


def test_files_captures_and_import(store):
    found = provenance(store)
    assert found.names == ("tiny",)
    assert found.first_captured_at == datetime(2020, 2, 9, tzinfo=UTC)
    assert found.last_captured_at == datetime(2020, 2, 17, tzinfo=UTC)
    assert found.imported_at is not None and found.imported_at.tzinfo == UTC


def test_an_empty_store_knows_nothing(tmp_path: Path):
    create_store(tmp_path / "store.duckdb").close()
    opened = open_store(tmp_path / "store.duckdb")
    assert provenance(opened) == Provenance()
    opened.close()
