"""The real app over a small demo case, opened in a real Chromium that may talk to nobody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

from tests.running import ROOT, running_app
from tools.setup import find_browser

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader"
).split()
DEMO_POSTS = 3000
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
SLOWEST_MS = 30_000

#: So long one of several attempts may take.
ATTEMPT_MS, ATTEMPTS = 6_000, 5

OpenPage = Callable[..., Page]
Answer = TypeVar("Answer")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def demo_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the simulated case, small."""
    folder = tmp_path_factory.mktemp("demo") / "cases"
    command = [sys.executable, "-m", "core", "demo", "--posts", str(DEMO_POSTS), "--cases-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="session")
def app_url(demo_cases: Path) -> Iterator[str]:
    """The address of the app over the demo case."""
    with running_app(demo_cases, demo_cases.parent / "app.log") as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from WHENCE_CHROMIUM or PATH, else the one that Playwright installed (``make test`` sees to it)."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser() or None, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def scheme() -> str:
    """Light or dark; a test that wants the other one parametrises ``scheme``."""
    return "light"


@pytest.fixture
def width() -> int:
    """The width of the window in pixels; a test that wants a telephone parametrises ``width``."""
    return 1360


class Watch:
    """What a page asked of others, and what its content policy had to stop."""

    def __init__(self, page: Page, host: str) -> None:
        self.host = host
        self.foreign: list[str] = []
        self.refused: list[str] = []
        page.on("request", self.see)
        page.on("websocket", lambda socket: self.note(socket.url))
        page.on("console", lambda m: self.refused.append(m.text) if "Content Security Policy" in m.text else None)

    def see(self, request: Request) -> None:
        """Note one request."""
        self.note(request.url)

    def note(self, url: str) -> None:
        """Keep an address that is not the app's own."""
        if urlsplit(url).scheme not in ("data", "blob", "about") and urlsplit(url).netloc != self.host:
            self.foreign.append(url)


@pytest.fixture
def page(browser: Browser, app_url: str, scheme: str, width: int) -> Iterator[Page]:
    """A fresh page; afterwards the test fails if it asked anything of another host."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    context.set_default_timeout(SLOWEST_MS)
    opened = context.new_page()
    watch = Watch(opened, urlsplit(app_url).netloc)
    yield opened
    context.close()
    assert watch.foreign == [], "a page asked something of another host"
    assert watch.refused == [], "the content policy had to stop a page"


def wait_until_idle(page: Page) -> None:
    """Return when the script has run and everything is drawn."""
    expect(page.locator(IDLE)).to_be_attached(timeout=SLOWEST_MS)
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0, timeout=SLOWEST_MS)
    page.evaluate("document.fonts.ready")


def attempted(action: Callable[[], Answer]) -> Answer:
    """What ``action`` returns; on a busy machine the page may be drawn anew between its steps, so it is tried again."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return action()
        except TooLate:
            continue
    return action()


@pytest.fixture
def open_page(page: Page, app_url: str) -> OpenPage:
    """Opens a page by its folder's name, with a query, and waits until it is drawn."""

    def open_it(name: str, **query: str) -> Page:
        page.goto(f"{app_url}/{name}" + (f"?{urlencode(query)}" if query else ""))
        wait_until_idle(page)
        return page

    return open_it
