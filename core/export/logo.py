"""The logo of a newsroom on its charts: a small PNG or SVG in which nothing runs or looks elsewhere."""

from __future__ import annotations

import re
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from zlib import crc32

from core.errors import ExportError
from core.i18n import _

#: A logo is drawn into every chart, and a page holds it several times.
MOST_BYTES = 200_000
MOST_PIXELS = 2000
#: The room of a logo below a chart, in CSS pixels.
WIDEST, HIGHEST = 150.0, 34.0
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: What draws; everything else of a PNG (camera, place, comments) stays behind.
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
#: Elements that draw still shapes. What is not among them is refused.
_SHAPES = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc metadata defs symbol use clipPath mask "
    "linearGradient radialGradient stop pattern style".split()
)
#: In attributes and style rules: anything that is fetched, or runs.
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|javascript:|expression\(|-moz-binding|\\", re.IGNORECASE)
_SVG = "{http://www.w3.org/2000/svg}"
#: Copies of copies grow beyond all bounds.
MOST_USES = 16
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as a data address, and its size on a chart in CSS pixels."""

    source: str
    width: float
    height: float


def read_logo(path: Path) -> Logo:
    """The logo of a file; ExportError where it cannot be read or must not be drawn."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ExportError(
            _("The logo cannot be read: {error}.").format(error=error.strerror or error), file=path.name
        ) from error
    return logo_of(data, path.name)


def logo_of(data: bytes, name: str = "", most: int = MOST_BYTES) -> Logo:
    """The logo as it may be drawn; ExportError with one sentence where it may not."""
    if len(data) > most:
        raise ExportError(_("The logo is larger than 200 kB."), file=name, remedy=_("Save it smaller."))
    if data.startswith(_SIGNATURE):
        kept, across, down = _png(data, name)
        return _sized(f"data:image/png;base64,{b64encode(kept).decode()}", across, down)
    clean, width, height = _svg(data, name)
    return _sized(f"data:image/svg+xml;base64,{b64encode(clean).decode()}", width, height)


def again(source: str) -> Logo | None:
    """The logo of a recipe, looked through once more; None where it has none."""
    if not source:
        return None
    try:
        return logo_of(b64decode(source.partition(",")[2], validate=True), most=2 * MOST_BYTES)
    except ValueError as error:
        raise ExportError(_("The logo cannot be read: {error}.").format(error=error)) from error


def _sized(source: str, width: float, height: float) -> Logo:
    factor = min(WIDEST / width, HIGHEST / height)
    return Logo(source, round(width * factor, 2), round(height * factor, 2))


def _refused(name: str) -> ExportError:
    return ExportError(
        _("The logo is no PNG or SVG that can be drawn."), file=name, remedy=_("Save it as PNG or as plain SVG.")
    )


def _png(data: bytes, name: str) -> tuple[bytes, int, int]:
    """The picture without everything that does not draw, and its size in pixels."""
    kept, at = [_SIGNATURE], len(_SIGNATURE)
    seen: list[bytes] = []
    while at + 12 <= len(data) and (not seen or seen[-1] != b"IEND"):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, chunk = data[at + 4 : at + 8], data[at : at + 12 + length]
        if len(chunk) != 12 + length or crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise _refused(name)
        seen.append(kind)
        kept += [chunk] if kind in _KEPT else []
        at += 12 + length
    if not seen or seen[0] != b"IHDR" or seen[-1] != b"IEND" or b"IDAT" not in seen:
        raise _refused(name)
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise ExportError(
            _("The logo has more than 2,000 pixels along a side."), file=name, remedy=_("Save it smaller.")
        )
    return b"".join(kept), width, height


def _svg(data: bytes, name: str) -> tuple[bytes, float, float]:
    """The drawing as it was parsed, and its size; ExportError where it could run something or ask for something."""
    if re.search(rb"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", data, re.IGNORECASE):
        raise _looks_elsewhere(name)
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - no entities are left at this point
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise _refused(name) from error
    if root.tag != f"{_SVG}svg":
        raise _refused(name)
    _drop_foreign(root)
    if sum(element.tag == f"{_SVG}use" for element in root.iter()) > MOST_USES:
        raise _refused(name)
    for element in root.iter():
        _check(element, name)
    width, height = _size(root, name)
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    return ElementTree.tostring(root, encoding="utf-8"), width, height


def _drop_foreign(element: ElementTree.Element) -> None:
    """Take out what is no SVG, such as the notes of a drawing program."""
    for child in list(element):
        if isinstance(child.tag, str) and child.tag.startswith(_SVG):
            _drop_foreign(child)
        else:
            element.remove(child)


def _check(element: ElementTree.Element, name: str) -> None:
    if _local(element.tag) not in _SHAPES:
        raise _looks_elsewhere(name)
    for key, value in element.attrib.items():
        known = _local(key).lower()
        if known.startswith("on") or known in ("href", "src", "base") and not value.startswith("#"):
            raise _looks_elsewhere(name)
        if _ELSEWHERE.search(value):
            raise _looks_elsewhere(name)
    if _local(element.tag) == "style" and _ELSEWHERE.search(element.text or ""):
        raise _looks_elsewhere(name)


def _looks_elsewhere(name: str) -> ExportError:
    return ExportError(
        _("The logo holds a script, a link or something that lies outside it."), file=name,
        remedy=_("Save it as plain SVG or as PNG."),
    )  # fmt: skip


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _size(root: ElementTree.Element, name: str) -> tuple[float, float]:
    """Width and height, of the view box or as they are stated; without a view box it is given one, to be scaled."""
    box = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    stated = [_NUMBER.fullmatch(root.get(side, "")) for side in ("width", "height")]
    width, height = (float(found[1]) if found else 0.0 for found in stated)
    if len(box) == 4:
        width, height = float(box[2]), float(box[3])
    if width <= 0 or height <= 0 or max(width, height) > 1e6 or max(width, height) / min(width, height) > 100:
        raise _refused(name)
    root.set("viewBox", root.get("viewBox") or f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return width, height
