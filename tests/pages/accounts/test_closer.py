"""Closer parts, dossier and comparison of a profile, on the case of tests/tiny.py."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis.clock import Clock
from core.store import dossier, naming, notebook, signoffs
from pages.accounts import closer, facts, history, panel
from pages.accounts.dossier import request_html, statement_html
from tests.pages.accounts.test_page import book, button, html

Open = Callable[..., AppTest]


def look(app: AppTest, part: str) -> AppTest:
    next(g for g in app.get("button_group") if g.key == "closer").set_value(part).run()
    assert not app.exception, app.exception
    return app


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption).replace("\\", "")


@pytest.mark.parametrize("part", ["clock", "history", "rhythm", "nearest", "paths", "texts", "archived", "beside"])
@pytest.mark.parametrize("key", ["x:bob", "x:eve", "telegram:ann"])
def test_every_part_opens_for_every_kind_of_account(open_page: Open, key: str, part: str) -> None:
    look(open_page(account=key), part)


def test_few_posts_have_no_clock(open_page: Open) -> None:
    assert "Fewer than 60 posts" in html(look(open_page(account="x:bob"), "clock"))


def test_nearest_and_bursts_say_who_and_where(open_page: Open) -> None:
    app = look(open_page(account="x:cyd"), "nearest")
    assert app.dataframe[-1].value.values.tolist() == [["@sim_dee", 1]]
    assert "posted in no burst" in captions(look(open_page(account="x:cyd"), "paths"))


def test_accounts_stand_side_by_side(open_page: Open) -> None:
    app = look(open_page(account="x:bob"), "beside")
    app.multiselect(key="beside").select("x:gus").run()
    table = app.dataframe[-1].value.set_index("Fact")
    assert table.loc["Followers"].tolist() == ["1,000", "50,000"] and list(table) == ["@sim_bob", "@sim_gus"]


def test_explanations_can_be_switched_off(open_page: Open) -> None:
    app = open_page(account="x:bob")
    assert "Counted from shares, quotes and replies" in html(app)
    app.toggle(key="explain").set_value(False).run()
    assert "Counted from shares, quotes and replies" not in html(app)


def test_small_tables_filter_by_a_click(open_page: Open) -> None:
    body = html(open_page(account="x:bob"))
    assert 'href="accounts?account=x%3Abob&amp;lang=English"' in body and "q=%23kazakhstan" in body


def test_a_site_or_an_hour_of_the_week_narrows_the_profile_and_a_chip_takes_it_off(open_page: Open) -> None:
    whole = html(open_page(account="x:bob"))
    assert 'href="accounts?account=x%3Abob&amp;part=domain%3Anews.example"' in whole and "French" in whole
    app = open_page(account="x:bob", part="domain:news.example")
    assert "1 post, earliest first" in captions(app).replace("1 of 1", "1")
    assert ">French<" not in html(app) and "Restaurants &lt;b&gt;burn&lt;/b&gt;" in html(app)
    app = button(app, "Only posts that link to news\\.example  ×").click().run()
    assert "part" not in app.query_params and ">French<" in html(app)
    app.selectbox(key="rhythm-hour").select("6-5").run()  # 23:20 UTC on Friday is Saturday, 5 o'clock, in Almaty
    assert ">English<" not in html(app) and "text of post 6" in html(app)
    assert any("Only posts of Saturday, 5:00 to 5:59" in b.label.replace("\\", "") for b in app.button)
    app = button(app, "Back to the list").click().run()
    assert "part" not in app.query_params and "account" not in app.query_params


@pytest.mark.parametrize("part", ["rhythm:9-99", "rhythm:", "lang:en", "nothing", "client:"])
def test_a_part_that_is_none_narrows_nothing(open_page: Open, part: str) -> None:
    app = open_page(account="x:bob", part=part)
    assert "Restaurants" in html(app) and "text of post 6" in html(app)


def test_a_hostile_part_is_text_and_finds_nothing(open_page: Open) -> None:
    app = open_page(account="x:bob", part="domain:<img src=x>'; DROP TABLE posts--")
    assert "<img" not in html(app) and any("No post here" in box.value for box in app.info)


def test_a_click_on_an_hour_of_the_heat_map_is_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    state = {"account-rhythm": {"selection": {"points": [{"x": 5, "y": "Sat"}]}}}
    monkeypatch.setattr(panel.filters, "recall", lambda key, default=None: state.get(key, default))
    put: list[tuple[str, str]] = []
    monkeypatch.setattr(panel.filters, "put_in_address", lambda *words: put.append(words))
    panel._choose_clicked()
    assert put == [("part", "rhythm:6-5")]
    grid = np.full((7, 24), np.nan)
    grid[5, 5] = 3
    spec = panel.clickable({"data": [{}], "layout": {}}, grid)
    assert (spec["data"][1]["x"], spec["data"][1]["y"], spec["data"][1]["customdata"]) == ([5], ["Sat"], [3])


def test_a_statement_and_a_question_are_kept_and_shown(open_page: Open) -> None:
    app = open_page(account="x:bob")
    app.text_input(key="notes_author").input("Ann").run()
    next(t for t in app.text_area if t.key.startswith("statement-text")).input("<b>Owned</b> by a paper")
    next(t for t in app.text_input if (t.key or "").startswith("statement-source")).input("https://a.fandom.com/<x>")
    next(g for g in app.get("button_group") if (g.key or "").startswith("statement-level")).set_value("strong")
    button(app, "Save the statement").click().run()
    row = dossier.statements(book()).iloc[0]
    assert row[["text", "reliability", "author"]].tolist() == ["<b>Owned</b> by a paper", "weak", "Ann"]
    body = html(app)
    assert "&lt;b&gt;Owned" in body and "an open wiki: anybody can write there" in body and "fandom.com/<x>" not in body


def test_a_second_person_signs_on_the_profile(open_page: Open) -> None:
    signoffs.sign_off(book(), "x:bob", author="Ben")
    app = open_page(account="x:bob")
    app.text_input(key="notes_author").input("Ann").run()
    button(app, "Sign off what stands here").click().run()
    assert signoffs.may_leave(book(), "x:bob").allowed
    assert any("may appear in an export" in box.value for box in app.success)


def test_a_name_waits_for_the_second_person_that_the_code_book_asks_for(open_page: Open) -> None:
    notebook.add_label(book(), "x:bob", "Circle", author="Ann", evidence="seen")
    app = open_page(account="x:bob")
    said = [box.value.replace("\\", "") for box in app.info]
    assert any("asks for a second person before an account of “Circle” is named" in text for text in said)
    assert not [b for b in app.button if b.label == "Let it be named"]
    signoffs.sign_off(book(), "x:bob", author="Ben")
    app = open_page(account="x:bob")
    app.text_input(key="notes_author").input("Ann").run()
    app.text_input(key="naming-reason").input("exhibit 3")
    app = button(app, "Let it be named").click().run()
    assert naming.leaving(book()) == {"x:bob"} and "The reason: exhibit 3" in captions(app)
    app = button(app, "Withdraw").click().run()
    assert naming.leaving(book()) == frozenset() and "counts again when it is signed" in captions(app)
    button(app, "Undo the newest change").click().run()
    assert naming.leaving(book()) == {"x:bob"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202e", "javascript:alert(1)", "=1+1"])
def test_hostile_statements_are_text(text: str) -> None:
    said = {"text": text, "source": text, "reliability": "weak", "said_on": "", "author": text}
    asked = {"question": text, "channel": text, "answer": text, "asked_on": "", "answered_on": "", "author": text}
    for body in (statement_html(said), request_html(asked)):
        assert "<script" not in body and "<a " not in body


def test_the_clock_in_words() -> None:
    near = closer.clock_text(Clock(6, 5, 6, 0.02, 200), 6.0, "Asia/Almaty")
    assert "it lives by UTC+6 (90 % range UTC+5 to UTC+6; 200 posts)" in near and "agrees with Asia/Almaty" in near
    far = closer.clock_text(Clock(-5, -6, -5, 0.02, 200), 6.0, "Asia/Almaty")
    assert "11 hours away" in far
    assert "no night" in closer.clock_text(Clock(None, None, None, 0.29, 99), 6.0, "UTC")
    assert closer.utc(13) == "UTC-11" and closer.utc(12) == "UTC+12"


def test_changes_of_a_profile_and_monthly_clients() -> None:
    at = pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01"])
    rows = pd.DataFrame(
        {"captured_at": at, "handle": ["a", "a", "b"], "name": None, "description": "<b>", "followers": 1}
    )
    found = history.changed(rows)
    assert found["handle"].tolist() == ["a", "b"]
    assert "&lt;b&gt;" in history.changes_html(found, "UTC")
    known = pd.DataFrame(
        {"client": list("aab"), "local_at": pd.to_datetime(["2020-01-01", "2020-02-01", "2020-02-02"])}
    )
    assert history.monthly(known).values.tolist() == [[1, 0], [1, 1]]


def test_how_much_of_an_account_was_analysed() -> None:
    assert facts.analysed({"statuses": 500, "posts": 2})[0] == "2 of 500"
    assert facts.analysed({"statuses": None, "posts": 2})[0] == "2 of an unknown number"
    assert "more than the 1" in facts.analysed({"statuses": 1, "posts": 2})[1]
