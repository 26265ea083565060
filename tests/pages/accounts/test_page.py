"""The page in the real frame, on the case of tests/tiny.py (its numbers are counted there by hand)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.store import notebook

Open = Callable[..., AppTest]


def html(app: AppTest) -> str:
    """Everything that the page wrote as HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def book() -> Path:
    return Path(os.environ["WHENCE_CASES"]) / "tiny" / "notebook.sqlite"


def button(app: AppTest, label: str):
    return next(b for b in app.button if b.label == label)


def handles(app: AppTest) -> list[str]:
    return app.dataframe[0].value["handle"].tolist()


def test_the_list_opens_with_the_accounts_of_most_posts_first(open_page: Open) -> None:
    app = open_page()
    assert handles(app) == ["sim_ann", "sim_bob", "sim_cyd", "sim_dee", "sim_eve", "sim_fay", "sim_gus"]
    assert app.dataframe[0].value["posts"].tolist() == [2, 2, 2, 1, 1, 1, 1]
    assert any(c.value.startswith("7 of 7 accounts in the view") for c in unescaped(app))


def unescaped(app: AppTest):
    for caption in app.caption:
        caption.proto.body = caption.proto.body.replace("\\", "")
        yield caption


def test_unknown_followers_and_scores_are_never_0(open_page: Open) -> None:
    table = open_page().dataframe[0].value.set_index("handle")
    assert table["followers"].isna()[["sim_ann", "sim_fay"]].all()
    assert table.loc["sim_gus", "score"] == "3.4"
    assert table.loc["sim_fay", "score"] == "not enough data"
    assert table.loc["sim_ann", "score"] == "not scored"


def test_a_search_narrows_the_list(open_page: Open) -> None:
    app = open_page()
    app.text_input(key="find").input("EVE").run()
    assert handles(app) == ["sim_eve"]
    assert any(c.value.startswith("1 of 1 account found") for c in unescaped(app))
    app.text_input(key="find").input("nobody has this name").run()
    assert not app.dataframe
    assert "No account here" in app.info[0].value


def test_the_order_is_chosen_and_the_score_is_none_of_them(open_page: Open) -> None:
    app = open_page()
    app.selectbox(key="order").select("followers").run()
    assert handles(app)[:3] == ["sim_gus", "sim_bob", "sim_cyd"]
    assert not any("score" in option.lower() for option in app.selectbox(key="order").options)


def test_choosing_an_account_opens_it_and_back_closes_it(open_page: Open) -> None:
    app = open_page()
    app.selectbox(key="accounts-choice").select("x:bob").run()
    assert app.query_params["account"] == "x:bob"
    assert "@sim_bob" in html(app)
    button(app, "Back to the list").click().run()
    assert "account" not in app.query_params
    assert len(handles(app)) == 7


def test_a_profile_opens_by_its_address(open_page: Open) -> None:
    body = html(open_page(account="x:bob"))
    for text in ("id bob", "1 Jan 2015", "1,000", "17 Feb 2020", "2nd of 7 accounts to post", "2 of 2"):
        assert text in body, text
    assert "8 Feb 2020, 04:56:00" in body  # 22:56 UTC on the clock of Almaty
    assert "news.example" in body and "#kazakhstan" in body


def test_the_company_counts_shares_quotes_and_replies(open_page: Open) -> None:
    app = open_page(account="x:bob")
    passes_on, passed_on_by = (table.value.set_index("account") for table in app.dataframe)
    assert passes_on.loc["@sim_eve"].tolist() == [0, 1, 0]
    assert sorted(passed_on_by.index) == ["@sim_cyd", "@sim_dee", "@sim_fay"]
    assert passed_on_by["shares"].tolist() == [1, 1, 1]


def test_a_hostile_description_is_text(open_page: Open) -> None:
    body = html(open_page(account="x:eve"))
    assert "&lt;img src=x onerror=alert(1)&gt;" in body
    assert "<img" not in body


