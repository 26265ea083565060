"""The case of tests/tiny.py with its spreader graph and one hostile name, and the app opened on the Spreaders page.

Shares are bob → cyd, bob → dee, bob → fay; cyd → eve is a reply, eve → bob a quote.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from core.analysis import spreaders
from core.model import BATCH_SCHEMAS, Batch, Case
from core.store import cases, notebook
from core.store.save import FileEntry, StoreWriter
from pages.shared.keep import forget_all
from tests.tiny import batch

FRAME = Path(__file__).resolve().parents[3] / "pages" / "shared" / "frame.py"
HOSTILE = "<img src=x onerror=alert(1)> **[a](javascript:b)**"


def with_hostile_name() -> Batch:
    """The tiny batch, in which Dee has a name that wants to be more than text."""
    tables = batch().tables
    profiles = [
        {**row, "name": HOSTILE} if row["account_id"] == "dee" else row for row in tables["profiles"].to_pylist()
    ]
    return Batch({**tables, "profiles": pa.Table.from_pylist(profiles, schema=BATCH_SCHEMAS["profiles"])}, records=10)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the case, built once; do not write to it."""
    folder = tmp_path_factory.mktemp("cases")
    case = Case("tiny", "Tiny", "A claim", "Asia/Almaty", 1, folder / "tiny")
    cases.write_case(case)
    writer = StoreWriter(case.store_path)
    entry = FileEntry("tiny.jsonl", "ab", 10, "x-v1", "because")
    file_no = writer.start_file(entry)
    writer.add(file_no, with_hostile_name(), entry)
    writer.end_file(file_no, entry)
    writer.save_scores(scores(writer.merge()))
    list(writer.save_posts())
    drawn = spreaders.of_case(writer.graph_input())
    writer.save("graph_nodes", drawn.nodes)
    writer.save("graph_communities", drawn.communities)
    writer.finish()
    return folder


def scores(accounts: pd.DataFrame) -> pd.DataFrame:
    """Bob has 3.4, nobody else is scored."""
    score = accounts["account_key"].map({"x:bob": 3.4})
    status = score.notna().map({True: "scored", False: "not scored"})
    about = {"score": score, "probability": score / 5, "status": status, "reasons": "[]", "model": "m"}
    return pd.DataFrame({"account_no": accounts["account_no"], **about})


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the cases that a test may write to."""
    copied = tmp_path / "cases"
    shutil.copytree(built, copied)
    monkeypatch.setenv("WHENCE_CASES", str(copied))
    yield copied
    st.cache_resource.clear()
    forget_all()


@pytest.fixture
def grouped(folder: Path) -> Path:
    """The same, where Bob is in a group."""
    notebook.add_label(
        folder / "tiny" / "notebook.sqlite", "x:bob", "First circle", author="a reporter", evidence="seen"
    )
    return folder


@pytest.fixture
def open_page(folder: Path) -> Callable[..., AppTest]:
    """Opens the Spreaders page of the real app on the case with the close-up, at the address given."""

    def close_up(**address: str | list[str]) -> AppTest:
        return opened(**{"map": "Close-up", **address})

    return close_up


@pytest.fixture
def open_whole(folder: Path) -> Callable[..., AppTest]:
    """Opens the same with the whole map."""
    return opened


@pytest.fixture
def open_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the Spreaders page where there is no case at all."""
    monkeypatch.setenv("WHENCE_CASES", str(tmp_path))
    return opened


def opened(**address: str | list[str]) -> AppTest:
    """The page, run once; nothing may have crashed."""
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app._page_hash = calc_hash("spreaders")  # pages that are functions have no file to switch to
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception
    return app
