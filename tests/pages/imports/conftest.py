"""The real app, opened on its Import page over a folder of cases of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pages.imports.jobs import RUNNING, Job
from pages.shared.keep import forget_all

FRAME = Path(__file__).resolve().parents[3] / "pages" / "shared" / "frame.py"
ROWS = (
    "created_at,screen_name,tweet_id,text",
    "2020-02-08T01:00:00Z,ann,1226000000000000001,A house burns in the town they say",
    "2020-02-08T02:00:00Z,bob,1226000000000000002,<img src=x onerror=alert(1)>",
    "never,cyd,,No time at all",
)


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A table of three records: two posts, one without a date."""
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of cases, the one that the app shows."""
    path = tmp_path / "cases"
    path.mkdir()
    monkeypatch.setenv("WHENCE_CASES", str(path))
    return path


@pytest.fixture
def open_page(folder: Path) -> Iterator[Callable[[], AppTest]]:
    """Opens the Import page; nothing may have crashed."""

    def opened() -> AppTest:
        app = AppTest.from_file(str(FRAME), default_timeout=60)
        app._page_hash = calc_hash("imports")  # pages that are functions have no file to switch to
        return run(app)

    yield opened
    st.cache_resource.clear()
    forget_all()


def run(app: AppTest) -> AppTest:
    """One run; an exception fails the test."""
    app.run()
    assert not app.exception, app.exception
    return app


def finished(app: AppTest) -> AppTest:
    """The page after the import that was begun on it is over."""
    for _turn in range(600):
        job: Job = app.session_state["import_job"]
        if job.state != RUNNING:
            return run(app)
        time.sleep(0.05)
    raise TimeoutError("the import did not end")
