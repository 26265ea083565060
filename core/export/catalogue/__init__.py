"""Every figure of every page, by name: what ``core.export.batch`` can write."""

from __future__ import annotations

from core.export.catalogue import accounts, cascades, scores, spreaders, timeline, whole_map
from core.export.catalogue.entry import Drawn, Figure, Settings

#: In menu order of their pages.
ALL: tuple[Figure, ...] = (
    *timeline.FIGURES,
    *cascades.FIGURES,
    *spreaders.FIGURES,
    *whole_map.FIGURES,
    *accounts.FIGURES,
    *scores.FIGURES,
)
FIGURES: dict[str, Figure] = {figure.name: figure for figure in ALL}

__all__ = ["ALL", "FIGURES", "Drawn", "Figure", "Settings"]
