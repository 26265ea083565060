"""A reporter teaches the score: cards, answers, undo, what the answers say, and coming back."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SLOWEST_MS, wait_until_idle
from tests.e2e.test_smoke import violations
from tests.running import running_app

ANSWERS = 32


@pytest.fixture
def app_url(demo_cases: Path, tmp_path: Path):
    """An app over a copy of the demo case: answers must not be seen by other tests."""
    shutil.copytree(demo_cases, tmp_path / "cases")
    with running_app(tmp_path / "cases", tmp_path / "app.log") as url:
        yield url


def card(page: Page, n: int) -> str:
    """The handle on the n-th card, once it is there."""
    expect(page.get_by_text(f"Account {n} of 60", exact=True)).to_be_visible(timeout=SLOWEST_MS)
    wait_until_idle(page)
    return page.locator(".wh-asked small").inner_text()


def test_a_reporter_answers_takes_back_leaves_and_comes_back(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/bot_scores")
    wait_until_idle(page)
    page.get_by_text("Show me accounts").click()
    person = page.get_by_role("button", name="A person", exact=True)
    expect(person).to_be_disabled()
    page.get_by_role("textbox", name="Your name").fill("Dana")
    page.keyboard.press("Tab")
    expect(person).to_be_enabled()
    seen = []
    for n in range(ANSWERS):
        seen.append(card(page, n + 1))
        page.get_by_role("button", name="Automated" if n % 2 else "A person", exact=True).click()
    last = card(page, ANSWERS + 1)
    assert len(set(seen)) == ANSWERS and last not in seen
    expect(page.get_by_text("32 answers: 16 automated, 16 people, 0 can't say.")).to_be_visible()
    expect(page.get_by_text(re.compile("From 32 answers: .* on the wrong side before"))).to_be_visible()
    expect(page.get_by_text("Automated, by your answers").last).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name=f"Take back the newest answer ({seen[-1]}: automated)").click()
    assert card(page, ANSWERS) == seen[-1]

    page.get_by_role("link", name="Timeline").first.click()
    wait_until_idle(page)
    page.get_by_role("link", name="Bot scores").first.click()
    assert card(page, ANSWERS) == seen[-1]
    expect(page.get_by_role("textbox", name="Your name")).to_have_value("Dana")

    page.get_by_role("button", name="Apply to the whole case").click()
    expect(page.get_by_text("Scoring the case anew")).to_have_count(0, timeout=4 * SLOWEST_MS)
    assert card(page, ANSWERS) == seen[-1]  # the draw stays, whatever the answers did to the scores
