"""Colours and the second cue, measured: contrast, three kinds of sight, and every chart that tells classes apart."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.export import style
from core.export.figures import timeline
from core.export.figures.cascades import growth_figure, tree_figure
from core.export.figures.scores import histogram_figure
from core.export.figures.timeline import Look, timeline_figure
from core.model import BANDS, KINDS, PLATFORMS

ROOT = Path(__file__).parents[3]
LANGUAGES = ("en", "fr", "es", "de", "zh", "ru", "hi", "el", "tr", "kk", "und", "other")
# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "normal": np.eye(3),
    "deuteranope": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanope": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
}
#: The least distance (CIEDE2000) of two colours that may stand side by side; Okabe and Ito's eight reach 11.6.
LEAST = 10.0
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
# fmt: skip


def linear(colour):
    share = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(float(linear(colour) @ TO_XYZ[1]) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour, sight="normal"):
    ratio = TO_XYZ @ np.clip(np.asarray(SIGHT[sight]) @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one, other):
    """The distance of two CIELAB colours (Sharma, Wu & Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean7 / (mean7 + 25.0**7))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = np.radians(h1 + turn / 2 if c1 * c2 else h1 + h2)
    weight = (
        1 - 0.17 * np.cos(hue - np.radians(30)) + 0.24 * np.cos(2 * hue)
        + 0.32 * np.cos(3 * hue + np.radians(6)) - 0.20 * np.cos(4 * hue - np.radians(63))
    )  # fmt: skip
    d_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    d_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    d_hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2) / (1 + 0.015 * chroma * weight)
    blue = np.radians(30 * np.exp(-(((np.degrees(hue) % 360 - 275) / 25) ** 2)))
    bend = -np.sin(2 * blue) * 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    return float(np.sqrt(d_light**2 + d_chroma**2 + d_hue**2 + bend * d_chroma * d_hue))


def closest(colours, sight):
    """The smallest distance of any two of the named colours, and which two."""
    points = {name: lab(colour, sight) for name, colour in colours.items()}
    return min((ciede2000(points[a], points[b]), a, b) for a, b in combinations(points, 2))


def hue_of(colour):
    _light, a, b = lab(colour)
    return float(np.degrees(np.arctan2(b, a)) % 360)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_measure_of_distance_gives_the_published_figures(one, other, distance):
    assert ciede2000(one, other) == pytest.approx(distance, abs=1e-4)


def test_the_measure_fails_where_it_should():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    red_and_green = {"red": "#d62728", "green": "#7f7f17"}
    assert closest(red_and_green, "normal")[0] > 3 * LEAST > LEAST > closest(red_and_green, "deuteranope")[0]


SETS = {
    "languages": (style.language_colour, LANGUAGES),
    "platforms": (style.platform_colour, tuple(PLATFORMS)),
    "kinds": (style.kind_colour, KINDS),
    "bands": (style.band_colour, tuple(BANDS)),
    "communities": (style.community_colour, (*range(10), None)),
}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("which", SETS)
def test_colours_of_one_chart_are_told_apart(which, dark, sight):
    colour, names = SETS[which]
    assert closest({name: colour(name, dark) for name in names}, sight) >= (LEAST,)


@pytest.mark.parametrize("dark", [False, True])
def test_marks_have_three_to_one_on_the_page_and_on_paper(dark):
    marks = {f"{which} {name}": colour(name, dark) for which, (colour, names) in SETS.items() for name in names}
    marks |= {f"language x{n}": style.language_colour(f"x{n}", dark) for n in range(60)}
    marks |= {f"group {n}": style.group_colour(f"group {n}", dark) for n in range(60)}
    for ground in (style.PAPER.on(dark), style.SHEET.on(dark)):
        assert {name: contrast(shade, ground) for name, shade in marks.items() if contrast(shade, ground) < 3} == {}


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_four_and_a_half_to_one_on_the_page_and_on_paper(dark):
    words = [style.INK, style.QUIET, style.WARNING, style.PRIMARY, *(shades_of(b) for b in BANDS if b != "unscored")]
    for ground in (style.PAPER, style.SHEET):
        assert min(contrast(each.on(dark), ground.on(dark)) for each in words) >= 4.5


def shades_of(band):
    return style.Shades(style.band_colour(band), style.band_colour(band, True))


@pytest.mark.parametrize("dark", [False, True])
def test_no_band_of_the_bot_score_is_red_or_green(dark):
    hues = {band: hue_of(style.band_colour(band, dark)) for band in BANDS if band != "unscored"}
    assert all(50 < hue < 100 or 200 < hue < 330 for hue in hues.values()), hues


def test_no_two_classes_of_a_figure_share_a_cue():
    for names in (LANGUAGES[:6], LANGUAGES[-7:], ("uk", "be", "ky", "ur", "fa", "und", "other"), KINDS, tuple(BANDS)):
        for part in range(3):
            assert len({cue[part] for cue in style.cues(names).values()}) == len(names) <= style.MOST_CLASSES


def test_a_class_keeps_its_colour_and_its_cue_when_others_come_and_go():
    for names in combinations(("en", "ru", "es", "kk", "zh", "und", "other"), 4):
        assert style.cues(names) == {name: style.cues([name])[name] for name in names}


