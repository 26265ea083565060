"""A headless browser, kept open, in which figures are drawn."""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import shutil
import sys
from collections.abc import Coroutine
from concurrent.futures import Future
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any

from core.errors import ExportError
from core.export.fonts import ASSETS, font_css
from core.export.locales import locale_config
from core.i18n import _

START_S, DRAW_S = 60, 60
#: So long after a failure no reporter waits for the browser once more.
AGAIN_S = 300
_failed_at_s: dict[str, float] = {}
_opening = Lock()
_FAILURES = (TimeoutError, OSError, RuntimeError, ValueError)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
_INSTALLED = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_PLAYWRIGHT = {"win32": "AppData/Local/ms-playwright", "darwin": "Library/Caches/ms-playwright"}
# Plotly draws text with the page's fonts but hands out pictures without them (see picture.js).
_PATCH = """
{
  const draw = Plotly.toImage, css = document.getElementById("fonts").textContent;
  Plotly.toImage = async (figure, wish) => {
    await Promise.all([...document.fonts].map((font) => font.load()));
    document.title = (figure.layout.meta || {}).title || "Whence";
    const svg = await draw(figure, { ...wish, format: "svg", imageDataOnly: true });
    if (wish.format === "svg" && wish.imageDataOnly) return svg;
    const whole = whencePicture.withFonts(svg, css);
    if (wish.format === "svg") return whencePicture.asUrl(whole);
    const url = await whencePicture.raster(whole, wish.width, wish.height, wish.scale || 1);
    return wish.imageDataOnly ? url.split(",")[1] : url;
  };
}
"""
_POLICY = (
    "default-src 'none'; script-src file: 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "font-src data:; img-src data: blob:"
)


def chromium_path() -> str | None:
    """The path of a browser that can draw: WHENCE_CHROMIUM, then PATH, then where it is usually installed."""
    stated = os.environ.get("WHENCE_CHROMIUM")
    if stated:
        return stated if Path(stated).is_file() else shutil.which(stated)
    on_path = next(filter(None, map(shutil.which, _NAMES)), None)
    return on_path or next((path for path in (*_INSTALLED, *_from_playwright()) if Path(path).is_file()), None)


def _from_playwright() -> list[str]:
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / _PLAYWRIGHT.get(
        sys.platform, ".cache/ms-playwright"
    )
    names = ("chrome-linux*/chrome", "chrome-mac*/Chromium.app/Contents/MacOS/Chromium", "chrome-win*/chrome.exe")
    return [str(path) for name in names for path in sorted(Path(folder).glob(f"chromium-*/{name}"), reverse=True)]


def draw(spec: dict[str, Any], kind: str, scale: float = 1) -> bytes:
    """The figure as ``png``, ``svg`` or ``pdf``; the first call opens the browser (about 2 s)."""
    path = chromium_path()
    if path is None:
        raise ExportError(
            _("No browser was found on the server to draw the figure."),
            remedy=_("Install Chromium or set WHENCE_CHROMIUM to its path; saving with your own browser still works."),
        )
    size = {"width": spec["layout"].get("width", 1200), "height": spec["layout"].get("height", 675)}
    return _drawn(path, {**spec, "config": locale_config()}, {"format": kind, "scale": scale, **size})


def _drawn(path: str, spec: dict[str, Any], wish: dict[str, Any]) -> bytes:
    """The picture; a browser that has gone since it was opened is opened once more."""
    try:
        return _studio(path).draw(spec, wish)
    except _FAILURES:
        _opened.cache_clear()
    try:
        return _studio(path).draw(spec, wish)
    except _FAILURES as error:
        _opened.cache_clear()
        _failed_at_s[path] = monotonic()
        raise ExportError(
            _("The browser on the server could not draw the figure."),
            remedy=_("Save it with your own browser."),
        ) from error


def complaint() -> str:
    """Why the server cannot draw, and what to do; empty where its browser is open (the first call opens it).

    Asked before a download is offered: once the reporter has clicked, Streamlit can only say that it failed.
    """
    path = chromium_path()
    if path is None:
        return _("The server has no browser to draw pictures with: save PNG or SVG with your own browser.")
    words = _("The server's browser does not start or does not draw: save PNG or SVG with your own browser.")
    if monotonic() - _failed_at_s.get(path, -AGAIN_S) < AGAIN_S:
        return words
    try:
        _studio(path)
    except _FAILURES:
        logging.getLogger(__name__).warning("The browser for figures, %s, did not start.", path, exc_info=True)
        _failed_at_s[path] = monotonic()
        return words
    return ""


class _Studio:
    """One browser with one tab, driven from a thread of its own so that any thread can ask."""

    def __init__(self, path: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._turn = Lock()
        Thread(target=self._loop.run_forever, name="figure studio", daemon=True).start()
        self._kaleido = self._wait(self._open(path), START_S)
        atexit.register(self.close)

    def draw(self, spec: dict[str, Any], wish: dict[str, Any]) -> bytes:
        with self._turn:
            picture: bytes = self._wait(self._kaleido.calc_fig(spec, opts=wish), DRAW_S)
        return picture

    def close(self) -> None:
        """Close the browser; a browser that has already gone is no error."""
        try:
            self._wait(self._kaleido.close(), 10)
        except (TimeoutError, OSError, RuntimeError):
            logging.getLogger(__name__).info("The browser for figures had already gone.")

    def _wait(self, work: Coroutine[Any, Any, Any], limit_s: float) -> Any:  # noqa: ANN401 - what the work returns
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(limit_s)

    async def _open(self, path: str) -> Any:  # noqa: ANN401 - Kaleido has no types
        from kaleido import Kaleido  # its import costs .3 s, paid only by those who export

        kaleido = Kaleido(n=1, timeout=DRAW_S, page_generator=_page(), path=path)
        await kaleido.open()
        return kaleido


def _studio(path: str) -> _Studio:
    with _opening:  # of several reporters who save at once, the first opens the browser for all
        return _opened(path)


@lru_cache(maxsize=1)
def _opened(path: str) -> _Studio:
    return _Studio(path)


def _page() -> Any:  # noqa: ANN401 - Kaleido has no types
    from kaleido import PageGenerator

    class Page(PageGenerator):  # type: ignore[misc]
        """Kaleido's page without network, with our fonts inside."""

        def generate_index(self) -> str:
            policy = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            script = (ASSETS / "picture.js").read_text(encoding="utf-8") + _PATCH
            page: str = super().generate_index()
            page = page.replace("<head>", f'<head>{policy}<style id="fonts">{font_css()}</style>', 1)
            return page.replace("</head>", f"<script>{script}</script></head>", 1)

    return Page(mathjax=False)
