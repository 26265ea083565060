"""Teach it: the card is escaped and holds no score, buttons wait for a name, answers change what is said."""

from __future__ import annotations

import pandas as pd
import pytest

from core.analysis.answered import Answered
from core.store.answers import add_answer, answers
from pages.bot_scores import doubt, teach
from tests.pages.shared.tiny_app import Open, html, tiles, widget

HOSTILE = "<img src=x onerror=alert(1)>"
ACCOUNT = {
    "account_key": "x:1", "handle": HOSTILE, "name": HOSTILE, "description": HOSTILE, "statuses": 7, "followers": None,
    "following": 0, "likes": 3, "listed": None, "created_at": "2015-03-01T00:00:00+00:00",
}  # fmt: skip
POSTS = pd.DataFrame(
    {"kind": ["original", "repost"], "posted_at": [pd.Timestamp("2020-02-07 16:00"), pd.NaT],
     "text": [HOSTILE + "a" * 400, None]}
)  # fmt: skip


def test_the_card_is_escaped_and_long_posts_are_cut():
    made = teach.card_html(ACCOUNT, POSTS, "Asia/Almaty")
    assert "<img" not in made and made.count("&lt;img") == 4
    assert "a" * 200 in made and "a" * 300 not in made and "…" in made
    assert "(no text)" in made and "Time not known" in made


def test_what_is_not_known_is_left_out():
    assert [name for name, _value in teach.facts(ACCOUNT, "UTC")] == ["Posts", "Follows", "Likes", "Account since"]
    assert teach.posts_html(POSTS.iloc[:0], "UTC") == ""


def shown(open_page: Open):
    app = open_page("bot_scores")
    widget(app, "toggle", "teach").set_value(True).run()
    return app


def buttons(app) -> list:
    return [
        button
        for button in app.button
        if str(button.key).startswith("teach-") and button.key[6:10] in ("auto", "pers", "unsu")
    ]


def test_buttons_wait_for_a_name_and_an_answer_brings_the_next_card(open_page: Open, folder):
    app = shown(open_page)
    assert all(button.disabled for button in buttons(app)) and len(buttons(app)) == 3
    widget(app, "text_input", "notes_author").set_value("Dana").run()
    first = html(app).split('wh-asked"')[1].split("</h3>")[0]
    buttons(app)[0].click().run()
    assert html(app).split('wh-asked"')[1].split("</h3>")[0] != first
    kept = answers(folder / "tiny" / "notebook.sqlite")
    assert kept["answer"].tolist() == ["automated"] and kept["author"].tolist() == ["Dana"]
    assert "1 answer: 1 automated, 0 people, 0 can't say." in [caption.value for caption in app.caption]


def test_answers_are_seen_without_the_switch_and_say_what_is_missing(open_page: Open, folder):
    add_answer(folder / "tiny" / "notebook.sqlite", "x:bob", "person", author="Dana")
    app = open_page("bot_scores")
    undo = next(button for button in app.button if button.key == "teach-undo")
    assert "sim\\_bob" in undo.label and "a person" in undo.label
    assert not buttons(app)


@pytest.mark.parametrize(
    ("found", "value", "note"),
    [
        (None, "–", "Answer for 30 or more accounts"),
        (Answered(0.12, 0.2, 0.31, 40, 0, 900), "12% – 31%", "900 scored accounts of the case"),
        (Answered(0.12, 0.2, 0.31, 40, 3, 900), "12% – 31%", "3 that could not be told count both ways"),
    ],
)
def test_the_tile_by_answers(found: Answered | None, value: str, note: str):
    name, told, about = doubt.answered_tile(found)
    assert name == "Automated, by your answers" and told == value and note in about


def test_of_four_scored_accounts_nothing_is_said_by_answers(open_page: Open):
    assert "Automated, by your answers" not in tiles(open_page("bot_scores"))
