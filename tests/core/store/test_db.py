"""Opening stores: damaged, missing, of another version, and read by many at once."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from core.errors import CaseError, OutdatedStoreError
from core.model import Filters
from core.store.db import Store, open_store, whole_hours
from core.store.queries.view import View, counts


def test_a_missing_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="Import its files once more"):
        open_store(tmp_path / "store-1.duckdb")


def test_a_damaged_store_gives_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "store-1.duckdb"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(CaseError, match="cannot be opened"):
        open_store(path)


def test_a_store_of_another_version_is_told_apart(tmp_path: Path, tiny_path: Path) -> None:
    path = tmp_path / "store-1.duckdb"
    shutil.copy(tiny_path, path)
    con = duckdb.connect(str(path))
    con.execute("UPDATE meta SET value = '0' WHERE key = 'schema_version'")
    con.close()
    with pytest.raises(OutdatedStoreError, match="another version"):
        open_store(path)


def test_many_readers_at_once_get_their_own_answers(store: Store) -> None:
    languages = ["en", "fr", "zh", "ru", "und"] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda code: counts(store, View(Filters(languages=(code,), words="e")))[0], languages))
    expected = {code: counts(store, View(Filters(languages=(code,), words="e")))[0] for code in set(languages)}
    assert found == [expected[code] for code in languages]


@pytest.mark.parametrize(("zone", "whole"), [("Asia/Almaty", True), ("Asia/Kolkata", False), ("Asia/Pyongyang", False)])
def test_zones_of_part_hours_are_known(zone: str, whole: bool) -> None:
    assert whole_hours(zone) is whole
