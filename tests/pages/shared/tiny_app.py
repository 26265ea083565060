"""The tiny case as a folder of cases, and the real app opened on any of its pages.

The fixtures are taken over by the conftest.py of each page's folder.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from core.analysis import cascades, spreaders
from core.model import Batch, Case
from core.store import cases, notebook
from core.store.save import FileEntry, StoreWriter
from pages.shared.keep import forget_all
from tests import tiny

Open = Callable[..., AppTest]
FRAME = Path(__file__).resolve().parents[3] / "pages" / "shared" / "frame.py"
SCORES = {"x:bob": 4.5, "x:cyd": 2.5, "x:dee": 0.5, "x:eve": 0.5}
EVENTS = [
    {"at": "2020-02-07T16:00:00+00:00", "title": "First <b>video</b>", "source": "a paper", "url": "https://a.example"},
    {"at": "2020-02-08T02:00:00+00:00", "title": "A denial", "source": "a ministry", "conflict": True},
]


@lru_cache(maxsize=1)
def built() -> Path:
    """A folder with the tiny case, built once in this process; do not write to it."""
    folder = Path(mkdtemp(prefix="whence-tiny-"))
    rejects = [{"line": 11, "reason": "the line ends in the middle", "raw": "{"}]
    build(Case("tiny", "Tiny <i>case</i>", "A *claim* of <b>fire</b>", "Asia/Almaty", 1, folder / "tiny"), rejects)
    return folder


def build(case: Case, rejects: list[dict[str, object]]) -> None:
    """Write the tiny case with scores, cascades, map and documented events."""
    cases.write_case(case)
    writer = StoreWriter(case.store_path)
    add(writer, tiny.batch(rejects=rejects))
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
    writer.save("graph_nodes", spreaders.lay_out(writer.graph_input()))
    writer.finish()
    notebook.put_events(case.notebook_path, EVENTS)


def add(writer: StoreWriter, batch: Batch) -> None:
    """One file."""
    entry = FileEntry("tiny.jsonl", "ab", 10, "x-v1", "because")
    file_no = writer.start_file(entry)
    writer.add(file_no, batch, entry)
    writer.end_file(file_no, entry)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the cases that a test may damage; the app shows it."""
    copied = tmp_path / "cases"
    shutil.copytree(built(), copied)
    monkeypatch.setenv("WHENCE_CASES", str(copied))
    yield copied
    st.cache_resource.clear()
    forget_all()


@pytest.fixture
def open_page(folder: Path) -> Open:
    """Opens a page of the app on the tiny case, at the address given."""
    return opened


@pytest.fixture
def open_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page where there is no case at all."""
    monkeypatch.setenv("WHENCE_CASES", str(tmp_path / "nothing"))
    return opened


def opened(page: str, **address: str | list[str]) -> AppTest:
    """The page, run once; nothing may have crashed."""
    app = AppTest.from_file(str(FRAME), default_timeout=60)
    app._page_hash = calc_hash(page)  # pages that are functions have no file to switch to
    for key, value in address.items():
        app.query_params["from" if key == "since" else key] = value
    app.run()
    assert not app.exception, app.exception
    return app


def html(app: AppTest) -> str:
    """Everything that the page wrote as HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def boxes(app: AppTest) -> list[str]:
    """Sentences in boxes, whatever their colour."""
    return [box.value for kind in (app.info, app.warning, app.error, app.success) for box in kind]


def tiles(app: AppTest) -> dict[str, str]:
    """The numbers of the tiles by name."""
    found = {}
    for part in html(app).split("<div><dt>")[1:]:
        name, rest = part.split("</dt><dd", 1)
        found[name] = rest.split(">", 1)[1].split("</dd>")[0]
    return found


def widget(app: AppTest, kind: str, key: str):
    """The widget of that kind and key."""
    return next(w for w in getattr(app, kind) if w.key == key)
