"""The language of the screen in a real browser: from its settings, from the address, changed on the way."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from core.i18n import _, use_language
from tests.e2e.conftest import ATTEMPT_MS, SLOWEST_MS, OpenPage, attempted, wait_until_idle

MENU = ["Обзор", "Хронология", "Каскады", "Распространители", "Аккаунты", "Автоматизация", "Импорт", "Методы"]


def said_in(page: Page, name: str) -> list[str]:
    """What the address of a page says under a name."""
    return parse_qs(urlsplit(page.url).query).get(name, [])


def test_the_browsers_language_is_spoken_at_once(browser: Browser, app_url: str) -> None:
    context = browser.new_context(locale="ru-RU", timezone_id="Asia/Almaty", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(SLOWEST_MS)
    page = context.new_page()
    page.goto(f"{app_url}/timeline")
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Когда распространялась история?")
    assert [name for name in MENU if not page.get_by_role("link", name=name, exact=True).count()] == []
    assert page.evaluate("document.documentElement.lang") == "ru"
    # Streamlit's own words: the parts of an empty date, the hint of a field, the name of a button
    expect(page.locator('[data-testid="stDateTimeInput"]').first).to_contain_text("гггг")
    expect(page.get_by_label("Свернуть боковую панель")).to_have_count(1)
    expect(page.locator(".xtick", has_text="февр.").first).to_be_attached()
    assert said_in(page, "hl") == [], "what the browser asks for by itself is not forced upon others by a link"
    context.close()


def choose_russian(page: Page) -> None:
    page.get_by_label("Language of the screen").click(timeout=ATTEMPT_MS)
    page.get_by_role("option", name="Русский").click(timeout=ATTEMPT_MS)


def test_a_choice_stays_over_pages_and_keeps_the_filter(open_page: OpenPage) -> None:
    page = open_page("timeline", lang="en")
    english = page.locator(".wh-n").inner_text().split()[0].replace(",", "")
    attempted(lambda: choose_russian(page))
    expect(page.get_by_role("heading", level=1)).to_have_text("Когда распространялась история?")
    wait_until_idle(page)
    expect(page).to_have_url(re.compile(r"[?&]hl=ru\b"))
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.locator(".wh-n")).to_contain_text(" из ")
    assert page.locator(".wh-n").inner_text().split(" из ")[0].replace("\N{NO-BREAK SPACE}", "") == english
    page.get_by_role("link", name="Аккаунты", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Что это за аккаунты?")
    wait_until_idle(page)
    expect(page).to_have_url(re.compile(r"[?&]hl=ru\b"))
    expect(page.get_by_role("button", name="английский").first).to_be_visible()
    page.reload()
    wait_until_idle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Что это за аккаунты?")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["overview", "timeline", "cascades", "spreaders", "accounts", "bot_scores", "imports"])
def test_a_page_in_russian_is_no_wider_than_its_window(open_page: OpenPage, name: str, width: int) -> None:
    page = open_page(name, hl="ru")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    use_language("ru")
    try:
        expect(page.locator(".wh-simulated")).to_have_text(
            _("SIMULATED DATA – every account and every post is invented")
        )
    finally:
        use_language("en")


def test_kazakh_tables_and_calendars_do_not_fall_back_to_english(browser: Browser, app_url: str) -> None:
    """Chromium has no data of Kazakh: left alone, it writes 1,234 and calls November M11."""
    context = browser.new_context(locale="kk-KZ", timezone_id="Asia/Almaty", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(SLOWEST_MS)
    page = context.new_page()
    page.goto(f"{app_url}/imports")
    wait_until_idle(page)
    nbsp = "\N{NO-BREAK SPACE}"
    # What Streamlit's tables ask: every language of the browser, the page's own, one alone, none.
    asked = "[new Intl.NumberFormat(navigator.languages), Intl.NumberFormat('kk-KZ'), new Intl.NumberFormat()]"
    assert page.evaluate(f"{asked}.map((form) => form.format(12345.5))") == [f"12{nbsp}345,5"] * 3
    assert page.evaluate("(12345.5).toLocaleString()") == f"12{nbsp}345,5"
    assert page.evaluate("new Intl.NumberFormat('en-US').format(12345.5)") == "12,345.5"
    said = page.evaluate(
        "[{month: 'long'}, {weekday: 'narrow'}, {weekday: 'long'}, {month: 'numeric'}]"
        ".map((form) => new Intl.DateTimeFormat('kk', {...form, timeZone: 'UTC'}).format(new Date('2020-02-08')))"
    )
    assert said == ["Ақпан", "С", "сенбі", "2"]
    page.locator('[data-testid="stDateTimeInput"] button').nth(1).click()
    calendar = page.locator('[role="grid"]').last
    expect(calendar.locator("th").first).to_have_text("Д")
    expect(page.get_by_text(re.compile(r"^M\d\d$"))).to_have_count(0)
    context.close()


def test_a_setting_in_a_link_by_its_code_is_understood_in_russian(open_page: OpenPage) -> None:
    page = open_page("timeline", hl="ru", more="events", lang="en")
    expect(page.get_by_role("heading", name="Документированные события")).to_be_visible()
