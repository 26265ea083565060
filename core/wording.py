"""Text that people typed: made one line or several, without marks that hide or turn it, and never too long."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlparse

from core.errors import CaseError
from core.i18n import _, number

# Invisible marks that reorder or hide text: a hostile name could turn the words beside it round.
_INVISIBLE = {"Cc", "Cf", "Cs"}
_NOT_IN_XML = {"\ufffe", "\uffff"}
_KEPT = {"\u200c", "\u200d"}  # joiners: Persian, Hindi and other scripts are misspelt without them
#: Cyrillic and Greek letters that look like Latin ones: two names that only differ in them look the same.
_LOOKALIKES = str.maketrans("авекмнорстухіјѕԁһԛԝαβεικνορτυχ", "abekmhopctyxijsdhqwabeikvoptux")


def clean(text: object) -> str:
    """The text on one line, without control characters and marks that turn the reading direction round.

    >>> clean("a\\u202eb\\nc")
    'ab c'
    """
    spaced = "".join(" " if sign in "\t\r\n\u2028\u2029" else sign for sign in str(text))
    return "".join(sign for sign in spaced if sign in _KEPT or is_seen(sign))


def is_seen(sign: str) -> bool:
    """Whether a sign is neither a control character nor an invisible mark."""
    return unicodedata.category(sign) not in _INVISIBLE and sign not in _NOT_IN_XML


def one_line(text: object, most: int, what: str) -> str:
    """A name as it is kept: one line, single spaces, no hidden marks; a CaseError where it is over ``most`` characters.

    >>> one_line(" Circle\\u200b\\u202e  A\\n", 80, "name")
    'Circle A'
    """
    return _short_enough(" ".join(unicodedata.normalize("NFC", clean(text)).split()), most, what)


def several_lines(text: object, most: int, what: str) -> str:
    """A longer text as it is kept: its lines, without hidden marks; a CaseError where it is too long."""
    lines = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _short_enough("\n".join(clean(line).rstrip() for line in lines).strip(), most, what)


def _short_enough(text: str, most: int, what: str) -> str:
    if len(text) > most:
        said = _("The {what} has {n} characters; {most} are the most.")
        raise CaseError(
            said.format(what=what, n=number(len(text)), most=number(most)), remedy=_("Shorten it; nothing was saved.")
        )
    return text


def identity(name: str) -> str:
    """What two names have in common that readers cannot tell apart: case, width, hidden marks, look-alike letters.

    >>> identity("Сircle\\u200d A") == identity("circle  a")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    seen = "".join(sign for sign in folded if is_seen(sign))
    return " ".join(seen.translate(_LOOKALIKES).split())


def is_web_address(text: str) -> bool:
    """Whether a text is a whole http or https address.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlparse(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in text)
