"""A post as a card: what is known of it, and nothing in it that a browser would act on."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from core.export.context import Context
from core.model import Case, CaseId, Filters
from pages.shared.posts_panel import card

HOSTILE = "<img src=x onerror=alert(1)> **bold** [a](javascript:alert(1)) <script>alert(1)</script> &lt; \"'"
CONTEXT = Context(
    case=Case("tiny", "Tiny", "", "Asia/Almaty", 1, Path("nowhere")), case_id=CaseId("nowhere", "tiny", 1, 0),
    filters=Filters(zone="Asia/Almaty"), posts=1, all_posts=1, accounts=1, all_accounts=1, first_at=None, last_at=None,
    filter_text="", dark=False,
)  # fmt: skip


class Seen(HTMLParser):
    """Tags, attributes and text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(**changes) -> Seen:
    row = {
        "post_no": 1, "platform": "x", "posted_at": pd.Timestamp("2020-02-07 22:56"), "id_time": pd.NaT,
        "time_quality": "epoch", "text": "a text", "text_complete": True, "lang": "en", "kind": "original",
        "url": "https://x.example/1", "deleted": False, "account_key": "x:bob", "handle": "bob", "name": "Bob",
        "followers": 5, "score_bin": 18, "likes": pd.NA, "shares": 1000, "views": 170_000,
    }  # fmt: skip
    return Seen(card({**row, **changes}, CONTEXT))


def test_a_card_says_when_who_where_and_how_often() -> None:
    text = seen().text
    assert "8 Feb 2020, 04:56:00 · @bob · X · English · Original" in text
    assert "170,000 views · 1,000 shares · author: shows signs of automation · original" in text
    assert "likes" not in text


@pytest.mark.parametrize("column", ["text", "handle", "name", "account_key", "platform", "lang", "kind", "url"])
def test_whatever_a_post_says_it_is_only_text(column) -> None:
    made = seen(**{column: HOSTILE})
    assert set(made.tags) <= {"article", "p", "strong", "a", "span"}
    assert not [name for name in made.attributes if name.startswith("on")]
    assert all(link.startswith(("accounts?", "https://x.example/")) for link in made.attributes["href"])


def test_the_text_of_a_post_stands_as_it_was_written() -> None:
    assert HOSTILE in seen(text=HOSTILE).text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//x.example", None])
def test_only_web_addresses_are_linked(url) -> None:
    made = seen(url=url)
    assert [link.split("?")[0] for link in made.attributes["href"]] == ["accounts"]
    assert "· original" not in made.text


def test_a_link_out_tells_the_other_side_nothing() -> None:
    assert "noreferrer noopener" in seen().attributes["rel"]


def test_the_author_leads_to_the_profile() -> None:
    assert seen().attributes["href"][0] == "accounts?account=x%3Abob"
    assert seen(account_key='x:a&b=c"d').attributes["href"][0] == "accounts?account=x%3Aa%26b%3Dc%22d"


def test_unknown_things_are_said_to_be_unknown() -> None:
    nothing = {
        "posted_at": pd.NaT, "text": None, "lang": None, "account_key": None, "handle": None, "name": None,
        "score_bin": pd.NA, "shares": pd.NA, "views": pd.NA, "url": None,
    }  # fmt: skip
    made = seen(**nothing)
    for words in ("Time not known", "(no text)", "Language not known", "Account not known", "author: not scored"):
        assert words in made.text
    assert "href" not in made.attributes


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"deleted": True}, "deleted since"),
        ({"text_complete": False}, "text cut by the platform"),
        ({"id_time": pd.Timestamp("2020-02-07 22:53:59")}, "stated time disagrees with the id"),
        ({"time_quality": "assumed"}, "time zone assumed"),
    ],
)
def test_a_weakness_is_marked(changes, mark) -> None:
    assert mark in seen(**changes).text
    assert mark not in seen().text


def test_two_minutes_between_time_and_id_are_no_disagreement() -> None:
    assert "disagrees" not in seen(id_time=pd.Timestamp("2020-02-07 22:54:00")).text


@pytest.mark.parametrize(
    ("score_bin", "band"), [(0, "no sign"), (7, "no sign"), (8, "undecided"), (11, "undecided"), (12, "shows signs")]
)
def test_a_score_is_a_band_in_words(score_bin, band) -> None:
    assert f"author: {band}" in seen(score_bin=score_bin).text


@pytest.mark.parametrize(
    ("lang", "said"), [("kk", "kk"), ("zh_CN", "zh-CN"), ("und", ""), (None, ""), ('en" onclick="x', "")]
)
def test_a_text_says_its_language_to_those_who_have_it_read_aloud(lang, said) -> None:
    assert seen(lang=lang).attributes["lang"] == [said]


def test_where_there_is_no_text_our_own_words_are_in_the_language_of_the_screen() -> None:
    assert "lang" not in seen(text=None).attributes
