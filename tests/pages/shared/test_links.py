"""Links with codes, or from a screen in another language, lead to the words of this one."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pages.shared import address
from pages.shared.links import Links, as_shown, lists


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
        ([("lang", "Klingon"), ("hours", "late"), ("from", "soon"), ("q", "a&b=c")],) * 2,
    ],
)
def test_codes_become_the_words_of_the_screen(asked: list[tuple[str, str]], shown: list[tuple[str, str]]) -> None:
    assert as_shown(asked, lists()) == shown


def test_words_that_stand_for_nothing_are_named() -> None:
    assert address.codes(["en", "Klingon", "English"], lists()["lang"]) == (["en"], ["Klingon"])


async def _echo(scope, receive, send) -> None:  # noqa: ANN001
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["query_string"]})


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("WHENCE_CASES", str(tmp_path))
    return TestClient(Links(_echo), follow_redirects=False)


def test_a_link_with_codes_is_led_on_once(client: TestClient) -> None:
    first = client.get("/timeline?lang=en&q=fire%20%26%20smoke")
    assert first.status_code == 307
    assert first.headers["location"].endswith("/timeline?lang=English&q=fire+%26+smoke")
    assert client.get(first.headers["location"]).status_code == 200


def test_other_paths_and_plain_links_are_left_alone(client: TestClient) -> None:
    assert client.get("/static/x.js?lang=en").status_code == 200
    assert client.get("/timeline?lang=English&hours=3&hours=9").status_code == 200
    assert client.get("/timeline").status_code == 200
