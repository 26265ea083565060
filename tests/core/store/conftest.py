"""A store made of the tiny case, with scores that need no model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from core.analysis import cascades
from core.model import Batch
from core.store.db import Store, open_store
from core.store.save import FileEntry, StoreWriter
from tests import tiny

SCORES = {"x:bob": 4.5, "x:cyd": 2.5, "x:dee": 0.5, "x:eve": 0.5}


def write_store(path: Path, *batches: tuple[str, Batch], old: Path | None = None) -> Path:
    writer = StoreWriter(path)
    if old:
        writer.carry_over(old)
    for name, batch in batches:
        entry = FileEntry(name, f"hash of {name}", 1, "x-v1", "a test")
        file_no = writer.start_file(entry)
        writer.add(file_no, batch, entry)
        writer.end_file(file_no, entry)
    accounts = writer.merge()
    score = accounts["account_key"].map(SCORES)
    status = score.notna().map({True: "scored", False: "not enough data"})
    about = {"score": score, "probability": score / 5, "status": status, "reasons": "[]", "model": "test"}
    writer.save_scores(pd.DataFrame({"account_no": accounts["account_no"], **about}))
    list(writer.save_posts())
    found = cascades.of_case(writer.cascade_input())
    writer.save("cascades", found.cascades)
    writer.save("cascade_links", found.links)
    writer.save("cascade_breadth", found.breadth)
    writer.save("cascade_influence", found.influence)
    writer.finish()
    return path


@pytest.fixture(scope="session")
def tiny_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rejects = [{"line": 11, "reason": "the line ends in the middle", "raw": '{"id": 1'}]
    return write_store(tmp_path_factory.mktemp("tiny") / "store-1.duckdb", ("tiny", tiny.batch(rejects=rejects)))


@pytest.fixture
def store(tiny_path: Path) -> Iterator[Store]:
    opened = open_store(tiny_path)
    yield opened
    opened.close()