def test_unknown_facts_are_called_not_known(open_page: Open) -> None:
    body = html(open_page(account="x:fay"))
    assert "Not known: Followers, Place it states" in body
    assert "<dt>Followers</dt>" not in body
    assert "Not enough data for a score" in body


def test_a_score_is_said_in_words_with_its_limits(open_page: Open) -> None:
    body = html(open_page(account="x:gus"))
    assert "3.4 of 5" in body and "Shows signs of automation" in body and "68%" in body
    assert "not to accuse one account" in body
    assert "is a bot" not in body


def test_an_unknown_account_says_so_and_leads_back(open_page: Open) -> None:
    app = open_page(account="x:<b>nobody</b>")
    assert "There is no account" in app.warning[0].value and len(app.warning) == 1
    assert button(app, "Back to the list")


def test_a_filter_without_its_posts_says_so(open_page: Open) -> None:
    app = open_page(account="x:bob")
    app.multiselect(key="platform").select("telegram").run()
    assert "No post of this account is in the view" in app.info[0].value
    assert "0 of 2" in html(app)


def put_in_circle(app: AppTest, evidence: str = "") -> AppTest:
    """Put the open account into the group "Circle", which is there already: AppTest cannot write a new option."""
    next(s for s in app.selectbox if (s.key or "").startswith("group-")).select("Circle")
    next(t for t in app.text_input if (t.key or "").startswith("evidence-group")).input(evidence)
    next(t for t in app.text_input if (t.key or "").startswith("evidence-note-profile")).input("seen")
    return button(app, "Add to the group").click().run()


@pytest.fixture
def open_bob(open_page: Open) -> AppTest:
    """The profile of Bob, in a case where Cyd is in a group; the reporter has given her name."""
    notebook.add_label(book(), "x:cyd", "Circle", author="Ben", evidence="seen")
    return open_page(account="x:bob").text_input(key="notes_author").input("Ann Reporter").run()


def test_a_group_is_added_shown_and_undone(open_bob: AppTest) -> None:
    app = put_in_circle(open_bob, "https://example.org/a?b=<c>")
    added = notebook.labels(book()).iloc[1]
    assert added[["account_key", "kind", "text", "author"]].tolist() == ["x:bob", "group", "Circle", "Ann Reporter"]
    assert 'href="https://example.org/a?b=&lt;c&gt;"' in html(app) and "by Ann Reporter" in html(app)
    assert app.text_input(key="notes_author").value == "Ann Reporter"
    app.multiselect(key="group").select("Circle").run()
    assert "2 of 7 accounts" in html(app)
    button(app, "Undo the newest change").click().run()
    assert notebook.labels(book())["account_key"].tolist() == ["x:cyd"]
    assert "Taken back" in app.success[0].value
    assert "1 of 7 accounts" in html(app)


def test_a_note_is_saved_removed_and_brought_back(open_bob: AppTest) -> None:
    app = open_bob
    app.text_area[0].input("<b>Called</b> its owner")
    button(app, "Save the note").click().run()
    assert "&lt;b&gt;Called&lt;/b&gt; its owner" in html(app)
    button(app, "Remove").click().run()
    assert notebook.labels(book())["text"].tolist() == ["Circle"]
    button(app, "Undo the newest change").click().run()
    assert notebook.labels(book())["text"].tolist() == ["Circle", "<b>Called</b> its owner"]


def test_evidence_must_be_a_web_address(open_bob: AppTest) -> None:
    app = put_in_circle(open_bob, "javascript:alert(1)")
    assert "must be a whole address" in app.error[0].value
    assert len(notebook.labels(book())) == 1


def test_a_change_needs_the_name_of_its_author(open_bob: AppTest) -> None:
    app = put_in_circle(open_bob.text_input(key="notes_author").input("  ").run())
    assert "Write your name first" in app.error[0].value
    assert len(notebook.labels(book())) == 1


def test_without_a_case_the_page_says_what_to_do(open_empty: Open) -> None:
    app = open_empty()
    assert "There are no data yet" in app.info[0].value
    assert app.title[0].value == "Who are the accounts?"
