"""The server: Streamlit over pages/shared/frame.py, warmed up, with security headers and a health check.

Start it with ``make run`` or ``python app.py``. It reads WHENCE_CASES (folder of cases), WHENCE_PORT,
WHENCE_ADDRESS (where to listen; unset, this machine only), WHENCE_HOSTS (names it may be called by,
separated by commas) and WHENCE_OPEN (0: do not open a browser).
"""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from pages.shared import redraw
from pages.shared.serving import MIDDLEWARE, ROUTES
from pages.shared.warm import load_ahead

HERE = Path(__file__).resolve().parent


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """The server's life: load ahead, then serve, and show the app to whoever started it here."""
    await asyncio.to_thread(load_ahead, Path(os.environ["WHENCE_CASES"]))
    if __name__ == "__main__":
        address = f"http://localhost:{st.get_option('server.port')}"
        print(f"Whence is at {address} – stop it with Ctrl+C.", flush=True)
        if wants_browser():
            threading.Timer(0.3, webbrowser.open, [address]).start()
    yield
    gc.unfreeze()  # else DuckDB complains about leaks when Python ends


def wants_browser() -> bool:
    """Whether a browser window helps: not on a server, not where WHENCE_OPEN is 0."""
    return os.environ.get("WHENCE_OPEN", "1") != "0" and not st.get_option("server.headless")


def settings() -> dict[str, object]:
    """The Streamlit options that the environment asks for."""
    chosen: dict[str, object] = {}
    if port := os.environ.get("WHENCE_PORT"):
        chosen["server.port"] = int(port)
    if address := os.environ.get("WHENCE_ADDRESS"):
        chosen["server.address"] = address
    if hosts := os.environ.get("WHENCE_HOSTS"):
        chosen["server.allowedHosts"] = ["localhost", "127.0.0.1", "::1", *hosts.split(",")]
    return chosen


redraw.install()
os.environ.setdefault("WHENCE_CASES", str(HERE / "cases"))
app = st.App(HERE / "pages" / "shared" / "frame.py", lifespan=warm, routes=ROUTES, middleware=MIDDLEWARE)

if __name__ == "__main__":
    app.run(config=settings())
