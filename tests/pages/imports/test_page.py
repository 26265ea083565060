"""The Import page through the real app: with no case, dropped files, paths, refusals, the same file again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.store import cases
from pages.shared.uploads import ROOMS
from tests.pages.imports.conftest import finished, run

Open = Callable[[], AppTest]


def html(app: AppTest) -> str:
    return "\n".join(str(part.proto.body) for part in app.get("html"))


def button(app: AppTest, key: str):
    return next((b for b in app.button if b.key == key), None)


def dropped(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """The page after files were dropped on it."""
    room = ROOMS.room(app.session_state["upload_room"])
    for name, content in files:
        path = room.new_path()
        path.write_bytes(content)
        room.enter(path, name)
    return run(app)


def named(app: AppTest, name: str) -> AppTest:
    """The page after a new case was named."""
    if app.radio:
        app.radio(key="import-where").set_value("new")
        run(app)
    app.text_input(key="import-name").set_value(name)
    return run(app)


def read(app: AppTest) -> AppTest:
    """The page after the files were read."""
    button(app, "import-read").click()
    return finished(run(app))


def test_with_no_case_it_offers_the_drop_and_the_demo(open_page: Open) -> None:
    app = open_page()
    assert app.title[0].value == "Which files is this case made of?"
    assert ROOMS.room(app.session_state["upload_room"]) is not None
    assert button(app, "import-demo") is not None
    assert button(app, "import-read") is None


def test_a_dropped_file_is_recognised_with_the_reason_before_it_is_read(open_page: Open, posts: Path) -> None:
    app = dropped(open_page(), ("posts.csv", posts.read_bytes()))
    assert "posted_at = created_at" in html(app)
    assert "tweet_id" in [s.value for s in app.selectbox]
    assert button(app, "import-read").disabled, "a case needs a name first"


def test_a_dropped_file_lies_on_disk_under_a_name_of_ours(open_page: Open, posts: Path, folder: Path) -> None:
    app = dropped(open_page(), ("../<b>x</b>.csv", posts.read_bytes()))
    kept = list((folder / ".incoming").iterdir())
    assert [p.read_bytes() for p in kept] == [posts.read_bytes()]
    assert "<b>x" not in html(app)


def test_a_dropped_file_becomes_a_case(open_page: Open, posts: Path, folder: Path) -> None:
    app = read(named(dropped(open_page(), ("posts.csv", posts.read_bytes())), "Fire"))
    (case,) = cases.list_cases(folder)
    assert (case.slug, case.title, case.build) == ("fire", "Fire", 1)
    assert app.success[0].value.replace("\\", "").startswith("1 file, 3 records = 2 accepted + 0 merged + 1 rejected.")
    assert app.selectbox(key="case").value == "fire"
    assert not list((folder / ".incoming").iterdir()), "what is in the case needs no copy any more"
    frames = [frame.value for frame in app.dataframe]
    assert any("raw" in frame and "never,cyd" in frame["raw"].iloc[0] for frame in frames)


def test_the_same_file_again_changes_nothing(open_page: Open, posts: Path, folder: Path) -> None:
    app = read(named(dropped(open_page(), ("posts.csv", posts.read_bytes())), "Fire"))
    app = read(dropped(app, ("again.csv", posts.read_bytes())))
    assert "imported before" in html(app)
    assert cases.read_case(folder, "fire").build == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.jsonl", b"", "The file is empty."),
        ("report.pdf", b"%PDF-1.7\n", "This is a PDF document."),
        ("nodate.csv", b"name,colour\nann,red\nbob,blue\n", "No column with the dates of the posts was recognised"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "This is a picture"),
        ("page.html", b"<!doctype html><script>alert(1)</script>", "This is a web page"),
    ],
)
def test_a_file_without_posts_is_refused_in_one_sentence(
    open_page: Open, name: str, content: bytes, sentence: str
) -> None:
    app = named(dropped(open_page(), (name, content)), "Fire")
    assert sentence in html(app)
    assert "<script>" not in html(app)
    assert button(app, "import-read").disabled


def test_a_column_that_was_not_guessed_can_be_chosen(open_page: Open, folder: Path) -> None:
    rows = b"x1,x2,x3\nann,2020-02-08 10:00,Words of a post\nbob,soon,Words of another\ncyd,later,Third\n"
    app = named(dropped(open_page(), ("odd.csv", rows)), "Odd")
    assert button(app, "import-read").disabled
    next(s for s in app.selectbox if s.label == "Time of the post").set_value("x2")
    next(s for s in run(app).selectbox if s.label == "Time zone of clock times that name none").set_value("Asia/Almaty")
    app = read(run(app))
    assert app.success[0].value.replace("\\", "").startswith("1 file, 3 records = 1 accepted + 0 merged + 2 rejected.")


def test_files_by_path_are_read_where_they_lie(open_page: Open, posts: Path, folder: Path) -> None:
    app = open_page()
    app.text_area(key="import-paths").set_value(f"{posts}\nno/such/file.csv")
    button(run(app), "import-add-paths").click()
    app = run(app)
    assert "no/such/file" in app.warning[0].value.replace("\\", "")
    app = read(named(app, "Fire"))
    assert cases.read_case(folder, "fire").build == 1
    assert posts.is_file()


def test_a_name_that_is_taken_is_not_written_over(open_page: Open, posts: Path, folder: Path) -> None:
    app = read(named(dropped(open_page(), ("posts.csv", posts.read_bytes())), "Fire"))
    more = posts.read_bytes().replace(b"ann", b"eve")
    app = named(dropped(app, ("more.csv", more)), "FIRE")
    assert button(app, "import-read").disabled
    assert any("already" in caption.value for caption in app.caption)
