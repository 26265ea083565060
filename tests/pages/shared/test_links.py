"""Links with codes, or from a screen in another language, lead to the words of this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.export import address
from pages.shared.links import Links, as_shown, lists
from tests.running import awaited


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ([("lang", "en")], [("lang", "English")]),
        ([("lang", "ENGLISH")], [("lang", "English")]),
        ([("lang", "Русский")], [("lang", "Russian")]),
        ([("lang", "und")], [("lang", "Language not known")]),
        ([("kind", "share"), ("platform", "youtube")], [("kind", "Share"), ("platform", "YouTube")]),
        ([("band", "signs")], [("band", "Shows signs of automation")]),
        ([("from", "2020-02-08T04:56:12")], [("from", "2020-02-08T04:56")]),
        ([("hours", "3-9")], [("hours", "3"), ("hours", "9")]),
        ([("hours", "22,4")], [("hours", "5"), ("hours", "21"), ("outside", "true")]),
        ([("lang", "Elbonian"), ("hours", "late"), ("from", "soon"), ("q", "a&b=c")],) * 2,
    ],
)
def test_codes_become_the_words_of_the_screen(asked: list[tuple[str, str]], shown: list[tuple[str, str]]) -> None:
    assert as_shown(asked, lists()) == shown


def test_words_that_stand_for_nothing_are_named() -> None:
    assert address.codes(["en", "Elbonian", "English"], lists()["lang"]) == (["en"], ["Elbonian"])


async def _echo(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[int, str]]:
    """Status and location that the server answers to a path."""
    monkeypatch.setenv("WHENCE_CASES", str(tmp_path))
    middleware = Links(_echo)

    def answer(address: str) -> tuple[int, str]:
        path, _mark, query = address.removeprefix("http://here").partition("?")
        scope = {
            "type": "http", "method": "GET", "path": path, "query_string": query.encode(), "scheme": "http",
            "headers": [(b"host", b"here")],
        }  # fmt: skip
        sent: list[dict] = []

        async def send(message: dict) -> None:
            sent.append(message)

        awaited(middleware(scope, None, send))
        return sent[0]["status"], dict(sent[0]["headers"]).get(b"location", b"").decode()

    return answer


def test_a_link_with_codes_is_led_on_once(ask: Callable[[str], tuple[int, str]]) -> None:
    status, location = ask("/timeline?lang=en&q=fire%20%26%20smoke")
    assert (status, location) == (307, "http://here/timeline?lang=English&q=fire+%26+smoke")
    assert ask(location)[0] == 200


@pytest.mark.parametrize("path", ["/static/x.js?lang=en", "/timeline?lang=English&hours=3&hours=9", "/timeline"])
def test_other_paths_and_plain_links_are_left_alone(ask: Callable[[str], tuple[int, str]], path: str) -> None:
    assert ask(path)[0] == 200
