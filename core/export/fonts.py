"""IBM Plex Sans as style rules that a picture can carry inside itself."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from pathlib import Path

ASSETS = Path(__file__).parents[2] / "pages" / "shared" / "assets"
_WEIGHTS = (400, 600)
#: Which characters each file of the font family holds, as (first, last) code points.
_SUBSETS = {
    "latin": ((0x20, 0xFF), (0x2000, 0x206F), (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2212, 0x2212)),
    "latin-ext": ((0x100, 0x2BA), (0x1E00, 0x1EFF)),
    "cyrillic": ((0x401, 0x401), (0x404, 0x404), (0x406, 0x407), (0x410, 0x44F), (0x451, 0x45F), (0x490, 0x491),
                 (0x4B0, 0x4B1), (0x2116, 0x2116)),
    "cyrillic-ext": ((0x460, 0x48F), (0x492, 0x4AF), (0x4B2, 0x52F)),
    "greek": ((0x370, 0x3FF),),
}  # fmt: skip


def font_css(words: str | None = None) -> str:
    """The ``@font-face`` rules that the words need, with the font inside; all of them without words.

    Where the font files are not installed the rules are empty and the browser's own sans serif is used.
    """
    wanted = [name for name in _SUBSETS if words is None or _is_needed(name, words)]
    return "".join(_rule(name, weight) for name in wanted for weight in _WEIGHTS)


def _is_needed(subset: str, words: str) -> bool:
    points = {ord(sign) for sign in words}
    return any(first <= point <= last for first, last in _SUBSETS[subset] for point in points)


@lru_cache
def _rule(subset: str, weight: int) -> str:
    file = ASSETS / "fonts" / f"IBMPlexSans-{weight}-{subset}.woff2"
    if not file.is_file():
        return ""
    ranges = ",".join(f"U+{first:X}-{last:X}" for first, last in _SUBSETS[subset])
    data = b64encode(file.read_bytes()).decode()
    source = f"src:url(data:font/woff2;base64,{data}) format('woff2')"
    return f"@font-face{{font-family:'IBM Plex Sans';font-weight:{weight};{source};unicode-range:{ranges}}}"
