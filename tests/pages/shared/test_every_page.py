"""Each page through the real frame: with data, with nothing in view, without a case, with a damaged store."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages import pages
from tests.pages.shared.tiny_app import Open, boxes, html

EVERY_PAGE = pytest.mark.parametrize("info", pages(), ids=lambda info: info.folder)
NEED_DATA = pytest.mark.parametrize("page", ["overview", "timeline", "cascades", "spreaders", "accounts", "bot_scores"])


@EVERY_PAGE
def test_a_page_asks_its_question_and_says_n_of_n(open_page: Open, info) -> None:
    app = open_page(info.folder)
    assert [title.value for title in app.title] == [info.question]
    assert "10 of 10 posts, 7 of 7 accounts · Times: Asia/Almaty (UTC+06:00)" in html(app)
    assert not app.error


@EVERY_PAGE
def test_a_filter_that_leaves_nothing_is_said_and_can_be_taken_off(open_page: Open, info) -> None:
    app = open_page(info.folder, q="nobody wrote this")
    assert "0 of 10 posts, 0 of 7 accounts" in html(app)
    next(b for b in app.button if b.label == "“nobody wrote this”  ×").click().run()
    assert not app.exception
    assert "10 of 10 posts, 7 of 7 accounts" in html(app)


@NEED_DATA
def test_without_a_case_a_page_says_what_to_do(open_empty: Open, page: str) -> None:
    app = open_empty(page)
    assert boxes(app) == ["There are no data yet. Drop an export file on the Import page, or make the demo case."]


def garbage(store: Path) -> None:
    store.write_bytes(b"this is no database" * 1000)


def nothing(store: Path) -> None:
    store.write_bytes(b"")


def missing(store: Path) -> None:
    store.unlink()


def cut(store: Path) -> None:
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])


@pytest.mark.parametrize("damage", [garbage, nothing, missing, cut])
@NEED_DATA
def test_a_damaged_store_is_one_sentence(folder: Path, open_page: Open, page: str, damage) -> None:
    damage(folder / "tiny" / "store-1.duckdb")
    app = open_page(page)
    assert len(app.error) == 1
    said = app.error[0].value.replace("\\", "")
    assert said.startswith("store-1.duckdb: The data of this case ")
    assert said.endswith(".")
