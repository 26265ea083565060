"""The Publish page: check, insert, ledger, package, on the tiny case."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from streamlit.testing.v1 import AppTest

from core.analysis.claims import check
from core.store import ledger
from pages.publish.build import MADE
from pages.publish.marked import article_html, slips_html
from tests.pages.shared.tiny_app import Open, boxes, html

ARTICLE = "On Saturday, 9 February, <script>alert(1)</script> spread.\n\nAt least half of the 100 accounts are bots."


def notebook(folder: Path) -> Path:
    return folder / "tiny" / "notebook.sqlite"


def signed(app: AppTest) -> AppTest:
    app.text_input(key="notes_author").set_value("Ann").run()
    return app


def test_slips_are_underlined_and_explained(open_page: Open) -> None:
    app = open_page("publish")
    app.text_area(key="article-tiny").set_value(ARTICLE).run()
    shown = html(app)
    assert "3 slips found." in shown
    assert '<mark class="wh-slip" title="Weekday">Saturday, 9 February</mark><sup>1</sup>' in shown
    assert "the calendar says Sunday, February 9, 2020" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>" not in shown


def test_a_text_without_slips_is_not_called_true(open_page: Open) -> None:
    app = open_page("publish")
    app.text_area(key="article-tiny").set_value("The story spread.").run()
    assert any("No slip found. That does not make the text true" in said for said in boxes(app))


def test_the_text_is_kept_in_the_notebook_of_the_case(open_page: Open, folder: Path) -> None:
    open_page("publish").text_area(key="article-tiny").set_value(ARTICLE).run()
    assert ledger.draft(notebook(folder)) == ARTICLE
    assert open_page("publish").text_area(key="article-tiny").value == ARTICLE


def test_a_number_goes_into_article_and_ledger_and_follows_the_filter(open_page: Open, folder: Path) -> None:
    app = signed(open_page("publish", lang="French"))
    app.button(key="publish-insert").click().run()
    said = "3 of the 10 collected posts (30%) match. (Only posts that match: French.)"
    assert app.text_area(key="article-tiny").value.endswith(said)
    (row,) = ledger.claims(notebook(folder)).to_dict("records")
    assert (row["sentence"], row["basis"]) == (said, "posts?tz=Asia%2FAlmaty&lang=fr")
    assert app.dataframe[0].value["Status"].tolist() == ["Holds"]


def test_without_a_name_nothing_is_entered(open_page: Open) -> None:
    app = open_page("publish")
    assert app.button(key="publish-insert").disabled


def test_a_sentence_that_the_case_contradicts_differs(open_page: Open) -> None:
    app = signed(open_page("publish"))
    app.text_area(key="publish-sentence").set_value("12 posts were collected.")
    app.selectbox(key="publish-basis").set_value("posts?tz=Asia%2FAlmaty")
    next(b for b in app.button if b.label == "Put into the ledger").click().run()
    table = app.dataframe[0].value
    assert table["Status"].tolist() == ["Differs"]
    assert table["The case says now"].tolist() == ["10 posts were collected."]


def test_a_claim_is_withdrawn_and_brought_back(open_page: Open, folder: Path) -> None:
    ledger.add_claim(notebook(folder), "A <b>sentence</b>.", author="Ann")
    app = signed(open_page("publish"))
    app.selectbox(key="publish-status").set_value("withdrawn")
    next(b for b in app.button if b.label == "Change the status").click().run()
    assert app.dataframe[0].value["Status"].tolist() == ["Withdrawn"]
    app.button(key="publish-undo").click().run()
    assert app.dataframe[0].value["Status"].tolist() == ["Open"]


def test_a_package_is_made_with_masked_names(open_page: Open, folder: Path) -> None:
    ledger.add_claim(notebook(folder), "A sentence.", author="Ann")
    app = open_page("publish")
    app.multiselect(key="publish-figures").set_value(["timeline"])
    app.multiselect(key="publish-formats").set_value(["svg"])
    app.button(key="publish-make").click().run()
    assert not app.exception
    assert any("The package is ready" in said for said in boxes(app))
    recipe, data = app.session_state[MADE]
    assert recipe.masked
    names = ZipFile(BytesIO(data)).namelist()
    assert {"figures/en/01-timeline.svg", "claims.csv", "method/en.txt"} <= set(names)


def test_another_choice_takes_the_finished_package_away(open_page: Open) -> None:
    app = open_page("publish")
    app.multiselect(key="publish-figures").set_value([])
    app.button(key="publish-make").click().run()
    assert any("The package is ready" in said for said in boxes(app))
    app.toggle(key="publish-masked").set_value(False).run()
    assert not any("The package is ready" in said for said in boxes(app))
    assert any("A wrong name can harm somebody" in said for said in boxes(app))


def test_nothing_to_publish_where_there_is_no_case(open_empty: Open) -> None:
    assert any("There are no data yet" in said for said in boxes(open_empty("publish")))


def test_slips_inside_each_other_keep_the_text_whole() -> None:
    text = "A third of the accounts are bots.\nAt least half of the tweets were by bots & <i>."
    marked = article_html(text, check(text))
    plain = marked.replace('<div class="wh-article" dir="auto">', "").replace("</div>", "")
    while "<" in plain:
        start, end = plain.index("<"), plain.index(">")
        tag = plain[start : end + 1]
        if tag == "<sup>":
            end = plain.index("</sup>") + len("</sup>") - 1
        plain = plain[:start] + plain[end + 1 :]
    assert plain == text.replace("&", "&amp;").replace("<i>", "&lt;i&gt;")
    assert slips_html(check("It is a <bot>.")).count("<li>") == 1
