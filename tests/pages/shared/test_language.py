"""The language of the screen: from the address, chosen in the sidebar, kept over pages and changes."""

from __future__ import annotations

import pytest

from core.export.locales import locale_config, number_signs
from core.i18n import use_language
from pages.shared import language, spoken
from pages.shared.links import as_shown, lists
from pages.shared.streamlit_words import streamlit_words
from tests.pages.shared.tiny_app import Open, html, widget
from tests.running import awaited

QUESTION = {"en": "When did the story spread?", "ru": "Когда распространялась история?"}


@pytest.fixture(autouse=True)
def english_after():
    yield
    use_language("en")


def in_address(app) -> str:
    """What the address says of the language."""
    said = app.query_params["hl"]
    return said if isinstance(said, str) else said[-1]


def test_the_address_says_the_language(open_page: Open) -> None:
    assert open_page("timeline").title[0].value == QUESTION["en"]
    app = open_page("timeline", hl="ru")
    assert app.title[0].value == QUESTION["ru"]
    assert '<div class="wh-brand" lang="ru">' in html(app)
    assert open_page("timeline", hl="xx").title[0].value == QUESTION["en"]


def test_a_choice_goes_into_the_address_and_keeps_the_filter(open_page: Open) -> None:
    app = open_page("timeline", lang="English")
    english = html(app).split('<p class="wh-n">')[1].split(" ")[0]
    widget(app, "selectbox", language.PICKER).set_value("ru").run()
    assert not app.exception
    assert app.title[0].value == QUESTION["ru"]
    assert in_address(app) == "ru"
    assert widget(app, "multiselect", "lang").value == ["en"]
    assert html(app).split('<p class="wh-n">')[1].split(" ")[0] == english
    widget(app, "selectbox", language.PICKER).set_value("en").run()
    assert (app.title[0].value, in_address(app)) == (QUESTION["en"], "en")


def test_a_choice_comes_back_where_a_page_lost_it_from_the_address(open_page: Open) -> None:
    app = open_page("timeline", hl="ru")
    del app.query_params["hl"]
    app.run()
    assert app.title[0].value == QUESTION["ru"]
    assert in_address(app) == "ru"


def test_numbers_and_months_of_a_chart_are_those_of_the_language() -> None:
    assert (number_signs(), locale_config()) == (".,", {})
    use_language("ru")
    assert number_signs() == ",\N{NO-BREAK SPACE}"
    form = locale_config()["locales"]["ru"]["format"]
    assert form["shortDays"][:2] == ["вс", "пн"], "Plotly's week begins on Sunday"
    assert form["shortMonths"][1] == "февр."
    assert [len(form[name]) for name in ("days", "shortDays", "months", "shortMonths")] == [7, 7, 12, 12]


def test_a_link_in_another_language_is_led_to_the_words_of_this_one() -> None:
    use_language("ru")
    link = [("lang", "English"), ("split", "Platform"), ("unit", "Accounts"), ("q", "Platform"), ("hl", "ru")]
    assert as_shown(link, lists()) == [
        ("lang", "английский"), ("split", "Платформа"), ("unit", "Аккаунты"), ("q", "Platform"), ("hl", "ru"),
    ]  # fmt: skip
    use_language("en")
    assert as_shown([("split", "Платформа"), ("kind", "Репост")], lists()) == [("split", "Platform"), ("kind", "Share")]


def test_streamlits_own_words_are_said_too() -> None:
    assert streamlit_words()["No results"] == "No results"
    use_language("ru")
    said = streamlit_words()
    assert (said["No results"], said["Running..."]) == ("Ничего не найдено", "Выполняется…")
    assert all(word != english for english, word in said.items())


PAGE = b'<!DOCTYPE html><html lang="en"><head></head><body></body></html>'


async def _page(scope, receive, send) -> None:
    names = {name for name, _value in scope["headers"]}
    assert not names & {b"accept-encoding", b"if-none-match"}
    length = str(len(PAGE)).encode()
    kept = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", length), (b"etag", b'"1"')]
    await send({"type": "http.response.start", "status": 200, "headers": kept})
    await send({"type": "http.response.body", "body": PAGE[:30], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[30:]})


def ask(accepted: str, query: str = "", path: str = "/timeline") -> tuple[dict[bytes, bytes], bytes]:
    """Headers and body that the server answers to a browser."""
    headers = [(b"accept-language", accepted.encode()), (b"accept-encoding", b"gzip"), (b"if-none-match", b'"1"')]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    awaited(spoken.Spoken(_page)(scope, None, send))
    return dict(sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("accepted", "query", "code"),
    [("ru-RU,ru;q=0.9", "", b"ru"), ("ru", "lang=x&hl=en", b"en"), ("fr", "hl=kk", b"kk"), ("ru", "hl=%22%3E", b"ru")],
)
def test_the_page_itself_says_its_language(accepted: str, query: str, code: bytes) -> None:
    headers, body = ask(accepted, query)
    assert b'<html lang="' + code + b'"><head><script src="./assets/words.js"></script><link' in body
    assert int(headers[b"content-length"]) == len(body)
    assert headers[b"vary"] == b"Accept-Language"
    assert b"etag" not in headers
