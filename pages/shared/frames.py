"""What every chart of this run says about itself."""

from __future__ import annotations

from typing import Any

from core.export.context import Context
from core.export.frame import Frame
from core.export.framing import framed_view
from pages.shared import cached_provenance


def frame_of(context: Context, title: str, alt: str, **told: Any) -> Frame:  # noqa: ANN401 - see framed_view
    """The frame of a chart, see ``core.export.framing.framed_view``, with the source line of this view."""
    return framed_view(context, cached_provenance.source(context), title, alt, **told)
