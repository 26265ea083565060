"""A file goes from a real browser to the disk of the server, and is recognised there."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Page, expect

from tests.e2e.conftest import ATTEMPT_MS, OpenPage, attempted, wait_until_idle

ROWS = "created_at,screen_name,text\n2020-02-08 01:00:00,ann,A house burns\n"


def choose_by_keyboard(page: Page) -> FileChooser:
    """The dialog that Enter on the button opens."""

    def enter() -> FileChooser:
        with page.expect_file_chooser(timeout=ATTEMPT_MS) as chooser:
            page.get_by_role("button", name="Choose files").press("Enter")
        return chooser.value

    return attempted(enter)


@pytest.mark.parametrize("name", ["posts.csv", "<b>odd</b> имя.csv"])
def test_a_chosen_file_is_sent_recognised_and_asked_about(open_page: OpenPage, name: str, demo_cases: Path) -> None:
    page = open_page("imports")
    choose_by_keyboard(page).set_files({"name": name, "mimeType": "text/csv", "buffer": ROWS.encode()})
    expect(page.get_by_text("clock times without a time zone")).to_be_visible()
    wait_until_idle(page)
    expect(page.locator(".wh-post strong").filter(has_text=name.split()[-1])).to_be_visible()
    assert [p.read_text() for p in (demo_cases / ".incoming").iterdir()].count(ROWS) >= 1


def test_a_file_over_the_limit_is_told_in_a_sentence(open_page: OpenPage) -> None:
    page = open_page("imports")
    field = page.locator(".up input[type=file]")
    expect(field).to_be_attached()
    field.evaluate(
        """input => {
            const file = new File(["x"], "huge.csv");
            Object.defineProperty(file, "size", { value: 3e9 });
            const event = new Event("drop", { bubbles: true });
            event.dataTransfer = { files: [file] };
            input.closest(".up-zone").dispatchEvent(event);
        }"""
    )
    expect(page.get_by_role("alert").filter(has_text="Larger than")).to_be_visible()
    page.get_by_role("button", name="Take off the list: huge.csv").click()
    expect(page.locator(".up li")).to_have_count(0)
