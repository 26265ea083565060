"""The whole map in a real browser: drawn by WebGL, steered by hand and by keys, saved as files."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, wait_until_idle

GROUP = "{http://www.w3.org/2000/svg}g"
MAP = ".wm[data-painted-ms]"


@pytest.fixture
def drawn(open_page: OpenPage) -> Page:
    """The Spreaders page with its map painted."""
    page = open_page("spreaders")
    expect(page.locator(MAP)).to_be_visible(timeout=30_000)
    wait_until_idle(page)
    return page


def told(page: Page, name: str) -> int:
    """A number that the map keeps on its frame, because the content policy forbids ``eval``."""
    return int(page.locator(".wm").get_attribute(f"data-{name}") or -1)


def focus_first(page: Page) -> None:
    page.locator(".wm-map").focus()
    page.keyboard.press("n")


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_key_selects_an_account_and_the_panel_shows_it_without_a_page_change(drawn: Page):
    focus_first(drawn)
    drawn.keyboard.press("Enter")
    panel = drawn.locator(".wh-spreader h2")
    expect(panel).not_to_contain_text("Passed on most often")
    expect(drawn.locator(".wm-aloud")).to_contain_text(panel.inner_text())
    assert "spreader=" in drawn.url


def test_neighbours_hide_undo_and_redo_by_keyboard(drawn: Page):
    every = told(drawn, "shown")
    focus_first(drawn)
    drawn.keyboard.press("Enter")
    drawn.keyboard.press("e")
    near = told(drawn, "shown")
    assert 1 < near < every
    drawn.keyboard.press("Control+z")
    assert told(drawn, "shown") == every
    drawn.keyboard.press("Control+y")
    assert told(drawn, "shown") == near


def test_a_community_chosen_by_key_becomes_a_group(drawn: Page):
    focus_first(drawn)
    drawn.keyboard.press("c")
    expect(drawn.get_by_role("heading", name=re.compile("accounts? chosen"))).to_be_visible()
    chosen = told(drawn, "chosen")
    assert chosen > 1
    drawn.get_by_role("button", name="Make the group").click()
    expect(drawn.get_by_text("A group needs a name")).to_be_visible()
    for label, words in (("Name of the group", "From the map"), ("Evidence", "one community"), ("Your name", "Test")):
        drawn.get_by_label(label, exact=True).fill(words)
    drawn.get_by_role("button", name="Make the group").click()
    wait_until_idle(drawn)
    drawn.get_by_label("Group", exact=True).click()
    expect(drawn.get_by_role("option", name="From the map")).to_be_visible()


def test_a_lasso_chooses_what_it_encloses_and_a_second_choice_is_compared(drawn: Page):
    drawn.get_by_role("button", name="Lasso", exact=True).click()
    drawn.set_viewport_size({"width": 1360, "height": 1500})
    drawn.wait_for_timeout(1_000)  # sigma takes the new size
    box = drawn.locator(".wm-over").bounding_box()
    assert box is not None
    drawn.mouse.move(box["x"] + 4, box["y"] + 4)
    drawn.mouse.down()
    for right, down in ((0.98, 0.01), (0.98, 0.98), (0.01, 0.98), (0.01, 0.02)):
        drawn.mouse.move(box["x"] + box["width"] * right, box["y"] + box["height"] * down, steps=4)
    drawn.mouse.up()
    expect(drawn.get_by_role("heading", name=re.compile("accounts chosen"))).to_be_visible()
    assert told(drawn, "chosen") == told(drawn, "shown")
    drawn.get_by_role("button", name="Keep to compare with another choice").click()
    wait_until_idle(drawn)
    focus_first(drawn)
    drawn.keyboard.press("c")
    expect(drawn.get_by_text("Chosen now", exact=True)).to_be_visible()
    expect(drawn.get_by_text("Kept", exact=True)).to_be_visible()


def test_the_picture_and_the_replay_hold_legend_and_evidence_and_ask_nobody(drawn: Page, tmp_path: Path):
    picture = saved(drawn, "SVG", tmp_path).read_text(encoding="utf-8")
    words = " ".join(ElementTree.fromstring(picture).itertext())  # noqa: S314 - our own file
    assert "SIMULATED" in words and "No sign of automation" in words and "Area of a shape" in words
    assert saved(drawn, "PNG", tmp_path).read_bytes().startswith(b"\x89PNG")
    drawn.get_by_role("button", name="Replay", exact=True).click()
    expect(drawn.locator(".wm-time output")).to_contain_text("Links made by")
    page = saved(drawn, "Save replay", tmp_path)
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text and "http" not in text.replace("http-equiv", "")
    assert len(text) < 3_000_000
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1])
    assert data["links"] and data["frame"]["simulated"]
    player = drawn.context.new_page()
    player.goto(page.as_uri())
    expect(player.get_by_role("button", name="Play")).to_be_visible()
    expect(player.get_by_role("heading")).to_contain_text("Who is linked with whom")
    player.close()


def test_save_chart_saves_the_whole_map(drawn: Page, tmp_path: Path):
    drawn.locator(".st-key-spreader-map-save button").first.click()
    expect(drawn.get_by_label("Title", exact=True)).to_have_value("Who is linked with whom (shares)", timeout=30_000)
    wait_until_idle(drawn)
    picture = saved(drawn, "SVG with this browser", tmp_path).read_text(encoding="utf-8")
    shapes = ElementTree.fromstring(picture).iter(GROUP)  # noqa: S314 - our own file
    accounts = sum(len(list(group)) for group in shapes if group.get("opacity") == "0.92")
    assert accounts == told(drawn, "shown") > 500


def test_the_camera_moves_by_keys_by_hand_and_by_wheel(drawn: Page):
    drawn.locator(".wm-legend").scroll_into_view_if_needed()
    box = drawn.locator(".wm-map").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def draws(act: Callable[[], None]) -> None:
        drawn.wait_for_timeout(1_000)  # what was drawn last is there
        before = told(drawn, "frames")
        act()
        expect(drawn.locator(".wm")).not_to_have_attribute("data-frames", str(before))

    drawn.locator(".wm-map").focus()
    draws(lambda: drawn.keyboard.press("ArrowLeft"))
    drawn.mouse.move(*middle)
    drawn.mouse.down()
    draws(lambda: drawn.mouse.move(middle[0] + 60, middle[1], steps=3))
    drawn.mouse.up()
    draws(lambda: drawn.mouse.wheel(0, -120))
    # What stood in while the map was moved is gone, and the full picture with its names is there.
    expect(drawn.locator(".wm-light")).to_be_hidden(timeout=15_000)
    expect(drawn.locator(".wm-over")).to_be_visible()
    expect(drawn.locator(".sigma-stage")).to_be_visible()


def test_frames_are_numbered_pictures(drawn: Page, tmp_path: Path):
    drawn.set_default_timeout(120_000)
    drawn.get_by_role("button", name="Replay", exact=True).click()
    with zipfile.ZipFile(saved(drawn, "Save frames", tmp_path)) as frames:
        assert frames.testzip() is None
        names = frames.namelist()
        assert len(names) == 30 and names[0] == "frame-001.png"
        assert frames.read(names[0]).startswith(b"\x89PNG")


def test_likely_paths_are_dashed_on_screen_and_the_legend_says_so(open_page: OpenPage):
    page = open_page("spreaders", links="Likely paths")
    expect(page.locator(MAP)).to_be_visible(timeout=30_000)
    wait_until_idle(page)
    assert page.locator(".wm").get_attribute("data-failed") is None
    expect(page.locator(".wm-legend")).to_have_attribute("aria-label", re.compile("A dashed line: the likeliest path"))
    assert told(page, "dashed") > 0


def test_closed_communities_open(drawn: Page):
    drawn.get_by_text("One circle per community").click()
    expect(drawn.get_by_role("combobox", name="Open a community")).to_be_visible()
    wait_until_idle(drawn)
    expect(drawn.locator(MAP)).to_be_visible(timeout=30_000)
    few = told(drawn, "shown")
    drawn.get_by_role("combobox", name="Open a community").click()
    drawn.get_by_role("option").first.click()
    wait_until_idle(drawn)
    expect(drawn.get_by_role("button", name="Close all (1 open)")).to_be_visible()
    expect(drawn.locator(MAP)).to_be_visible(timeout=30_000)
    assert told(drawn, "shown") > few
