"""What the server adds to Streamlit: our own files, compressed files, security headers, a health check."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages import PAGES
from pages.shared import graphs, spoken, uploads
from pages.shared.links import Links

ASSETS = Path(__file__).resolve().parent / "assets"
PACKAGED = {
    "plotly.min.js": Path(str(files("plotly"))) / "package_data" / "plotly.min.js",
    "vis-network.min.js": Path(str(files("pyvis"))) / "lib" / "vis-9.1.2" / "vis-network.min.js",
    "vis-network.css": Path(str(files("pyvis"))) / "lib" / "vis-9.1.2" / "vis-network.css",
}


def inline_script_hashes(html: str) -> list[str]:
    """The CSP sources that allow exactly the scripts written inside a page.

    >>> inline_script_hashes("<script>let a = 1</script>")
    ["'sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ='"]
    """
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_policy() -> str:
    """The content security policy: this server only, no inline script but Streamlit's own, no ``eval``."""
    index = (Path(str(files("streamlit"))) / "static" / "index.html").read_text(encoding="utf-8")
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *inline_script_hashes(index)]),  # blob: inline components
        "style-src": "'self' 'unsafe-inline'",  # emotion, Plotly and Streamlit write style elements
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "media-src": "'self' blob:",
        "frame-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


SECURITY_HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


#: Of Streamlit's chart: it is drawn when the width of its place is known, not at -1 before and then once more.
DRAWN_TOO_EARLY = (b"let{width:t}=E(k);return t?", b"let{width:t}=E(k);return t>0?")


class SecurityHeaders:
    """Middleware that puts SECURITY_HEADERS on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer of the app, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class CompressedScripts:
    """Middleware that compresses each script and style sheet once and keeps it, the one of charts put right.

    Streamlit sends its own files as they are (Plotly's is 4.7 MB, 1.4 MB compressed) because
    compressing per request costs more than it saves; once per process costs next to nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer of the app, compressed where it is a script or style sheet."""
        if not self.applies(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self.kept:
            status, headers, body = await self.fetch(scope, receive)
            if status != 200:
                await Response(body, status, {"Content-Type": "text/plain"})(scope, receive, send)
                return
            packed = await asyncio.to_thread(gzip.compress, body.replace(*DRAWN_TOO_EARLY), 6, mtime=0)
            self.kept[path] = (packed_headers(headers, len(packed)), packed)
        kept_headers, packed = self.kept[path]
        await send({"type": "http.response.start", "status": 200, "headers": kept_headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else packed})

    @staticmethod
    def applies(scope: Scope) -> bool:
        """Whether a request wants the whole of a script or style sheet and can take it compressed."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        headers = Headers(scope=scope)
        return (
            scope["path"].startswith(("/static/", "/assets/"))
            and scope["path"].endswith((".js", ".css"))
            and "gzip" in headers.get("accept-encoding", "")
            and "range" not in headers
            and "if-none-match" not in headers
        )

    async def fetch(self, scope: Scope, receive: Receive) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Status, headers and body of the app's own answer, uncompressed."""
        plain = {**scope, "method": "GET", "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(message)

        await self.app(plain, receive, collect)
        return messages[0]["status"], messages[0]["headers"], b"".join(m.get("body", b"") for m in messages[1:])


def packed_headers(headers: list[tuple[bytes, bytes]], size: int) -> list[tuple[bytes, bytes]]:
    """The headers of a file, made true for its compressed form."""
    kept = [(k, v) for k, v in headers if k.lower() not in (b"content-length", b"accept-ranges", b"vary")]
    added = {"content-encoding": "gzip", "content-length": str(size), "vary": "Accept-Encoding"}
    return kept + [(k.encode(), v.encode()) for k, v in added.items()]


class Assets(StaticFiles):
    """Our own files: fonts for a year (their names never change their content), the rest asked for anew."""

    def file_response(self, full_path: Any, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Starlette's own
        """The file, with how long a browser may keep it."""
        response = super().file_response(full_path, *args, **kwargs)
        font = str(full_path).endswith(".woff2")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if font else "no-cache"
        return response


async def packaged(request: Request) -> FileResponse:
    """A script or style sheet out of an installed Python package."""
    name = request.url.path.rsplit("/", 1)[-1]
    return FileResponse(PACKAGED[name], headers={"Cache-Control": "no-cache"})


async def healthz(_: Request) -> JSONResponse:
    """``{"status": "ok"}`` once the server answers."""
    return JSONResponse({"status": "ok"})


async def first_page(request: Request) -> RedirectResponse:
    """The way to the root with the same filter: only there does Streamlit find the first page of the menu."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./")


ROUTES: list[BaseRoute] = [
    Route("/healthz", healthz),
    *graphs.ROUTES,
    *uploads.ROUTES,
    Route(f"/{PAGES[0]}", first_page),
    *(Route(f"/assets/{name}", packaged) for name in PACKAGED),
    Route("/assets/words/{code}.json", spoken.words),
    Mount("/assets", Assets(directory=ASSETS)),
]
MIDDLEWARE = [Middleware(SecurityHeaders), Middleware(Links), Middleware(spoken.Spoken), Middleware(CompressedScripts)]