HOURS = 300
COUNTS = pd.DataFrame(
    [
        {"bin": pd.Timestamp("2020-02-07") + pd.Timedelta(hours=hour), "part": part, "n": 1 + place}
        for place, part in enumerate(LANGUAGES[:-1])
        for hour in range(HOURS)
    ]
)


def languages_over_time(**look):
    return timeline_figure(COUNTS, "lang", "1 hour", Look(**look), lambda _split, part: part)


def tree_of_languages():
    root = datetime(2020, 2, 7)
    rows = [
        {"post_no": n, "parent_no": 0, "depth": 1, "source": "star", "at": root + timedelta(minutes=n),
         "lang": LANGUAGES[n % 11], "followers": n, "handle": "a", "kind_name": "share"}
        for n in range(1, 45)
    ]  # fmt: skip
    return tree_figure(pd.DataFrame(rows), root, "lang", style.language_colour, str, False)


def cue_of(trace):
    """What a trace shows beside its colour, and the colour."""
    marker, line = trace.get("marker", {}), trace.get("line", {})
    if trace["type"] == "bar":
        return marker["pattern"]["shape"], marker["color"]
    if "fillpattern" in trace:
        return trace["fillpattern"]["shape"], trace["fillcolor"]
    return (marker["symbol"], marker["color"]) if "markers" in trace["mode"] else (line["dash"], line["color"])


@pytest.mark.parametrize("form", ["bars", "outlines", "lines", "cumulative", "log", "tree"])
def test_classes_of_a_chart_are_few_and_differ_in_more_than_colour(form, monkeypatch):
    if form == "bars":
        monkeypatch.setattr(timeline, "MOST_BARS", 10_000)
    looks = {"bars": {}, "outlines": {}, "lines": {"lines": True}, "cumulative": {"cumulative": True},
             "log": {"cumulative": True, "log": True}}  # fmt: skip
    spec = tree_of_languages() if form == "tree" else languages_over_time(**looks[form])
    found = [cue_of(trace) for trace in spec["data"] if trace["name"] in LANGUAGES]
    assert len(found) == style.MOST_CLASSES
    assert len({cue for cue, _colour in found}) == len({colour for _cue, colour in found}) == len(found)


def test_links_of_a_tree_differ_in_their_dash_and_the_root_in_its_symbol():
    links = [trace for trace in tree_of_languages()["data"] if trace["mode"] == "lines"]
    symbols = [trace["marker"]["symbol"] for trace in tree_of_languages()["data"] if trace["mode"] == "markers"]
    assert len({trace["line"]["dash"] for trace in links}) == len(links) == 2
    assert len(set(symbols)) == len(symbols)


def test_bars_below_the_cut_off_have_an_edge_of_the_full_colour():
    counts = pd.DataFrame({"status": "scored", "score_bin": range(20), "accounts": 5, "posts": 9})
    bars = histogram_figure(counts, "accounts", 3.0, False, "accounts")["data"][0]["marker"]
    assert min(contrast(colour, style.SHEET.light) for colour in bars["line"]["color"]) >= 3
    assert {style.repaint(fill, True) for fill in bars["color"][:8]} == {
        style.faint(style.band_colour("none", True), 0.3)
    }


@pytest.mark.parametrize("dark", [False, True])
def test_the_bars_behind_the_growth_are_seen(dark):
    times = pd.Series(pd.date_range("2020-02-07", periods=30, freq="min"))
    bars = growth_figure(times, dark)["data"][1]["marker"]["color"]
    assert contrast(bars, style.SHEET.on(dark)) >= 3


COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|rgba?\(\s*[1-9]")
#: Names of files where "#" begins something else, and what is a colour of nobody: black, white, fully clear.
PLAIN = {"#000", "#fff", "#ffffff", "#000000"}


def palette():
    lists = (style._SERIES, style._PLATFORMS, style._KINDS, style._BANDS)
    shades = [*(each for some in lists for each in some.values()), *style._FURTHER, style.INK, style.PAPER, style.SHEET,
              style.QUIET, style.GRID, style.RULE, style.PRIMARY, style.WARNING, style.OTHER]  # fmt: skip
    return {tone.lower() for each in shades for tone in each} | PLAIN


def test_there_is_one_palette():
    """No colour in a page, a script or a style sheet that core/export/style.py does not have."""
    files = [
        path
        for folder in ("pages", "core")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".css", ".js")
    ]
    files.remove(ROOT / "core/export/style.py")
    strange = {
        f"{path.relative_to(ROOT)}: {colour}"
        for path in files
        if ".min." not in path.name and "vendor" not in path.parts
        for colour in COLOUR.findall(path.read_text(encoding="utf-8"))
        if colour.lower() not in palette()
    }
    assert strange == set()


@pytest.mark.parametrize(("part", "dark"), [("light", False), ("dark", True)])
def test_the_theme_of_the_page_has_the_same_colours(part, dark):
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"][part]
    assert theme["primaryColor"] == theme["linkColor"] == style.PRIMARY.on(dark)
    assert theme["backgroundColor"] == style.SHEET.on(dark)
    assert not [name for name in theme if name.startswith("chart")]
