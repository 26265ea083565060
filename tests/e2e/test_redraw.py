"""A choice in the sidebar is one run of the script, and the case another: counted in what the server sends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.e2e.conftest import OpenPage, wait_until_idle


@contextmanager
def counted_runs(page: Page) -> Iterator[list[list[str]]]:
    """The fragments of each run that begins meanwhile; a run of everything names none."""
    runs: list[list[str]] = []

    def look(content: bytes | str) -> None:
        message = ForwardMsg.FromString(content if isinstance(content, bytes) else content.encode())
        if message.WhichOneof("type") == "new_session":
            runs.append(list(message.metadata.run.fragment_ids))

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", look)

    page.on("websocket", listen)
    page.reload()
    wait_until_idle(page)
    runs.clear()
    yield runs


def choose_language(page: Page, name: str) -> None:
    """Pick one language in the sidebar."""
    page.get_by_test_id("stSidebar").get_by_role("combobox", name="Language", exact=True).first.click()
    page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")  # the list stays open for the next choice, and hides the page
    expect(page.get_by_test_id("stMain").get_by_role("button", name=f"{name}  ×")).to_be_visible()
    wait_until_idle(page)


@pytest.mark.parametrize("name", ["timeline", ""])
def test_a_language_is_one_run_of_the_page(open_page: OpenPage, name: str) -> None:
    page = open_page(name)
    with counted_runs(page) as runs:
        choose_language(page, "Russian")
        assert len(runs) == 1 and len(runs[0]) == 1, "the sidebar began a run of its own"
        choose_language(page, "English")
        assert len(runs) == 2 and runs[1] == runs[0]
        page.get_by_test_id("stMain").get_by_role("button", name="Russian  ×").click()
        expect(page.get_by_test_id("stMain").get_by_role("button", name="Russian  ×")).to_have_count(0)
        wait_until_idle(page)
        assert [] in runs[2:], "a chip changes what the sidebar shows, so everything is drawn"
    assert page.url.endswith("lang=English")


def test_the_page_after_a_choice_is_the_one_that_is_open(open_page: OpenPage) -> None:
    page = open_page("timeline")
    choose_language(page, "Russian")
    page.get_by_role("link", name="Accounts", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who are the accounts?")
    choose_language(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who are the accounts?")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Who are the accounts?")
