"""An article is pasted, checked, given a number, and packed, in a real browser."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenPage, wait_until_idle
from tests.e2e.test_smoke import violations

ARTICLE = "On Saturday, 9 February 2020, <img src=x onerror=alert(1)> spread.\n\nThese accounts are bots."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_article_is_checked_and_packed(open_page: OpenPage, tmp_path: Path, scheme: str) -> None:
    page = open_page("publish")
    page.get_by_role("textbox", name="Text of the article").fill(ARTICLE)
    page.get_by_role("button", name="Check the text").click()
    expect(page.locator("mark.wh-slip")).to_have_text(["Saturday, 9 February 2020", "bots"])
    page.get_by_role("textbox", name="Your name").fill("Ann")
    page.get_by_role("textbox", name="Your name").press("Enter")
    insert = page.get_by_role("button", name="Insert into article and ledger")
    expect(insert).to_be_enabled()
    insert.click()
    expect(page.get_by_text("Inserted at the end of the article")).to_be_visible()
    wait_until_idle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Make the package").click()
    save = page.get_by_role("button", name="Save the package (ZIP)")
    expect(save).to_be_visible(timeout=60_000)
    with page.expect_download() as got:
        save.click()
    path = tmp_path / "package.zip"
    got.value.save_as(path)
    assert "claims.csv" in ZipFile(path).namelist()
