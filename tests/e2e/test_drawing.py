"""How often Plotly draws, which Streamlit decides, and that nothing jumps meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenPage, wait_until_idle

#: Notes when many parts of a chart change at once, and every height of the place that holds the chart.
WATCH = """
() => {
  window.drawings = 0
  window.lowest = Infinity
  const main = document.querySelector('[data-testid="stMain"]')
  new MutationObserver((changes) => {
    if (changes.filter((one) => one.target.closest?.('.stPlotlyChart')).length > 100) window.drawings += 1
  }).observe(main, {subtree: true, childList: true, attributes: true})
  const look = () => { window.lowest = Math.min(window.lowest, main.scrollHeight); requestAnimationFrame(look) }
  look()
}
"""


@pytest.mark.parametrize(("name", "choice"), [("timeline", "Platform"), ("bot_scores", "Their posts")])
def test_a_choice_draws_its_chart_once(open_page: OpenPage, name: str, choice: str) -> None:
    page = open_page(name)
    drawn_anew(page, choice)
    assert page.evaluate("window.drawings") == 1, "Plotly drew the same chart more than once"


def test_the_page_keeps_its_place_while_a_chart_is_drawn_anew(open_page: OpenPage) -> None:
    page = open_page("timeline")
    main = page.get_by_test_id("stMain")
    before = main.evaluate("(main) => { main.scrollTo(0, 300); return main.scrollTop }")
    high = main.evaluate("(main) => main.scrollHeight")
    drawn_anew(page, "Platform")
    assert main.evaluate("(main) => main.scrollTop") == before
    assert page.evaluate("window.lowest") > high - 100, "the place of the chart fell in"


def drawn_anew(page: Page, choice: str) -> None:
    """Choose something, wait until the chart that shows it stands, and a moment longer."""
    expect(page.locator(".stPlotlyChart svg.main-svg").first).to_be_visible()
    page.evaluate(WATCH)
    page.get_by_role("radio", name=choice, exact=True).first.evaluate("(radio) => radio.click()")
    page.wait_for_function("() => window.drawings > 0")
    wait_until_idle(page)
    page.wait_for_timeout(500)
