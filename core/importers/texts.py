"""Texts, ids and addresses as they may be stored: clean, but never changed in meaning."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from typing import Any

RAW_LIMIT = 2_000
TEXT_LIMIT = 1_000_000
_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)
_DAMAGED = re.compile(r"^\s*\d(?:[.,]\d+)?E\+?\d+\s*$", re.IGNORECASE)
_ANCHOR = re.compile(r">([^<]*)</a>")
_MARKUP = re.compile(r"<[^>]{0,5000}>")
_STATUS = re.compile(r"(?:twitter|x)\.com/([^/?#]+)/status(?:es)?/(\d+)", re.IGNORECASE)


def unescaped(text: str) -> str:
    """The text with the three entities that X writes (``&amp; &lt; &gt;``) as characters, and no others.

    >>> unescaped("Q&amp;A &lt;b&gt; &copy=1")
    'Q&A <b> &copy=1'
    """
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def cleaned(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value without NULs, and with U+FFFD for half surrogates."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned(item) for key, item in value.items()}
    return value


def raw_text(raw: bytes | str | memoryview) -> str:
    """The first 2,000 characters of a record that could not be read."""
    if isinstance(raw, str):
        return raw[:RAW_LIMIT].replace("\x00", "")
    return bytes(raw[: RAW_LIMIT * 4]).decode("utf-8", "replace")[:RAW_LIMIT].replace("\x00", "")


def id_text(*candidates: str | int | float | None) -> str | None:
    """The first usable id as text; a number that lost digits as a float is not usable."""
    for value in candidates:
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and value >= 0:
            return str(value)
        if isinstance(value, float) and value.is_integer() and 0 <= value < 2**53:
            return str(int(value))
    return None


def count_of(value: str | int | float | None) -> int | None:
    """A count as a whole number, also where it is written as text; None for what is no count, such as -1 for hidden.

    >>> count_of("1200"), count_of(7.0), count_of("1,200"), count_of("-1"), count_of("")
    (1200, 7, 1200, None, None)
    """
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = int(float(value.replace(",", ""))) if isinstance(value, str) else int(value)
    except (ValueError, OverflowError):
        return None
    return number if number >= 0 else None


def is_damaged_id(value: str) -> bool:
    """True for an id that a spreadsheet program rounded.

    >>> is_damaged_id("1.32E+18"), is_damaged_id("1323000000000000123")
    (True, False)
    """
    return _DAMAGED.match(value) is not None


def synthetic_id(account_id: str | None, posted_at_us: int | None, text: str | None) -> str:
    """An id for a post that has none: a hash of author, time and text."""
    content = f"{account_id or ''}\x1f{posted_at_us or ''}\x1f{text or ''}".encode("utf-8", "replace")
    return "syn-" + hashlib.blake2b(content, digest_size=16).hexdigest()


def domain(url: str | None) -> str | None:
    """The host of an address in small letters, without ``www.``.

    >>> domain("https://www.Example.com/a?b=1")
    'example.com'
    """
    found = _HOST.match(url or "")
    return found.group(1).lower().removeprefix("www.") if found else None


def plain_text(html: str) -> str:
    """The words of a text that is written in HTML, with its line breaks.

    >>> plain_text("<p>One &amp; two<br>three</p><p>four</p>")
    'One & two\\nthree\\n\\nfour'
    """
    lines = re.sub(r"</p>\s*<p[^>]*>", "\n\n", re.sub(r"<br\s*/?>", "\n", html, flags=re.IGNORECASE))
    return unescape(_MARKUP.sub("", lines)).strip()


def client_name(source: str | None) -> str | None:
    """The program's name out of X's ``<a href=…>name</a>``."""
    if not source:
        return None
    found = _ANCHOR.search(source)
    return unescaped(found.group(1)) if found else source


def status_in(url: str | None) -> tuple[str | None, str | None]:
    """Handle and post id out of the address of an X post.

    >>> status_in("https://twitter.com/someone/status/123?s=20")
    ('someone', '123')
    """
    found = _STATUS.search(url or "")
    if not found:
        return None, None
    handle = None if found.group(1).lower() == "i" else found.group(1)
    return handle, found.group(2)
