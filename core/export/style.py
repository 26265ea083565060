"""The one palette and the Plotly defaults of every figure, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any, NamedTuple
from zlib import crc32

from core.export.locales import number_signs

FONT = "IBM Plex Sans, Noto Sans, Arial, sans-serif"
SMALLEST_TEXT_PX = 12


class Shades(NamedTuple):
    """One colour as it is drawn on white and on the dark background."""

    light: str
    dark: str

    def on(self, dark: bool) -> str:
        """The shade for the background in use."""
        return self.dark if dark else self.light


INK = Shades("#16202b", "#e7ecf1")
PAPER = Shades("#ffffff", "#10161d")
QUIET = Shades("#566472", "#9aa7b4")
GRID = Shades("#e3e8ed", "#26303b")
RULE = Shades("#c3ccd5", "#3a4653")
PRIMARY = Shades("#0b5cab", "#8ec5ff")
WARNING = Shades("#b45309", "#f0994a")
OTHER = Shades("#7d8893", "#6f7b87")
#: The page behind the figures (.streamlit/config.toml); exports stand on PAPER.
SHEET = Shades("#fbfaf7", "#0d1520")
#: A figure tells at most so many classes apart, those put together as "other" included.
MOST_CLASSES = 7

# Chosen by search: any two, "other" and unknown included, differ by at least 10 in CIEDE2000 for normal, deuteranope
# and protanope sight (Machado et al. 2009); eight colours of Okabe and Ito reach 11.6. Each has a contrast of 3:1 with
# its background (tests/core/export/test_colour.py).
_SERIES = {
    "en": PRIMARY,
    "ru": Shades("#812606", "#bd4867"),
    "es": Shades("#c67a08", "#e29c1e"),
    "fr": Shades("#3f97dc", "#1c7aa3"),
    "zh": Shades("#f64699", "#f9a4a9"),
    "hi": Shades("#00534b", "#0fb985"),
    "tr": Shades("#2b136d", "#8f6df0"),
    "el": Shades("#088969", "#5ff2da"),
    "kk": Shades("#845f00", "#ffe866"),
    "de": Shades("#3f1d12", "#957602"),
}
_FURTHER = (
    Shades("#5b7c99", "#9fb6cc"),
    Shades("#7c5a78", "#c7a3c2"),
    Shades("#5f7a3a", "#a9c27f"),
    Shades("#a0604d", "#dd9c86"),
    Shades("#4a6fb5", "#86a4e8"),
    Shades("#8a6d9e", "#bfa2d6"),
    Shades("#2f8396", "#77c2d3"),
    Shades("#96762f", "#d3b56c"),
)
# Languages that newsrooms meet often keep a shade of their own; the others share these by their name.
_PLACES = {
    "uk": 0, "it": 1, "pt": 2, "ar": 3, "ja": 4, "id": 5, "ko": 6, "pl": 7, "sr": 2, "bg": 3, "uz": 6, "fa": 7, "nl": 4,
    "ur": 0, "bn": 1, "vi": 5, "th": 7, "ky": 0, "tg": 1, "hy": 5, "ka": 4, "az": 6, "be": 3, "ro": 2, "he": 6, "sv": 5,
}  # fmt: skip
_PLATFORMS = {
    "x": Shades("#2c3947", "#ccd6e0"),
    "telegram": Shades("#3a92d8", "#237ea7"),
    "youtube": Shades("#8f180e", "#e0705f"),
    "tiktok": Shades("#358670", "#82b4a5"),
    "instagram": Shades("#a8327c", "#c695bd"),
    "facebook": Shades("#2c57c1", "#8ba3f5"),
    "bluesky": Shades("#4578a4", "#8dd6ff"),
    "mastodon": Shades("#3706c4", "#7c76eb"),
    "weibo": Shades("#cd7303", "#e5b28f"),
    "reddit": Shades("#c82757", "#c62f5a"),
    "vk": Shades("#0c1554", "#c7f9d9"),
    "web": Shades("#86640a", "#d9b34d"),
    "other": OTHER,
}
_KINDS = {
    "original": PRIMARY,
    "share": _SERIES["es"],
    "quote": _SERIES["tr"],
    "reply": _SERIES["el"],
}
# From blue to orange, no red and no green: a band of a bot score is a measurement, not a verdict.
_BANDS = {
    "none": Shades("#0b7285", "#6fcbd2"),
    "undecided": Shades("#4d3f86", "#9480e0"),
    "signs": WARNING,
    "unscored": OTHER,
}


class Cue(NamedTuple):
    """What tells a class beside its colour: the symbol of its points, the dash of its line, the pattern of its area."""

    symbol: str
    dash: str
    pattern: str


#: As many as a figure has classes. Diamonds are left to roots.
_CUES = (
    Cue("circle", "solid", ""),
    Cue("square", "6px,3px", "/"),
    Cue("triangle-up", "2px,2px", "+"),
    Cue("cross", "13px,3px", "\\"),
    Cue("triangle-down", "8px,3px,2px,3px", "-"),
    Cue("x", "13px,3px,2px,3px", "|"),
    Cue("star", "5px,2px,2px,2px,2px,2px", "."),
)
#: Who has which cue as long as no other class of the figure has it; all others begin at the place of their name.
_CUE_PLACES = {
    **{code: place for place, code in enumerate(("en", "ru", "es", "kk", "zh"))},
    **{kind: place for place, kind in enumerate(("original", "share", "quote", "reply"))},
    **{band: place for place, band in enumerate(("none", "undecided", "signs"))},
    **{name: place for place, name in enumerate(("x", "telegram", "youtube", "tiktok", "facebook", "weibo"))},
    "other": 6, "und": 5, "unscored": 6,
}  # fmt: skip


def cues(classes: Iterable[str]) -> dict[str, Cue]:
    """A cue for each class of a figure, no two the same while there are at most MOST_CLASSES.

    >>> [cue.dash for cue in cues(["en", "ru", "other"]).values()]
    ['solid', '6px,3px', '5px,2px,2px,2px,2px,2px']
    """
    given: dict[str, int] = {}
    for name in sorted(set(classes), key=lambda name: (name not in _CUE_PLACES, name)):
        wanted = _CUE_PLACES.get(name, crc32(name.casefold().encode()) % len(_CUES))
        free = (place % len(_CUES) for place in range(wanted, wanted + len(_CUES)))
        given[name] = next((place for place in free if place not in given.values()), wanted)
    return {name: _CUES[given[name]] for name in classes}


def pattern(cue: Cue, dark: bool) -> dict[str, Any]:
    """Plotly's pattern of an area with this cue, drawn faintly over its colour."""
    return {"shape": cue.pattern, "fillmode": "overlay", "fgcolor": PAPER.on(dark), "fgopacity": 0.45, **_FINE}


