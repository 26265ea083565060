"""From SVG to PNG and PDF without a browser, with the fonts that ship with Whence."""

from __future__ import annotations

import logging
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from core.errors import ExportError
from core.i18n import _

FONTS = Path(__file__).parents[2] / "data" / "fonts"
logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of the sizes that vl-convert writes
PX_PER_INCH, POINTS_PER_INCH = 96, 72


@lru_cache(maxsize=1)
def _engine() -> Any:  # noqa: ANN401 - vl-convert has no types
    try:
        import vl_convert  # 30 MB, loaded only by those who export
    except ImportError as error:
        raise ExportError(
            _("This computer cannot draw PNG or PDF yet."),
            remedy=_("Run “pip install vl-convert-python”, or save PNG and SVG with your own browser."),
        ) from error
    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def complaint() -> str:
    """Why the server cannot draw PNG and PDF, and what to do; empty where it can."""
    try:
        _engine()
    except ExportError as error:
        return str(error)
    return ""


def png_bytes(svg: str, scale: float) -> bytes:
    """The picture as PNG, so many dots for each pixel."""
    picture: bytes = _engine().svg_to_png(svg, scale=scale)
    return picture


def pdf_bytes(svg: str, facts: dict[str, str], language: str) -> bytes:
    """The picture as PDF of one page with embedded fonts; ``facts`` go into its properties.

    A CSS pixel is 3/4 of a point, so that print columns come out at their millimetres.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    page: bytes = _engine().svg_to_pdf(svg)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(page)))
    writer.pages[0].scale_by(POINTS_PER_INCH / PX_PER_INCH)
    writer.add_metadata({f"/{name}": words for name, words in facts.items() if words})
    writer.root_object[NameObject("/Lang")] = TextStringObject(language)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
