"""Which language is spoken, where, and that no step of an installation is needed for it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from core import i18n
from core.i18n import (
    _,
    ask_for_language,
    current_language,
    exact,
    in_our_words,
    in_this_language,
    number,
    use_language,
)


@pytest.fixture(autouse=True)
def english_after() -> Iterator[None]:
    asked = list(i18n._asked)
    yield
    i18n._asked[:] = asked
    use_language("en")


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("kk", "kk"),
        ("de-DE,de;q=0.9,en;q=0.8,ru;q=0.7", "en"),
        ("uk;q=0.9, kk;q=0.2, ru;q=0.5", "ru"),
        ("ru;q=0, en", "en"),
        ("RU", "ru"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
        ("ru;q=much", "en"),
        (",;,;q=", "en"),
    ],
)
def test_the_first_language_of_ours_that_a_browser_asks_for(accepted: str | None, code: str) -> None:
    assert i18n.wanted_language(accepted) == code


def test_a_catalogue_needs_no_compiled_file() -> None:
    use_language("ru")
    assert _("Timeline") == "Хронология"
    assert number(1234567.5) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,5"


def test_what_is_made_later_speaks_the_language_of_its_page() -> None:
    use_language("ru")
    make = in_this_language(lambda: (_("Timeline"), current_language()))
    use_language("en")
    with ThreadPoolExecutor(1) as pool:  # a download is made in a thread of the server
        assert pool.submit(make).result() == ("Хронология", "ru")
    assert make() == ("Хронология", "ru")
    assert current_language() == "en"


def test_where_nothing_was_set_the_session_is_asked() -> None:
    ask_for_language(lambda: "ru")
    with ThreadPoolExecutor(1) as pool:  # a callback begins in a thread of its own
        assert pool.submit(current_language).result() == "ru"


def test_words_of_a_link_are_said_in_our_language() -> None:
    use_language("ru")
    assert in_our_words("Language") == in_our_words("Язык") == "Язык"
    use_language("en")
    assert in_our_words("Язык") == "Language"
    assert in_our_words("2020-02-08") == "2020-02-08"


@pytest.mark.parametrize(
    ("code", "value", "written"),
    [("en", 20_000, "20,000"), ("en", -6.8e-5, "-0.000068"), ("en", 24.0, "24"), ("en", "star", "star"),
     ("en", None, "–"), ("ru", 0.12, "0,12"), ("kk", 20_000, "20\xa0000")],
)  # fmt: skip
def test_a_parameter_is_written_with_all_its_digits(code: str, value: float | str | None, written: str) -> None:
    use_language(code)
    assert exact(value) == written
