"""Sizes in which charts are published, in CSS pixels of 1/96 inch; print columns say their millimetres, too."""

from __future__ import annotations

from dataclasses import dataclass

MM_PER_INCH = 25.4
CSS_PX_PER_INCH = 96
PRINT_DPI = 300


@dataclass(frozen=True)
class Preset:
    """A size. The height is the least one: a picture grows where its words need more room.

    One whose ratio is ``kept`` grows in both directions, and has as many dots as before.
    """

    width: int
    height: int
    mm: float | None = None
    kept: bool = False

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


#: Formats of the web and of telephones are drawn as small as they are looked at, so that their words can be read there;
#: at the usual two dots for each pixel a 9:16 has 1080 by 1920.
PRESETS: dict[str, Preset] = {
    "16:9": Preset(960, 540, kept=True),
    "4:3": Preset(800, 600, kept=True),
    "1:1": Preset(600, 600, kept=True),
    "4:5": Preset(540, 675, kept=True),
    "9:16": Preset(540, 960, kept=True),
    "600": Preset(600, 400),
    "1200": Preset(1200, 675),
    "90mm": column(90),
    "140mm": column(140),
    "190mm": column(190),
}
