"""A click on an hour of a profile's heat map: every page then shows the posts of this hour of the week."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.conftest import SLOWEST_MS, OpenPage, attempted, wait_until_idle
from tests.e2e.test_keyboard import open_profile

# Hour, day and posts of each mark, and the days from Monday.
DRAWN = """() => {
  const { data } = document.querySelector(".st-key-account-rhythm .js-plotly-plot");
  const marks = data.at(-1);
  return [marks.x, marks.y, marks.customdata, data[0].y].map((column) => Array.from(column));
}"""
MARKS = ".st-key-account-rhythm .scatterlayer .point"


def click_hour(page: Page, place: int) -> None:
    """A click on the middle of one of the marks; the page filters to it."""

    def click() -> None:
        mark = page.locator(MARKS).nth(place)
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2 - 3, box["y"] + box["height"] / 2)
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_url(re.compile("part=rhythm"), timeout=6_000)

    attempted(click)
    wait_until_idle(page)


def test_a_click_on_an_hour_filters_to_it_and_the_address_says_so(open_page: OpenPage) -> None:
    page = open_profile(open_page)
    hours, days, counts, week = page.evaluate(DRAWN)
    busiest = counts.index(max(counts))
    click_hour(page, busiest)
    chosen = parse_qs(urlsplit(page.url).query)["part"]
    assert chosen == [f"rhythm:{week.index(days[busiest]) + 1}-{hours[busiest]}"]
    expect(page.get_by_role("button", name=re.compile("Only posts of")).first).to_be_visible(timeout=SLOWEST_MS)
    listed = page.get_by_text(re.compile(r"^\d+ of \d+ posts?, earliest first$")).first
    expect(listed).to_contain_text(f" of {counts[busiest]} post", timeout=SLOWEST_MS)
