"""A framed figure as SVG with real text, drawn here: no browser, no script, no request."""

from core.export.drawing.picture import svg_text

__all__ = ["svg_text"]
