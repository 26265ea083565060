"""The figures of the Cascades page: the list, and one cascade in depth (``root`` names it; the largest by default)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

import pandas as pd

from core.analysis.findings import duration
from core.errors import ExportError
from core.export import style
from core.export.catalogue.entry import TABLE, Drawn, Figure, Settings, choice, flag
from core.export.figures import shape
from core.export.figures.cascade_words import as_drawn, interval, tree_alt, tree_table, whole_sizes
from core.export.figures.cascades import growth_figure, thin, tree_figure
from core.export.figures.table import table_figure
from core.export.frame import Frame
from core.export.sight import Sight
from core.export.words import account_label, band_label, language_label, platform_label
from core.i18n import _, moment, ngettext, number, percent
from core.store.queries import graph as reads

SETTINGS = ("root",)
TREE_SETTINGS = ("root", "tree-part", "tree-axis", "tree-unlikely")
PARTS = {"lang": (style.language_colour, language_label), "band": (style.band_colour, band_label)}
LONGEST_TEXT = 90
#: So many shares after the root count as early.
EARLY = 100
#: Of a cascade of fewer posts no finding is made about its halves.
LEAST_POSTS = 10


@dataclass(frozen=True)
class Chosen:
    """One cascade of the view and its tree, drawn on the clock of the view."""

    cascade: dict[str, Any]
    tree: pd.DataFrame

    @property
    def root_no(self) -> int:
        """The number of the root post."""
        return int(self.cascade["root_no"])


def listed(sight: Sight) -> pd.DataFrame:
    """The cascades of the view, largest first."""
    return reads.cascade_list(sight.store, sight.view)


def chosen(sight: Sight, settings: Settings) -> Chosen | None:
    """The cascade that the settings name, or the largest whose root is in the data."""
    found = listed(sight)
    asked = settings.get("root", "")
    rows = found[found["root_key"] == asked] if asked else found[found["root_no"].notna()].head(1)
    if asked and rows.empty:
        raise ExportError(
            _("There is no cascade “{key}” here.").format(key=asked), remedy=_("Take a filter off, or choose another.")
        )
    if rows.empty or pd.isna(rows.iloc[0]["root_no"]):
        return None
    cascade = rows.iloc[0].to_dict()
    tree = sight.private(reads.cascade_tree(sight.store, int(cascade["root_no"])))
    return Chosen(cascade, as_drawn(tree, sight.context)) if len(tree) else None


def frame_of_cascade(sight: Sight, title: str, one: Chosen, alt: str = "", **told: Any) -> Frame:  # noqa: ANN401
    """The frame of a figure of one cascade: the numbers of that cascade, which no filter cuts."""
    return of_cascade(sight.frame(title, alt or tree_alt(one.cascade, one.tree), method="cascades", **told),
                      one.cascade, sight.context.filters.is_empty)  # fmt: skip


def of_cascade(frame: Frame, cascade: dict[str, Any], unfiltered: bool) -> Frame:
    """The frame with the numbers of one cascade, counted whole."""
    posts = ngettext("{n} post", "{n} posts", int(cascade["size"])).format(n=number(cascade["size"]))
    accounts = ngettext("{n} account", "{n} accounts", int(cascade["accounts"])).format(n=number(cascade["accounts"]))
    filter_text = frame.filter_text if unfiltered else _("Whole cascade, the filter is not applied")
    return replace(frame, filter_text=filter_text, n_text=f"{posts}, {accounts}")


def draw_tree(sight: Sight, settings: Settings) -> Drawn | None:
    """Every post of the cascade by time and depth."""
    one = chosen(sight, settings)
    if one is None:
        return None
    part = choice(settings, "tree-part", ("lang", "band"))
    since_root = choice(settings, "tree-axis", ("since", "clock")) == "since"
    shown = thin(one.tree)
    started = one.cascade["started_at"].tz_localize(UTC).tz_convert(sight.zone).tz_localize(None)
    colour, name = PARTS[part]
    least_p = 0.0 if flag(settings, "tree-unlikely") else 0.5
    spec = tree_figure(shown, started, part, colour, name, sight.dark, since_root, least_p)
    notes: tuple[str, ...] = ()
    if len(shown) < len(one.tree):
        text = _("Drawn: {n} of {all} posts, all that were passed on further and an even sample of the others.")
        notes = (text.format(n=number(len(shown)), all=number(len(one.tree))),)
    said = _("A cascade of {n} posts reached depth {depth} in {length}")
    told = said.format(n=number(one.cascade["size"]), depth=number(one.cascade["depth"]),
                       length=duration(one.cascade["duration_s"]))  # fmt: skip
    frame = frame_of_cascade(sight, _("One cascade by time and depth"), one, notes=notes, finding=told)
    return Drawn(spec, frame, tree_table(one.tree))


def draw_growth(sight: Sight, settings: Settings) -> Drawn | None:
    """How the cascade grew."""
    one = chosen(sight, settings)
    if one is None:
        return None
    times = one.tree["at"].sort_values()
    if len(times) < 2:  # a line of one point
        return None
    half = times.iloc[(len(times) - 1) // 2] - times.iloc[0]
    text = _("Half of the {n} posts of the cascade came within {length}")
    told = text.format(n=number(one.cascade["size"]), length=duration(half.total_seconds()))
    alt = f"{told}. {tree_alt(one.cascade, one.tree)}"
    enough = one.cascade["size"] >= LEAST_POSTS  # of a handful the halves say nothing
    frame = frame_of_cascade(sight, _("How the cascade grew"), one, alt, finding=told if enough else "")
    return Drawn(growth_figure(one.tree["at"], sight.dark), frame, tree_table(one.tree))


def draw_breadth(sight: Sight, settings: Settings) -> Drawn | None:
    """Posts at each depth with their interval."""
    one = chosen(sight, settings)
    found = reads.cascade_breadth(sight.store, one.root_no) if one else pd.DataFrame()
    if one is None or found.empty:
        return None
    widest = found.loc[found["posts"].idxmax()]
    text = ngettext(
        "Most posts stand {depth} step from the root: {n}, 90 % interval {low} to {high}",
        "Most posts stand {depth} steps from the root: {n}, 90 % interval {low} to {high}",
        int(widest["depth"]),
    )
    told = text.format(depth=number(int(widest["depth"])), n=number(round(float(widest["posts"]))),
                       low=number(round(float(widest["low"]))), high=number(round(float(widest["high"]))))  # fmt: skip
    note = _("Bars are means over drawn trees, lines hold 90 % of them; depth 20 stands for 20 and deeper.")
    frame = frame_of_cascade(sight, _("Breadth by depth"), one, f"{_('Bar chart of posts by depth.')} {told}.",
                             notes=(note,), finding=told)  # fmt: skip
    return Drawn(shape.breadth_figure(found, sight.dark), frame, found)


def early_title(part: str, posts: int = EARLY) -> str:
    """The name of the figure of the first shares; a cascade of fewer has them all."""
    if posts < EARLY:
        return _("All shares by language") if part == "lang" else _("All shares by bot score")
    return _("The first 100 shares by language") if part == "lang" else _("The first 100 shares by bot score")


def _draw_early(part: str, sight: Sight, settings: Settings) -> Drawn | None:
    one = chosen(sight, settings)
    found = reads.cascade_early(sight.store, one.root_no) if one else pd.DataFrame()
    if one is None or found.empty:
        return None
    rows = found[found["part"] == part]
    title = early_title(part, int(rows["n"].sum()))
    colour, name = PARTS[part]
    said = "; ".join(f"{name(str(row.value))}: {number(int(row.n))}" for row in rows.itertuples(index=False))
    frame = frame_of_cascade(sight, title, one, f"{title}. {said}.")
    return Drawn(shape.early_figure(rows, colour, name, sight.dark), frame, rows)


def draw_early_lang(sight: Sight, settings: Settings) -> Drawn | None:
    """The first hundred posts below the root by language."""
    return _draw_early("lang", sight, settings)


def draw_early_band(sight: Sight, settings: Settings) -> Drawn | None:
    """The first hundred posts below the root by band of bot score."""
    return _draw_early("band", sight, settings)


def draw_list(sight: Sight, settings: Settings) -> Drawn | None:
    """The cascades by size."""
    found = sight.private(listed(sight))
    if found.empty:
        return None
    shown = pd.DataFrame(
        {
            _("Root post"): [_short(text) for text in found["text"]],
            _("Author"): [account_label(r.handle, r.name, r.account_key) for r in found.itertuples(index=False)],
            _("Platform"): [platform_label(platform) for platform in found["platform"]],
            _("Started"): [moment(at.tz_localize(UTC), sight.zone, "d MMM HH:mm") for at in found["started_at"]],
            _("Posts"): found["size"],
            _("Depth"): found["depth"],
            _("Stated links"): [percent(share) for share in found["documented_share"]],
        }
    )
    told = _("The largest cascade has {n} posts").format(n=number(int(found.iloc[0]["size"])))
    alt = _("Table of {n} cascades by size. {finding}.").format(n=number(len(found)), finding=told)
    frame = whole_sizes(sight.frame(_("Cascades by size"), alt, method="cascades"), sight.context)
    times = {name: found[name].dt.tz_localize(UTC) for name in ("started_at", "ended_at")}
    return Drawn(table_figure(shown, sight.dark), frame, found.assign(**times))


def _short(text: object) -> str:
    words = text if isinstance(text, str) else _("(the root is not in the data)")
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1].rstrip() + "…"


def draw_carriers(sight: Sight, settings: Settings) -> Drawn | None:
    """The posts below which most others hang on average."""
    one = chosen(sight, settings)
    found = sight.private(reads.cascade_carriers(sight.store, one.root_no)) if one else pd.DataFrame()
    if one is None or found.empty:
        return None
    shown = pd.DataFrame(
        {
            _("Account"): [account_label(r.handle, r.name, r.account_key) for r in found.itertuples(index=False)],
            _("Posts below it, on average"): [number(round(n, 1), 1) for n in found["expected"]],
            _("90 % interval"): [interval(low, high) for low, high in zip(found["low"], found["high"], strict=True)],
            _("Stated"): found["stated"],
        }
    )
    note = _("The mean over drawn trees. An interval that begins at 0 says that nothing may hang on the post: "
             "never name an account as a source from it.")  # fmt: skip
    frame = frame_of_cascade(sight, _("Posts that carried the cascade"), one, notes=(note,))
    return Drawn(table_figure(shown, sight.dark), frame, found.assign(posted_at=found["posted_at"].dt.tz_localize(UTC)))


FIGURES = (
    Figure("cascades", lambda: _("Cascades by size"), "cascades", draw_list, kind=TABLE),
    Figure("tree", lambda: _("One cascade by time and depth"), "cascades", draw_tree, TREE_SETTINGS),
    Figure("growth", lambda: _("How the cascade grew"), "cascades", draw_growth, SETTINGS),
    Figure("breadth", lambda: _("Breadth by depth"), "cascades", draw_breadth, SETTINGS),
    Figure("early-lang", lambda: early_title("lang"), "cascades", draw_early_lang, SETTINGS),
    Figure("early-band", lambda: early_title("band"), "cascades", draw_early_band, SETTINGS),
    Figure("carriers", lambda: _("Posts that carried the cascade"), "cascades", draw_carriers, SETTINGS, TABLE),
)
