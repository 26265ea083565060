"""Streamlit's own page in the reader's language: its ``lang``, and the words that Streamlit has no setting for.

Before any script of Streamlit, the page loads ``words.js``, which exchanges those words wherever they appear.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.i18n import LANGUAGES, use_language, wanted_language
from pages.shared.streamlit_words import calendar_words, streamlit_words

#: A page that a browser kept may be in another language, and a compressed one cannot be changed (it has 8 kB).
_NOT_PASSED_ON = (b"if-none-match", b"if-modified-since", b"accept-encoding")
_LANG, _HEAD = b'<html lang="en">', b"<head>"
_OURS = b'<script src="./assets/words.js"></script><link rel="stylesheet" href="./assets/fonts.css">'


def language_of(scope: Scope) -> str:
    """The code of the language that a request asks for: in its address, else in its headers."""
    stated = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("hl", [""])[-1]
    return stated if stated in LANGUAGES else wanted_language(Headers(scope=scope).get("accept-language"))


def in_language(page: bytes, code: str) -> bytes:
    """Streamlit's page, said to be in this language, with our script and the faces of our font before its own.

    >>> in_language(b'<html lang="en"><head></head></html>', "ru").partition(b"<link")[0]
    b'<html lang="ru"><head><script src="./assets/words.js"></script>'
    """
    spoken = page.replace(_LANG, f'<html lang="{code}">'.encode(), 1)
    return spoken.replace(_HEAD, _HEAD + _OURS, 1)


class Spoken:
    """Middleware that hands out Streamlit's page in the language that the browser asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer of the app; where it is a web page, in the reader's language."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or "." in scope["path"].rsplit("/", 1)[-1]:
            await self.app(scope, receive, send)
            return
        code, begun, body = language_of(scope), [], b""

        async def collect(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start" and Headers(raw=message["headers"]).get(
                "content-type", ""
            ).startswith("text/html"):
                begun.append(message)
            elif not begun:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await _send_page(begun[0], in_language(body, code) if body else b"", send)

        asked = [header for header in scope["headers"] if header[0] not in _NOT_PASSED_ON]
        await self.app({**scope, "headers": asked}, receive, collect)


async def _send_page(begin: Message, page: bytes, send: Send) -> None:
    headers = MutableHeaders(raw=[h for h in begin["headers"] if h[0].lower() not in (b"etag", b"last-modified")])
    headers["Vary"] = "Accept-Language"
    if page:
        headers["Content-Length"] = str(len(page))
    elif "content-length" in headers:
        del headers["Content-Length"]  # an answer to HEAD: its page was never made
    await send({**begin, "headers": headers.raw})
    await send({"type": "http.response.body", "body": page})


async def words(request: Request) -> JSONResponse:
    """Streamlit's words in a language, by its English ones."""
    use_language(request.path_params["code"])
    return JSONResponse({**streamlit_words(), **calendar_words()}, headers={"Cache-Control": "no-cache"})
