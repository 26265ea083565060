"""Sizes in which charts are published, in CSS pixels of 1/96 inch; print columns say their millimetres, too."""

from __future__ import annotations

from dataclasses import dataclass

MM_PER_INCH = 25.4
CSS_PX_PER_INCH = 96
PRINT_DPI = 300


@dataclass(frozen=True)
class Preset:
    """A size; the height is the least one: a picture grows where its words need more room."""

    width: int
    height: int
    mm: float | None = None

    @property
    def scale(self) -> float | None:
        """What makes 300 dots per inch of it in print; None where the reporter chooses."""
        return PRINT_DPI / CSS_PX_PER_INCH if self.mm else None


def column(mm: float, ratio: float = 0.75) -> Preset:
    """A print column of so many millimetres.

    >>> column(90).width
    340
    """
    width = round(mm / MM_PER_INCH * CSS_PX_PER_INCH)
    return Preset(width, round(width * ratio), mm)


PRESETS: dict[str, Preset] = {
    "16:9": Preset(1200, 675),
    "4:3": Preset(1200, 900),
    "1:1": Preset(1080, 1080),
    "4:5": Preset(1080, 1350),
    "9:16": Preset(1080, 1920),
    "600": Preset(600, 400),
    "1200": Preset(1200, 750),
    "90mm": column(90),
    "140mm": column(140),
    "190mm": column(190),
}
