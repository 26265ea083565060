"""In a real browser no words of a framed figure touch or leave the picture, and the web page calls nobody."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

from core.export import figure, webpage
from core.export.frame import Frame, framed
from tests.core.export.samples import FIGURES, FRAMES, HOSTILE, named_bars
from tools.setup import find_browser

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.e2e
WORDS = """() => [...document.querySelectorAll("svg text")].map((each) => {
  const box = each.getBoundingClientRect();
  return { words: each.textContent, left: box.left, top: box.top, right: box.right, bottom: box.bottom };
})"""


@pytest.fixture(scope="module")
def browser():
    if not find_browser():
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def page(browser):
    return browser.new_page(viewport={"width": 1300, "height": 1500})


def touch(one, other):
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 1 and down > 3  # boxes are as high as the type's ascenders and descenders


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("frame", ["long", "hostile"])
@pytest.mark.parametrize("size", [(1000, 600), (390, 600)])
def test_no_words_touch_or_leave_the_picture(page, kind, frame, size):
    spec = framed(FIGURES[kind](), FRAMES[frame], width=size[0], height=size[1])
    page.set_content("<style>body{margin:0}svg{display:block}</style>" + figure.svg(spec).decode())
    page.evaluate("() => Promise.all([...document.fonts].map((font) => font.load()))")
    boxes = page.evaluate(WORDS)
    written = [box for box in boxes if box["words"] != "SIMULATED DATA"]  # the mark across the plot touches by intent
    width, height = spec["layout"]["width"] + 0.5, spec["layout"]["height"] + 0.5
    assert len(written) > 5
    outside = [b for b in written if min(b["left"], b["top"]) < 0 or b["right"] > width or b["bottom"] > height]
    assert outside == []
    assert [(one["words"], other["words"]) for one, other in combinations(written, 2) if touch(one, other)] == []


def test_a_web_page_of_one_file_runs_no_foreign_script_and_calls_nobody(browser, tmp_path):
    file = tmp_path / "figure.html"
    frame = Frame(HOSTILE, subtitle=HOSTILE, simulated=True)
    file.write_bytes(webpage.html(framed(named_bars(), frame), frame, pd.DataFrame({"n": [HOSTILE]})))
    context = browser.new_context()
    opened, asked, dialogs = context.new_page(), [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened.goto(file.as_uri())
    opened.wait_for_selector("#figure .main-svg")
    assert dialogs == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert opened.locator("#figure a[href*='bad.example'], #figure [*|href*='bad.example']").count() == 0
    assert "<script>alert(2)</script>" in opened.locator("#figure").text_content()
    assert opened.locator("text=Share chart").count() == 0
    assert opened.locator("[data-title*='Share']").count() == 0
    context.close()
