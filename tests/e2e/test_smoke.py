"""Every page opens, says its question, talks to nobody, and can be used by everybody."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pages import PageInfo, pages
from tests.e2e.conftest import OpenPage, Watch, wait_until_idle
from tests.running import running_app

EVERY_PAGE = pytest.mark.parametrize("info", pages(), ids=lambda info: info.folder)
BOTH_SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])

#: Violations inside Streamlit's own widgets that an app cannot mend: rule, part of the selector, what it is.
STREAMLITS_OWN: tuple[tuple[str, str, str], ...] = ()


def violations(page: Page) -> list[str]:
    """Serious and critical violations of ours, one line each: rule, selector, markup."""
    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:200]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == name and part in str(node["target"]) for name, part, _what in STREAMLITS_OWN)
    ]


def test_axe_sees_a_violation(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/healthz")
    page.set_content("<html lang=en><title>t</title><main><img src=data:,><p style='color:#ccc'>pale</p></main></html>")
    assert {line.split(":")[0] for line in violations(page)} == {"image-alt", "color-contrast"}


def test_the_watch_sees_a_foreign_request(browser: Browser, app_url: str) -> None:
    opened = browser.new_page()
    watch = Watch(opened, app_url.removeprefix("http://"))
    opened.route("**/*", lambda route: route.abort() if "example" in route.request.url else route.continue_())
    opened.set_content("<img src='http://example.invalid/a.png'>")
    opened.close()
    assert watch.foreign == ["http://example.invalid/a.png"]


@EVERY_PAGE
@BOTH_SCHEMES
def test_every_page_opens_and_can_be_used_by_everybody(open_page: OpenPage, info: PageInfo, scheme: str) -> None:
    page = open_page(info.folder)
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text(info.question)
    found = violations(page)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("part", ["Label accounts", "Agreement", "Compare", "Log"])
@BOTH_SCHEMES
def test_every_section_of_groups_can_be_used_by_everybody(open_page: OpenPage, part: str, scheme: str) -> None:
    found = violations(open_page("groups", **{"groups-part": part}))
    assert found == [], "\n".join(found)


@BOTH_SCHEMES
def test_a_profile_can_be_used_by_everybody(open_page: OpenPage, scheme: str) -> None:
    page = open_page("accounts")
    page.get_by_role("combobox", name="Open an account of the list").click()
    page.get_by_role("option").first.click()
    expect(page.get_by_role("heading", name="What it posts, and when")).to_be_visible()
    wait_until_idle(page)
    found = violations(page)
    for closer in ("Its clock", "Nearest accounts", "Same texts", "Cascades and bursts"):
        page.get_by_role("radio", name=closer).or_(page.get_by_role("button", name=closer)).first.click()
        wait_until_idle(page)
        found += violations(page)
    assert found == [], "\n".join(found)


@EVERY_PAGE
@pytest.mark.parametrize("width", [390])
def test_every_page_fits_a_telephone(open_page: OpenPage, info: PageInfo, width: int) -> None:
    page = open_page(info.folder)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    main = page.locator('[data-testid="stMainBlockContainer"]').bounding_box()
    assert main is not None
    assert main["x"] >= 0
    assert main["x"] + main["width"] <= width


@EVERY_PAGE
def test_every_page_opens_with_nothing(browser: Browser, info: PageInfo, empty_url: str) -> None:
    opened = browser.new_page()
    watch = Watch(opened, empty_url.removeprefix("http://"))
    opened.goto(f"{empty_url}/{info.folder}")
    wait_until_idle(opened)
    expect(opened.locator('[data-testid="stException"]')).to_have_count(0)
    expect(opened.get_by_role("heading", level=1)).to_have_text(info.question)
    opened.close()
    assert (watch.foreign, watch.refused) == ([], [])


@pytest.fixture(scope="module")
def empty_url(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - a generator fixture
    folder = tmp_path_factory.mktemp("empty")
    with running_app(folder / "cases", folder / "app.log") as url:
        yield url