_FINE = {"size": 6, "solidity": 0.15}


def language_colour(code: str | None, dark: bool = False) -> str:
    """The colour of a language on every page; "other" is dark grey, unknown a lighter one."""
    if code == "other":
        return QUIET.on(dark)
    if code in (None, "", "und"):
        return OTHER.on(dark)
    base = str(code).split("-")[0].lower()
    further = _FURTHER[_PLACES[base]] if base in _PLACES else _by_name(base, _FURTHER)
    return _SERIES.get(base, further).on(dark)


def platform_colour(platform: str | None, dark: bool = False) -> str:
    """The colour of a platform, a key of ``core.model.PLATFORMS``."""
    return _PLATFORMS.get(str(platform), OTHER).on(dark)


def kind_colour(kind: str | None, dark: bool = False) -> str:
    """The colour of a kind of post, one of ``core.model.KINDS``."""
    return _KINDS.get(str(kind), OTHER).on(dark)


def band_colour(band: str | None, dark: bool = False) -> str:
    """The colour of a score band, a key of ``core.model.BANDS``; null is "unscored"."""
    return _BANDS.get(str(band), _BANDS["unscored"]).on(dark)


#: The shades that a code book can give its groups, by a name that people can say.
GROUP_SHADES = dict(
    zip(
        ("blue", "rust", "amber", "sky", "pink", "teal", "violet", "green", "olive", "brown"),
        _SERIES.values(),
        strict=True,
    )
)
_shades: ContextVar[Mapping[str, str]] = ContextVar("whence_group_shades", default={})  # noqa: B039 - never changed


def use_group_shades(shades: Mapping[str, str]) -> None:
    """Draw groups from here on in the shades that the code book gives them: group name to a key of GROUP_SHADES."""
    _shades.set(shades)


def group_colour(name: str | None, dark: bool = False) -> str:
    """The colour of a reporter's group: that of the code book, else the same for the same name; no group is grey."""
    if name in (None, "", "other"):
        return OTHER.on(dark)
    chosen = GROUP_SHADES.get(_shades.get().get(str(name), ""))
    if chosen:
        return chosen.on(dark)
    return _by_name(str(name), tuple(_SERIES.values())).on(dark)


def community_colour(place: int | None, dark: bool = False) -> str:
    """The colour of the community at this place by size, from 0; beyond the list, or null, it is grey."""
    known = tuple(_SERIES.values())
    return (known[place] if place is not None and 0 <= place < len(known) else OTHER).on(dark)


def _by_name(name: str, shades: tuple[Shades, ...]) -> Shades:
    return shades[crc32(name.casefold().encode()) % len(shades)]


_FAINT = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")


