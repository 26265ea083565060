"""The whole path in a real browser: filter, link, chart, posts, profile, files."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Download, Locator, Page, expect

from tests.e2e.conftest import DEMO_POSTS, SLOWEST_MS, OpenPage, Watch, wait_until_idle

#: English posts between 4 and 9 in the morning of two days.
FILTER = "lang=English&hours=4&hours=9&from=2020-02-08T04:00&to=2020-02-10T12:00"
#: The words of the one post of the demo case that attacks whoever reads it.
ATTACK = "HYPERLINK"
#: The account of the demo case (seed 2020) with the hostile biography.
HOSTILE_ACCOUNT = "x:701491789555439616"


def n_of(page: Page) -> tuple[int, int, int, int]:
    """Posts, all posts, accounts and all accounts, as the line above every page says."""
    text = page.locator(".wh-n").inner_text()
    found = re.match(r"([\d,]+) of ([\d,]+) posts?, ([\d,]+) of ([\d,]+) accounts?", text)
    assert found, text
    posts, all_posts, accounts, all_accounts = (int(group.replace(",", "")) for group in found.groups())
    return posts, all_posts, accounts, all_accounts


def wait_for_other_n(page: Page, before: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The new numbers, once they are no longer those of before."""
    expect(page.locator(".wh-n")).not_to_contain_text(f"{before[0]:,} of {before[1]:,} posts, {before[2]:,} of")
    wait_until_idle(page)
    return n_of(page)


def shown(page: Page, selector: str) -> Locator:
    """The element that is seen: Streamlit keeps a hidden twin of each button that has a hint."""
    return page.locator(f"{selector}:visible").first


def go(page: Page, name: str, question: str) -> None:
    """Click a page in the menu and wait for its question."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question)
    wait_until_idle(page)


@pytest.fixture(autouse=True)
def no_exception(page: Page) -> Iterator[None]:
    """Nothing on the way may end in Streamlit's box for crashes."""
    yield
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def test_a_link_shows_a_colleague_exactly_the_same(browser: Browser, open_page: OpenPage, app_url: str) -> None:
    page = open_page("overview")
    assert n_of(page)[0] == n_of(page)[1] == DEMO_POSTS
    page.goto(f"{app_url}/timeline?{FILTER}")
    wait_until_idle(page)
    seen = n_of(page)
    assert 0 < seen[0] < DEMO_POSTS
    # a colleague in another zone, who has never been here
    colleague = browser.new_context(timezone_id="America/New_York", locale="fr-FR")
    other = colleague.new_page()
    watch = Watch(other, urlsplit(app_url).netloc)
    other.goto(page.url)
    wait_until_idle(other)
    assert n_of(other) == seen
    assert other.locator(".wh-n").inner_text() == page.locator(".wh-n").inner_text()
    assert other.locator(".wh-footer").first.inner_text() == page.locator(".wh-footer").first.inner_text()
    colleague.close()
    assert (watch.foreign, watch.refused) == ([], [])


def test_the_first_page_opens_under_its_own_name(open_page: OpenPage) -> None:
    page = open_page("overview", lang="French")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^French"))).to_have_count(1)


def test_the_filter_survives_a_page_switch_and_the_way_back(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/timeline?{FILTER}")
    wait_until_idle(page)
    seen = n_of(page)
    go(page, "Bot scores", "How much of the spreading looks automated?")
    assert n_of(page) == seen
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("When did the story spread?")
    wait_until_idle(page)
    assert n_of(page) == seen


def test_a_chip_takes_its_filter_off(open_page: OpenPage) -> None:
    page = open_page("cascades", lang="French", platform="X")
    both = n_of(page)
    page.get_by_role("button", name=re.compile("^French")).click()
    one = wait_for_other_n(page, both)
    assert both[0] < one[0] < one[1]
    assert "French" not in page.url
    shown(page, ".st-key-chip-clear button").click()
    everything = wait_for_other_n(page, one)
    assert everything[0] == everything[1] == DEMO_POSTS
    assert "platform" not in page.url


def drag_box(page: Page, chart: str, left: float, right: float) -> None:
    """Draw a box over a part of a chart, from and to a share of its width."""
    plot = page.locator(f".st-key-{chart} .nsewdrag").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * left, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * right, middle + 20, steps=8)
    page.mouse.up()


