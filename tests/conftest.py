"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from core.store.db import create_store


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A fresh, empty store in memory."""
    connection = create_store()
    yield connection
    connection.close()
