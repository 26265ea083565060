"""The palette: constancy, and the shades of the other background; test_colour.py measures it."""

from __future__ import annotations

from core.export import style
from core.model import BANDS, KINDS, PLATFORMS

DEMO_LANGUAGES = ("en", "fr", "es", "de", "zh", "ru", "hi", "el", "tr", "kk")


def every_colour(dark):
    yield from (style.language_colour(code, dark) for code in (*DEMO_LANGUAGES, "und", None, "uk", "ar", "it", "ja"))
    yield from (style.language_colour(f"x{n}", dark) for n in range(60))
    yield from (style.platform_colour(name, dark) for name in PLATFORMS)
    yield from (style.kind_colour(kind, dark) for kind in KINDS)
    yield from (style.band_colour(band, dark) for band in BANDS)
    yield from (style.community_colour(place, dark) for place in range(12))
    yield from (style.group_colour(f"group {n}", dark) for n in range(40))


def test_a_name_keeps_its_colour_and_a_region_does_not_change_the_language():
    assert style.language_colour("zh-Hans") == style.language_colour("ZH") == style.language_colour("zh")
    assert style.group_colour("Outlets") == style.group_colour("Outlets")
    assert style.language_colour("und") == style.language_colour(None) == style.OTHER.light


def test_layout_merges_what_the_page_asks_for_and_shares_nothing():
    made = style.layout(True, barmode="stack", margin={"l": 5}, font={"size": 20})
    assert (made["barmode"], made["margin"]["l"], made["margin"]["b"]) == ("stack", 5, 40)
    assert made["font"] == {"family": style.FONT, "size": 20, "color": style.INK.dark}
    assert style.layout(True)["margin"]["l"] == 56


def test_each_shade_has_one_partner_so_that_a_figure_can_be_repainted():
    light, dark = list(every_colour(False)), list(every_colour(True))
    assert len(set(light)) == len(set(dark)) == len(set(zip(light, dark, strict=True)))
    assert style.repaint(light, True) == dark
    assert style.repaint(dark, False) == light
