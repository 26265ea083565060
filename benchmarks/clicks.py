"""Click to redraw in a real browser: python benchmarks/clicks.py CASES_DIR CASE [--rounds 15].

A click is timed from the mouse event to the last change (MutationObserver) of the first chart or table, and of the
whole page with everything below it, once the script has ended and the page has been quiet for 120 ms. Prints median
and 95th percentile against the limits.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WATCH = """
() => {
  window.__last = window.__chart = 0;
  const app = document.querySelector('[data-testid="stApp"]');
  const main = document.querySelector('[data-testid="stMain"]');
  const kinds = '.stPlotlyChart, .stDataFrame';
  new MutationObserver((changes) => {
    window.__last = performance.now();
    const first = main.querySelector(kinds);
    if (first && changes.some((c) => first.contains(c.target))) window.__chart = window.__last;
  }).observe(main, {subtree: true, childList: true, attributes: true, characterData: true});
  window.__idle = () => app.getAttribute('data-test-script-state') === 'notRunning';
}
"""
ARM = """
() => {
  window.__start = 0;
  const begin = () => { window.__start = performance.now(); };
  document.addEventListener('mousedown', begin, {once: true, capture: true});
}
"""
SETTLED = """
() => window.__start > 0 && window.__last > window.__start && window.__idle() && performance.now() - window.__last > 120
"""


class Taken(NamedTuple):
    chart: float
    page: float


def start(cases_dir: str, port: int) -> subprocess.Popen[bytes]:
    env = {**os.environ, "WHENCE_CASES": cases_dir, "WHENCE_PORT": str(port), "WHENCE_OPEN": "0"}
    process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=1)
            return process
        except OSError:
            time.sleep(0.25)
    raise SystemExit("the app did not start")


def timed(page: Page, click: Callable[[], None]) -> Taken:
    """Milliseconds from the click to the first chart or table redrawn, and to the last change of the page."""
    page.evaluate(ARM)
    click()
    page.wait_for_function(SETTLED, timeout=60_000, polling=20)
    first, last = page.evaluate("[window.__chart - window.__start, window.__last - window.__start]")
    return Taken(float(first) if first > 0 else float(last), float(last))


def segments(page: Page, names: list[str]) -> list[Callable[[], None]]:
    return [
        lambda name=name: page.get_by_role("radio", name=name, exact=True).first.click(force=True) for name in names
    ]


def menu(page: Page, names: list[str]) -> list[Callable[[], None]]:
    return [lambda name=name: page.get_by_role("link", name=name, exact=True).first.click() for name in names]


def rounds(page: Page, acts: list[Callable[[], None]], n: int) -> list[Taken]:
    return [timed(page, acts[i % len(acts)]) for i in range(n)]


def close_list(page: Page) -> None:
    """Close the open list of choices: the first click beside it does only that, and must not be timed."""
    page.keyboard.press("Escape")
    if page.get_by_role("listbox").count():
        page.locator('[data-testid="stMain"] h1').first.click()
        page.get_by_role("listbox").first.wait_for(state="hidden")


def language_filter(page: Page, n: int) -> list[Taken]:
    taken = []
    names = ["English", "Russian", "French", "Spanish", "Chinese", "German", "Hindi", "Greek", "Turkish", "Kazakh"]
    for i in range(n):
        page.locator(".st-key-lang input").first.click()
        page.wait_for_timeout(250)
        name = names[i % len(names)]
        option = page.get_by_role("option", name=name, exact=True)
        if option.count() == 0:
            close_list(page)
            continue
        taken.append(timed(page, lambda option=option: option.first.click()))
        close_list(page)
        clear = page.get_by_role("button", name="Clear all")
        if i % 3 == 2 and clear.count():
            taken.append(timed(page, clear.first.click))
    return taken


def report(name: str, taken: list[Taken], limit: str) -> None:
    if not taken:
        print(f"{name:30} –")
        return
    columns = [_summary([t.chart for t in taken]), _summary([t.page for t in taken])]
    print(
        f"{name:30} n={len(taken):3d}   first chart {columns[0]}   whole page {columns[1]} ms   limit {limit}",
        flush=True,
    )


def _summary(ms: list[float]) -> str:
    ordered = sorted(ms)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"median {statistics.median(ms):5.0f}  p95 {p95:5.0f}"


def opened(page: Page, base: str, path: str) -> None:
    page.goto(f"{base}/{path}")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=120_000)
    page.wait_for_timeout(2500)
    page.evaluate(WATCH)


def measure(page: Page, base: str, case: str, n: int) -> None:
    opened(page, base, f"timeline?case={case}")
    report(
        "Timeline: colour by",
        rounds(page, segments(page, ["Platform", "Kind of post", "Bot score", "Language"]), n),
        "200/300",
    )
    report("Timeline: language filter", language_filter(page, n), "200/300")
    opened(page, base, f"bot_scores?case={case}")
    report("Bot scores: count", rounds(page, segments(page, ["Their posts", "Accounts"]), n), "200/300")
    report("Bot scores: language filter", language_filter(page, n), "200/300")
    opened(page, base, f"accounts?case={case}")
    report("Accounts: language filter", language_filter(page, n), "200/300")
    opened(page, base, f"timeline?case={case}")
    pages = ["Bot scores", "Timeline", "Accounts", "Timeline", "Cascades", "Timeline"]
    report("Page switch", rounds(page, menu(page, pages), n), "–/600")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases_dir")
    parser.add_argument("case")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--port", type=int, default=8790)
    chosen = parser.parse_args()
    from tools.setup import find_browser

    names = ("streamlit", "duckdb", "pandas", "plotly")
    print(
        "Python", platform.python_version(), *(f"{name} {version(name)}" for name in names), f"{os.cpu_count()} cores"
    )
    process = start(chosen.cases_dir, chosen.port)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_browser()), args=FLAGS)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            measure(page, f"http://localhost:{chosen.port}", chosen.case, chosen.rounds)
            browser.close()
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