def test_a_box_on_the_timeline_lists_its_posts_and_can_become_the_filter(open_page: OpenPage) -> None:
    page = open_page("timeline")
    before = n_of(page)
    drag_box(page, "timeline", 0.05, 0.3)
    keep = page.get_by_role("button", name="Keep only this period")
    expect(keep).to_be_visible()
    expect(page.locator(".wh-post")).not_to_have_count(0)
    wait_until_idle(page)
    listed = page.get_by_text(re.compile(r"^25 of [\d,]+ posts, earliest first$")).inner_text()
    behind = int(listed.split(" of ")[1].split(" ")[0].replace(",", ""))
    assert 25 < behind < DEMO_POSTS
    keep.click()
    after = wait_for_other_n(page, before)
    # the filter knows whole minutes only
    assert abs(after[0] - behind) <= behind * 0.02
    assert "from=2020-02-" in page.url


def test_a_bar_lists_its_accounts_and_leads_to_a_profile(open_page: OpenPage) -> None:
    page = open_page("bot_scores")
    bars = page.evaluate("() => Array.from(document.querySelector('.st-key-scores .js-plotly-plot').data[0].y)")
    highest = bars.index(max(bars))
    bar = page.locator(".st-key-scores .point").nth(highest)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("[class*=st-key-behind-]").first).to_be_visible()
    wait_until_idle(page)
    rows = saved(page, "[class*=st-key-behind-][class*=-csv] button")
    assert len(rows) == max(bars)
    assert {highest / 4 <= float(row["score"]) < (highest + 1) / 4 for row in rows} == {True}


def saved(page: Page, selector: str) -> list[dict[str, str]]:
    """The rows of a table that was downloaded by a click."""
    text = file_of(page, selector)[1].decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def file_of(page: Page, selector: str) -> tuple[str, bytes]:
    """Name and content of what a click downloads."""
    with page.expect_download(timeout=SLOWEST_MS) as waiting:
        shown(page, selector).click()
    download: Download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes()


def test_a_chart_is_saved_with_its_evidence_and_its_numbers(open_page: OpenPage) -> None:
    page = open_page("timeline", lang="French")
    posts = n_of(page)[0]
    page.locator(".st-key-timeline-save button").first.click()
    expect(shown(page, ".st-key-timeline-CSV button")).to_be_visible()
    wait_until_idle(page)
    rows = saved(page, ".st-key-timeline-CSV button")
    assert sum(int(row["n"]) for row in rows) == posts
    assert {(row["part"], row["simulated"]) for row in rows} == {("fr", "true")}
    assert all(row["bin_start"].endswith("+06:00") for row in rows)
    if not page.locator(".st-key-timeline-PNG").count():
        pytest.skip("the server of this machine has no browser to draw pictures with")
    name, picture = file_of(page, ".st-key-timeline-PNG button")
    assert name.startswith("SIMULATED-")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert b"SIMULATED" in picture
    assert b"iTXt" in picture or b"tEXt" in picture
    assert len(picture) > 20_000


def test_a_post_leads_to_its_author_with_the_filter_kept(open_page: OpenPage) -> None:
    page = open_page("overview", lang="French")
    seen = n_of(page)
    author = page.locator(".wh-post a[href^='accounts?']").first
    handle = author.inner_text()
    author.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who are the accounts?")
    expect(page.get_by_role("heading", name=handle)).to_be_visible()
    wait_until_idle(page)
    assert n_of(page) == seen
    assert "account=" in page.url


def test_a_hostile_post_and_its_authors_profile_are_only_text(page: Page, app_url: str) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto(f"{app_url}/overview?q={ATTACK}")
    wait_until_idle(page)
    assert n_of(page)[0] == 1
    post = page.locator(".wh-post")
    expect(post).to_contain_text("# Heading **bold** [link](javascript:alert(1)) <script>alert(1)</script>")
    assert post.locator("img, script, h1, b, [onerror]").count() == 0
    assert page.locator("a[href^='javascript:'], a[href*='evil.example']").count() == 0
    page.goto(f"{app_url}/accounts?account={HOSTILE_ACCOUNT}")
    wait_until_idle(page)
    expect(page.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
    assert page.locator("img[src='x'], img[src*='evil'], [onerror]").count() == 0
    assert asked == []
