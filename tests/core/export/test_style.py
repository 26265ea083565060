"""The palette: contrast with its background, distance between neighbours, constancy."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from core.export import style
from core.model import BANDS, KINDS, PLATFORMS

DEMO_LANGUAGES = ("en", "fr", "es", "de", "zh", "ru", "hi", "el", "tr", "kk")
# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "deuteranope": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanope": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
}
TO_LMS = np.array(
    [[0.41222, 0.53633, 0.05145], [0.21190, 0.68070, 0.10740], [0.08830, 0.28172, 0.62998]],
)
TO_LAB = np.array(
    [[0.21045, 0.79362, -0.00407], [1.97800, -2.42859, 0.45059], [0.02590, 0.78277, -0.80868]],
)


def linear(colour):
    share = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    weights = np.array([0.2126, 0.7152, 0.0722])
    low, high = sorted(float(linear(colour) @ weights) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def oklab(colour, sight):
    seen = np.clip(np.asarray(SIGHT[sight]) @ linear(colour), 0, 1)
    return TO_LAB @ np.cbrt(TO_LMS @ seen)


def every_colour(dark):
    yield from (style.language_colour(code, dark) for code in (*DEMO_LANGUAGES, "und", None, "uk", "ar", "it", "ja"))
    yield from (style.language_colour(f"x{n}", dark) for n in range(60))
    yield from (style.platform_colour(name, dark) for name in PLATFORMS)
    yield from (style.kind_colour(kind, dark) for kind in KINDS)
    yield from (style.band_colour(band, dark) for band in BANDS)
    yield from (style.community_colour(place, dark) for place in range(12))
    yield from (style.group_colour(f"group {n}", dark) for n in range(40))


@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_has_a_contrast_of_three_to_one(dark):
    paper = style.PAPER.on(dark)
    assert {c: contrast(c, paper) for c in every_colour(dark) if contrast(c, paper) < 3} == {}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("text", [style.INK, style.QUIET, style.WARNING, style.PRIMARY])
def test_text_colours_have_a_contrast_of_four_and_a_half(text, dark):
    assert contrast(text.on(dark), style.PAPER.on(dark)) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("colour", "names"),
    [(style.language_colour, DEMO_LANGUAGES), (style.kind_colour, KINDS), (style.band_colour, BANDS)],
)
def test_neighbours_are_told_apart(colour, names, dark, sight):
    points = [oklab(colour(name, dark), sight) for name in names]
    assert min(np.linalg.norm(one - other) for one, other in combinations(points, 2)) > 0.08


def test_a_name_keeps_its_colour_and_a_region_does_not_change_the_language():
    assert style.language_colour("zh-Hans") == style.language_colour("ZH") == style.language_colour("zh")
    assert style.group_colour("Outlets") == style.group_colour("Outlets")
    assert style.language_colour("und") == style.language_colour(None) == style.OTHER.light


def test_signs_of_automation_are_not_red():
    red, green, blue = (int(style.band_colour("signs")[at : at + 2], 16) for at in (1, 3, 5))
    assert green > 0.4 * red and blue < green


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