def faint(colour: str, opacity: float) -> str:
    """A colour of the palette that lets its background through, for an area whose edge has the full colour.

    >>> faint("#0b5cab", 0.25)
    'rgba(11,92,171,0.25)'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _hex(seen: re.Match[str]) -> str:
    return "#" + "".join(f"{int(seen[part]):02x}" for part in (1, 2, 3))


def repaint(spec: Any, dark: bool) -> Any:  # noqa: ANN401 - any part of a Plotly spec
    """The same spec in the shades of the other background, every colour of the palette exchanged."""
    return _repainted(spec, _exchange(dark))


def _exchange(dark: bool) -> dict[str, str]:
    lists = (_SERIES.values(), _FURTHER, _PLATFORMS.values(), _KINDS.values(), _BANDS.values())
    every = (INK, PAPER, QUIET, GRID, RULE, PRIMARY, WARNING, OTHER, *(shades for some in lists for shades in some))
    steps = zip(colour_scale(not dark), colour_scale(dark), strict=True)
    return {str(old): str(new) for (_, old), (_, new) in steps} | {each.on(not dark): each.on(dark) for each in every}


def _repainted(node: Any, exchange: dict[str, str]) -> Any:  # noqa: ANN401 - see repaint
    if isinstance(node, str):
        seen = _FAINT.fullmatch(node)
        other = exchange.get(_hex(seen)) if seen else None
        return faint(other, float(seen[4])) if seen and other else exchange.get(node, node)
    if isinstance(node, dict):
        return {key: _repainted(value, exchange) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_repainted(value, exchange) for value in node]
    if getattr(getattr(node, "dtype", None), "kind", "") == "O":
        return [_repainted(value, exchange) for value in node.tolist()]
    return node


def date_ticks() -> list[dict[str, Any]]:
    """Day before month, 24 hours: the form of the marks on a time axis at each zoom."""
    hour, day, month = 3_600_000, 86_400_000, "M1"
    steps = ((None, 60_000, "%H:%M:%S\n%-d %b %Y"), (60_000, 23 * hour, "%H:%M\n%-d %b %Y"))
    steps += ((day, 27 * day, "%-d %b\n%Y"), (month, "M11", "%b\n%Y"), ("M12", None, "%Y"))  # type: ignore[assignment]
    return [{"dtickrange": [low, high], "value": form} for low, high, form in steps]


def colour_scale(dark: bool = False) -> list[list[float | str]]:
    """The scale of heat maps, from the background (nothing) to the primary colour (most)."""
    steps = ("#18222d", "#1d3a57", "#2a5f92", "#5694cf", "#b5dbff") if dark else (
        "#f3f6f9", "#c9dcee", "#86b1d9", "#3a7cbd", "#083f78"
    )  # fmt: skip
    return [[place / 4, colour] for place, colour in enumerate(steps)]


def _axis(dark: bool) -> dict[str, Any]:
    return {
        "gridcolor": GRID.on(dark),
        "gridwidth": 1,
        "linecolor": RULE.on(dark),
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "ticklabelstandoff": 6,
        "tickfont": {"size": 13, "color": QUIET.on(dark)},
        "title": {"font": {"size": 13, "color": QUIET.on(dark)}, "standoff": 12},
        "separatethousands": True,
        "exponentformat": "none",
        "automargin": True,
    }


def _x_axis(dark: bool) -> dict[str, Any]:
    ticks = {"ticks": "outside", "ticklen": 5, "ticklabelstandoff": 0, "tickcolor": RULE.on(dark)}
    return {**_axis(dark), **ticks, "showgrid": False, "showline": True, "tickangle": 0}


def _template(dark: bool) -> dict[str, Any]:
    bar_edge = {"marker": {"line": {"width": 0}}}
    scale = {"colorscale": colour_scale(dark)}
    numbers = {"separatethousands": True, "exponentformat": "none"}
    bar = {"outlinewidth": 0, "thickness": 12, "tickfont": {"size": 12, "color": QUIET.on(dark)}, **numbers}
    heat = {**scale, "colorbar": bar, "xgap": 1, "ygap": 1}
    return {
        "layout": {
            "colorway": [shades.on(dark) for shades in _SERIES.values()],
            "xaxis": _x_axis(dark),
            "yaxis": _axis(dark),
            "annotationdefaults": {"font": {"size": 12, "color": INK.on(dark)}, "arrowcolor": QUIET.on(dark)},
        },
        "data": {"bar": [bar_edge], "histogram": [bar_edge], "heatmap": [heat]},
    }


def layout(dark: bool = False, **overrides: Any) -> dict[str, Any]:  # noqa: ANN401 - Plotly's own options
    """A figure's layout: our look, then the overrides, merged one level deep.

    >>> layout(False, barmode="stack", xaxis={"title": {"text": "hour"}})["barmode"]
    'stack'
    """
    ink, paper = INK.on(dark), PAPER.on(dark)
    small = {"family": FONT, "size": 13, "color": ink}
    base: dict[str, Any] = {
        "template": _template(dark),
        "font": {"family": FONT, "size": 14, "color": ink},
        "paper_bgcolor": paper,
        "plot_bgcolor": paper,
        "margin": {"l": 56, "r": 16, "t": 16, "b": 40},
        "hoverlabel": {"bgcolor": paper, "bordercolor": RULE.on(dark), "font": small},
        "legend": {"orientation": "h", "traceorder": "normal", "x": 0, "y": 1.02, "yanchor": "bottom", "font": small},
        "hovermode": "closest",
        "bargap": 0.12,
        "separators": number_signs(),
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": QUIET.on(dark), "activecolor": PRIMARY.on(dark)},
    }
    for name, value in overrides.items():
        known = base.get(name)
        base[name] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
    return base
