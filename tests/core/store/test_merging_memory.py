"""What a merge may use of the memory: little at first, more where a step cannot be done with it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from core.store import save
from core.store.db import merging_mb, most_mb
from core.store.save import StoreWriter


class Short:
    """A connection that says so many times that its memory is out."""

    def __init__(self, refusals: int) -> None:
        self.refusals, self.limits = refusals, list[str]()

    def execute(self, sql: str, params: dict[str, str] | None = None) -> None:
        if params:
            self.limits.append(params["limit"])
        elif self.refusals:
            self.refusals -= 1
            raise duckdb.OutOfMemoryException("could not pin a block")


def writer(path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int) -> StoreWriter:
    monkeypatch.setattr(save, "MERGE", {"step": "SELECT 1"})
    made = StoreWriter(path / "store-1.duckdb")
    made.con.close()
    made.con, made._memory_mb = Short(refusals), 120.0
    return made


def test_a_step_asks_for_more_until_it_can_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = writer(tmp_path, monkeypatch, 2)
    made._step("step")
    assert made.con.limits == ["180MB", "270MB"]


def test_a_step_that_never_can_be_done_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = writer(tmp_path, monkeypatch, 10_000)
    with pytest.raises(duckdb.OutOfMemoryException):
        made._step("step")
    assert made._memory_mb == most_mb()


def test_small_imports_begin_with_little() -> None:
    assert merging_mb(0) == 120 < merging_mb(1_000_000_000) <= most_mb()
