"""What a table says about itself, as a text beside the CSV: the CSV stays readable for programs."""

from __future__ import annotations

from core.export.frame import Frame, footer_parts, simulated_words
from core.export.text import clean
from core.i18n import _


def about_bytes(frame: Frame, file: str) -> bytes:
    """Title, mark of simulated data, n, filter, zone, source and method of the table in ``file``, line by line."""
    mark = f"{simulated_words()}: {_('invented accounts and posts')}" if frame.simulated else ""
    about = _("About the table in {file}").format(file=file)
    lines = (about, mark, frame.title, frame.subtitle, frame.alt)
    told = [*map(clean, filter(None, lines)), *(part for line in footer_parts(frame) for part in line)]
    return ("\r\n".join(told) + "\r\n").encode("utf-8-sig")
