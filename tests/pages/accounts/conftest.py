"""The case of tests/tiny.py as a folder of cases, and the app opened on its Accounts page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from core.model import Case
from core.store import cases
from core.store.save import FileEntry, StoreWriter
from pages.shared.keep import forget_all
from tests.tiny import batch

FRAME = Path(__file__).resolve().parents[3] / "pages" / "shared" / "frame.py"
REASONS = json.dumps([{"feature": "platform", "value": None, "percentile": None, "above": None, "effect": None}])


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tiny case, built once; do not write to it."""
    folder = tmp_path_factory.mktemp("cases")
    case = Case("tiny", "Tiny", "A claim", "Asia/Almaty", 1, folder / "tiny")
    cases.write_case(case)
    writer = StoreWriter(case.store_path)
    entry = FileEntry("tiny.jsonl", "ab", 10, "x-v1", "because")
    file_no = writer.start_file(entry)
    writer.add(file_no, batch(), entry)
    writer.end_file(file_no, entry)
    writer.save_scores(scores(writer.merge()))
    for _share in writer.save_posts():
        pass
    writer.finish()
    return folder


def scores(accounts: pd.DataFrame) -> pd.DataFrame:
    """Gus has 3.4, the accounts without followers too few data, Ann is on Telegram."""
    told = {"x:gus": ("scored", 3.4, 0.68), "x:fay": ("not enough data", None, None)}
    rows = [told.get(key, ("not scored", None, None)) for key in accounts["account_key"]]
    frame = pd.DataFrame(rows, columns=["status", "score", "probability"])
    return frame.assign(account_no=accounts["account_no"].to_numpy(), reasons=REASONS, model="m")


@pytest.fixture
def open_page(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Opens the Accounts page of the real app on a copy of the tiny case, at the address given."""
    folder = tmp_path / "cases"
    shutil.copytree(built, folder)
    monkeypatch.setenv("WHENCE_CASES", str(folder))
    yield opened
    st.cache_resource.clear()
    forget_all()


@pytest.fixture
def open_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the Accounts page where there is no case at all."""
    monkeypatch.setenv("WHENCE_CASES", str(tmp_path))
    return opened


def opened(**address: str) -> AppTest:
    """The page, run once; nothing may have crashed."""
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app._page_hash = calc_hash("accounts")  # pages that are functions have no file to switch to
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception
    return app
