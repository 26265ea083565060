"""The Groups page in the real frame, on the case of tests/tiny.py; A is Bob and Cyd, B is Cyd and Dee."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.i18n import use_language
from core.model import CaseId
from core.store import codebook, notebook, signoffs
from core.store.codebook import Code
from pages.shared import cached_groups
from tests.pages.shared.tiny_app import Open, boxes, html

#: The sections of the page as the address holds them.
BOOK, LABEL, AGREE, COMPARE, LOG = "Code book", "Label accounts", "Agreement", "Compare", "Log"
HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\u202egnp.exe", "=HYPERLINK(1)", "[a](javascript:x)",
    "{name} %s $x$ `code`", "]]>", "العربية 中文 Қазақ",
]  # fmt: skip


@pytest.fixture
def book(folder: Path) -> Path:
    """The notebook of the tiny case with two groups, of which Ann labelled three accounts and Ben one."""
    path = folder / "tiny" / "notebook.sqlite"
    codebook.put_code(path, Code("A", "Those of the list", neutral=True), author="Ann")
    for key, group, author in (("bob", "A", "Ann"), ("cyd", "A", "Ann"), ("cyd", "B", "Ann"), ("bob", "B", "Ben")):
        notebook.add_label(path, f"x:{key}", group, author=author, evidence="seen")
    return path


def button(app: AppTest, label: str):
    return next(b for b in app.button if b.label == label)


def text_input(app: AppTest, start: str):
    return next(t for t in app.text_input if (t.key or "").startswith(start))


def test_the_code_book_shows_groups_definitions_and_warnings(book: Path, open_page: Open) -> None:
    body = html(open_page("groups"))
    assert "Those of the list" in body and "2 accounts" in body and "suggestions allowed" in body
    assert "“B” has no definition" in body


def test_a_group_is_written_renamed_and_undone(book: Path, open_page: Open) -> None:
    app = open_page("groups")
    app.text_input(key="notes_author").input("Eva").run()
    text_input(app, "code-name").input("C")
    app.text_area[0].input("Those of the board")
    app = button(app, "Save in the code book").click().run()
    assert codebook.codes(book)["name"].tolist() == ["A", "B", "C"]
    assert "“C” is in the code book." in [box.replace("\\", "") for box in boxes(app)]
    button(app, "Undo the newest change").click().run()
    assert codebook.codes(book)["name"].tolist() == ["A", "B"]


def test_a_twin_of_a_group_is_refused_in_one_sentence(book: Path, open_page: Open) -> None:
    app = open_page("groups")
    app.text_input(key="notes_author").input("Eva").run()
    text_input(app, "code-name").input("\u202eа")
    app = button(app, "Save in the code book").click().run()
    assert "looks the same" in app.error[0].value and len(codebook.codes(book)) == 2


def test_a_label_needs_evidence_and_is_then_added(book: Path, open_page: Open) -> None:
    app = open_page("groups", **{"groups-part": LABEL})
    app.text_input(key="notes_author").input("Eva").run()
    key = app.selectbox(key="groups-account-new").value
    next(s for s in app.selectbox if (s.key or "").startswith("group-queue-new")).select("A")
    app = button(app, "Add to the group").click().run()
    assert "needs evidence" in app.error[0].value and len(notebook.labels(book)) == 4
    next(s for s in app.selectbox if (s.key or "").startswith("group-queue-new")).select("A")
    text_input(app, "evidence-note-queue-new").input("its own list")
    button(app, "Add to the group").click().run()
    last = notebook.labels(book).iloc[-1]
    assert last[["account_key", "text", "evidence", "evidence_kind", "author"]].tolist() == [
        key, "A", "its own list", "note", "Eva",
    ]  # fmt: skip


def test_a_second_look_hides_what_others_said(book: Path, open_page: Open) -> None:
    app = open_page("groups", **{"groups-part": LABEL, "groups-queue": "Second look"})
    app = app.text_input(key="notes_author").input("Ben").run()
    assert app.selectbox(key="groups-account-second").options == ["@sim_cyd"]
    assert "by Ann" not in html(app)
    app = app.text_input(key="notes_author").input("Ann").run()
    assert any("Nothing waits for a second look" in box for box in boxes(app))


def test_names_wait_for_a_signature_of_somebody_else(book: Path, open_page: Open) -> None:
    app = open_page("groups", **{"groups-part": LABEL, "groups-queue": "To be signed"})
    app = app.text_input(key="notes_author").input("Eva").run()
    assert sorted(app.selectbox(key="groups-account-sign").options) == ["@sim_bob", "@sim_cyd"]
    app.selectbox(key="groups-account-sign").select("x:cyd").run()
    button(app, "Sign off what stands here").click().run()
    assert signoffs.may_leave(book, "x:cyd").allowed and not signoffs.may_leave(book, "x:bob").allowed


def test_a_sign_off_is_withdrawn_logged_and_brought_back(book: Path, open_page: Open) -> None:
    signoffs.sign_off(book, "x:cyd", author="Eva")
    app = open_page("groups", **{"groups-part": LABEL, "groups-queue": "Signed"})
    assert app.selectbox(key="groups-account-signed").options == ["@sim_cyd"] and "Eva" in html(app)
    app = app.text_input(key="notes_author").input("Eva").run()
    app = button(app, "Withdraw").click().run()
    assert not signoffs.may_leave(book, "x:cyd").allowed and len(signoffs.signoffs(book)) == 0
    assert any("Nobody has signed for an account yet" in box for box in boxes(app))
    log = open_page("groups", **{"groups-part": LOG})
    assert log.dataframe[0].value.iloc[0][["What", "About", "Author"]].tolist() == [
        "Sign-off withdrawn",
        "x:cyd",
        "Eva",
    ]
    log.text_input(key="notes_author").input("Eva").run()
    button(log, "Undo the newest change").click().run()
    assert signoffs.may_leave(book, "x:cyd").allowed


def test_a_sign_off_that_lapsed_says_so(book: Path, open_page: Open) -> None:
    signoffs.sign_off(book, "x:cyd", author="Eva")
    notebook.add_label(book, "x:cyd", "A", author="Ben", evidence="seen")
    body = html(open_page("groups", **{"groups-part": LABEL, "groups-queue": "Signed"}))
    assert "lapsed: the notebook says something else by now" in body


def test_the_code_book_says_where_one_person_is_enough(book: Path, open_page: Open) -> None:
    app = open_page("groups")
    app.text_input(key="notes_author").input("Eva").run()
    text_input(app, "code-name").input("C")
    next(c for c in app.checkbox if c.label.startswith("A second person")).uncheck()
    app = button(app, "Save in the code book").click().run()
    assert codebook.codes(book)["second"].tolist() == [1, 1, 0]
    assert "one person may let a name leave" in html(app)


def test_suggestions_are_of_neutral_groups_only_and_marked(book: Path, open_page: Open) -> None:
    app = open_page("groups", **{"groups-part": LABEL, "groups-queue": "Suggestions"})
    assert any("No suggestion" in box for box in boxes(app))  # three neighbours are needed, the tiny case has two


def test_agreement_says_when_there_is_too_little(book: Path, open_page: Open) -> None:
    body = html(open_page("groups", **{"groups-part": AGREE}))
    assert "1 account coded by two people or more" in body and "Too little was coded twice" in body
    notebook.undo(book, author="Ann")
    app = open_page("groups", **{"groups-part": AGREE})
    assert any("No account was labelled by two people" in box for box in boxes(app))


def test_comparison_states_no_share_of_fewer_than_thirty(book: Path, open_page: Open) -> None:
    app = open_page("groups", **{"groups-part": COMPARE})
    table = app.dataframe[0].value.set_index("Group")
    assert table.loc["A", "Show signs of automation"] == "not stated: 2 scored"
    assert table.loc["A", "Posts"] == 4 and table.loc["A", "Accounts in the view"] == "2 of 2"
    assert "Who passes on whom" in html(app)


def test_communities_are_compared_under_numbers(book: Path, open_page: Open) -> None:
    app = open_page("groups", **{"groups-part": COMPARE, "groups-of": "Communities of the graph"})
    assert app.dataframe[0].value["Group"].str.startswith("Community ").all()


def test_the_log_says_what_was_taken_back(book: Path, open_page: Open) -> None:
    notebook.undo(book, author="Eva")
    table = open_page("groups", **{"groups-part": LOG}).dataframe[0].value
    assert table["What"].tolist()[0] == "Undone" and table["Taken back"].tolist()[:2] == ["", "yes"]


@pytest.mark.parametrize("part", [BOOK, LABEL, AGREE, COMPARE, LOG])
def test_hostile_names_and_texts_are_only_text(folder: Path, open_page: Open, part: str) -> None:
    path = folder / "tiny" / "notebook.sqlite"
    for place, text in enumerate(HOSTILE):
        codebook.put_code(path, Code(text, f"{text}\n{text}", avoid=f"x{place}{text}"), author=text)
        for author in (text, "Ben"):
            notebook.add_label(path, "x:bob", text, author=author, evidence=text)
    body = html(open_page("groups", **{"groups-part": part}))
    assert "<script" not in body and "<img" not in body and "\u202e" not in body and 'href="javascript' not in body


def test_the_page_without_a_group_says_what_to_do(open_page: Open) -> None:
    assert "There is no group yet" in html(open_page("groups"))
    assert any("No account is in a group yet" in box for box in boxes(open_page("groups", **{"groups-part": COMPARE})))


def test_what_keeps_a_name_back_is_said_in_the_language_of_each_reader(book: Path) -> None:
    case_id = CaseId(str(book.parent.parent), book.parent.name, 1, 0)
    said = []
    for code in ("ru", "kk", "en"):
        use_language(code)
        said.append(cached_groups.may_leave(case_id, "x:bob").reasons)
    assert len(set(said)) == 3 and said[2][0].isascii()
