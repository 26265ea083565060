"""IBM Plex Sans, and Noto Sans for Chinese and Japanese, as style rules that a picture can carry inside itself."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

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


class Face(NamedTuple):
    """One font file: its name in the folder ``fonts``, its weight and the characters it holds."""

    file: str
    weight: int
    characters: str


def faces(words: str | None = None) -> list[Face]:
    """The font files that the words need, of those that are installed; without words, all of them."""
    points = None if words is None else {ord(sign) for sign in words}
    wanted = [name for name in _SUBSETS if points is None or _holds_any(name, points)]
    made = (_face(name, weight) for name in wanted for weight in _WEIGHTS)
    return [face for face in made if (ASSETS / "fonts" / face.file).is_file()]


def font_css(words: str | None = None) -> str:
    """The ``@font-face`` rules that the words need, with the fonts inside; empty where no font is installed."""
    return "".join(map(_rule, faces(words)))


def _holds_any(subset: str, points: set[int]) -> bool:
    return any(first <= point <= last for first, last in _SUBSETS[subset] for point in points)


def _face(subset: str, weight: int) -> Face:
    characters = ",".join(f"U+{first:X}-{last:X}" for first, last in _SUBSETS[subset])
    return Face(f"IBMPlexSans-{weight}-{subset}.woff2", weight, characters)


@lru_cache
def _rule(face: Face) -> str:
    data = b64encode((ASSETS / "fonts" / face.file).read_bytes()).decode()
    source = f"src:url(data:font/woff2;base64,{data}) format('woff2')"
    about = f"font-family:'IBM Plex Sans';font-weight:{face.weight}"
    return f"@font-face{{{about};{source};unicode-range:{face.characters}}}"


IDEOGRAPHS = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
FOREIGN = {400: "NotoSansCJKsc-Regular.otf", 600: "NotoSansCJKsc-Bold.otf"}
FOREIGN_FAMILY = "Noto Sans CJK SC"
_FOLDER = Path(__file__).parents[2] / "data" / "fonts"


def ideographs(words: str) -> str:
    """The Chinese and Japanese signs of the words, each once, in order."""
    return "".join(sorted(set(IDEOGRAPHS.findall(words))))


def foreign_css(words: str) -> str:
    """The ``@font-face`` rules for Chinese and Japanese signs, with just the signs that are used inside."""
    signs = ideographs(words)
    return "".join(_foreign_rule(signs, weight) for weight in FOREIGN) if signs else ""


@lru_cache(maxsize=64)
def _foreign_rule(signs: str, weight: int) -> str:
    from fontTools import subset  # its import costs .2 s, paid only for these scripts

    options = subset.Options(flavor="woff", layout_features=[], notdef_outline=True)
    font = subset.load_font(str(_FOLDER / FOREIGN[weight]), options)
    wanted = subset.Subsetter(options)
    wanted.populate(text=signs)
    wanted.subset(font)
    out = BytesIO()
    font.flavor = "woff"
    font.save(out)
    data = b64encode(out.getvalue()).decode()
    about = f"font-family:'{FOREIGN_FAMILY}';font-weight:{weight}"
    return f"@font-face{{{about};src:url(data:font/woff;base64,{data}) format('woff')}}"
