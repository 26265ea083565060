"""With the keyboard alone: every control of Spreaders, Accounts, a profile and Groups is reached, and does its work."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ATTEMPT_MS, SLOWEST_MS, OpenPage, attempted, wait_until_idle

#: Numbers what can be used on the sheet: in a row of choices one is a stop of the Tab key, arrows reach the rest.
STOPS = """() => {
  let n = 0;
  const named = [];
  const usable = ["button", "a[href]", "input", "textarea", "summary", "[tabindex]"].map((e) => `.stMain ${e}`).join();
  for (const e of document.querySelectorAll(usable)) {
    const box = e.getBoundingClientRect();
    const closed = e.closest("details:not([open])");
    if (!box.width || e.disabled || e.tabIndex < 0 || e.closest("[aria-hidden=true]")) continue;
    if (closed && !e.closest("summary") && e.tagName !== "SUMMARY") continue;
    if (!e.checkVisibility({ opacityProperty: false, visibilityProperty: true })) continue;
    const row = e.closest(".stButtonGroup");
    if (row && row.querySelector("button:not([kind=elementToolbar])") !== e) continue;
    if (e.closest(".stElementToolbar") || e.tagName === "CANVAS") continue;
    e.dataset.stop = ++n;
    named.push(e.getAttribute("aria-label") || e.innerText || e.placeholder || e.tagName);
  }
  return named;
}"""
HERE = """() => {
  const e = document.activeElement;
  const stop = e?.dataset?.stop ? e : e?.closest?.(".stButtonGroup")?.querySelector("[data-stop]");
  return Number(stop?.dataset.stop ?? 0);
}"""
PAGES = {
    "spreaders": {}, "accounts": {}, "groups": {}, "labels": {"groups-part": "Label accounts"},
    "agreement": {"groups-part": "Agreement"}, "log": {"groups-part": "Log"},
}  # fmt: skip


def never_reached(page: Page) -> list[str]:
    page.wait_for_timeout(2_000)  # what is drawn anew loses its number
    named = page.evaluate(STOPS)
    seen = set()
    for _press in range(2 * len(named) + 60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate(HERE))
    return [name for place, name in enumerate(named, start=1) if place not in seen]


def choose_first(page: Page, name: str) -> None:
    """Choose an entry of a list, with keys; the address tells it."""

    def choose() -> None:
        before = page.url
        page.keyboard.press("Escape")
        box = page.get_by_role("combobox", name=name)
        box.press("ArrowDown", timeout=ATTEMPT_MS)
        page.get_by_role("option").first.wait_for(timeout=ATTEMPT_MS)
        if not box.get_attribute("aria-activedescendant"):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != before, timeout=ATTEMPT_MS)

    attempted(choose)
    wait_until_idle(page)


def open_profile(open_page: OpenPage) -> Page:
    page = open_page("accounts")
    choose_first(page, "Open an account of the list")
    expect(page.get_by_role("heading", name="What it posts, and when")).to_be_visible(timeout=SLOWEST_MS)
    wait_until_idle(page)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_every_control(open_page: OpenPage, name: str) -> None:
    page = open_page(name if name in ("spreaders", "accounts") else "groups", **PAGES[name])
    assert never_reached(page) == []


def test_the_tab_key_reaches_every_control_of_a_profile(open_page: OpenPage) -> None:
    assert never_reached(open_profile(open_page)) == []


def test_tables_that_open_accounts_are_passed_over_and_the_address_stays(open_page: OpenPage) -> None:
    page = open_profile(open_page)
    page.wait_for_timeout(2_000)
    before = page.url
    for _press in range(120):
        page.keyboard.press("Tab")
    assert page.url == before
    choose_first(page, "Open an account: Who passes it on")
    expect(page).not_to_have_url(before, timeout=SLOWEST_MS)


def test_arrows_choose_a_section_of_groups(open_page: OpenPage) -> None:
    page = open_page("groups")
    page.get_by_text("Code book", exact=True).locator("xpath=ancestor::button").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Which accounts", exact=True)).to_be_visible(timeout=SLOWEST_MS)


def test_the_table_of_the_map_is_sorted_turned_and_chosen_from(open_page: OpenPage) -> None:
    page = open_page("spreaders")
    place = page.get_by_text(re.compile(r"^Accounts [\d,]+ to [\d,]+ of"))
    expect(place).to_contain_text("Accounts 1 to 100 of", timeout=SLOWEST_MS)
    page.get_by_role("combobox", name="Sort by").focus()
    page.keyboard.type("Followers")
    page.keyboard.press("Enter")
    wait_until_idle(page)
    turn = page.get_by_role("spinbutton", name=re.compile("Page of"))
    turn.focus()
    turn.press("ArrowUp")
    expect(place).to_contain_text("Accounts 101 to 200 of", timeout=SLOWEST_MS)
    choose_first(page, "Select an account of this page")
    expect(page).to_have_url(re.compile("spreader="), timeout=SLOWEST_MS)
    expect(page.locator(".wh-spreader h2")).to_be_visible(timeout=SLOWEST_MS)


def test_an_hour_of_the_week_is_chosen_and_taken_off(open_page: OpenPage) -> None:
    page = open_profile(open_page)
    choose_first(page, "Only one hour of the week")
    chip = page.get_by_role("button", name=re.compile("Only posts of")).first
    expect(chip).to_be_visible(timeout=SLOWEST_MS)
    expect(page).to_have_url(re.compile("part=rhythm"), timeout=SLOWEST_MS)
    chip.press("Enter")
    expect(page).not_to_have_url(re.compile("part="), timeout=SLOWEST_MS)
