"""The dialog in which a figure is made ready for publication: its words, its look, its masks, its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from core.errors import CaseError
from core.export import batch
from core.export.about import about_bytes
from core.export.batch import Exported, Wish
from core.export.catalogue import FIGURES
from core.export.context import Context
from core.export.figure import file_name
from core.export.frame import Frame, published
from core.export.presets import PRESETS
from core.export.raster import complaint
from core.export.sight import looking
from core.i18n import CHART_LANGUAGES, _, current_language
from pages.shared import filters, logos

MEDIA = {
    "png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf", "html": "text/html", "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "gexf": "application/xml",
    "graphml": "application/xml",
}  # fmt: skip
NEED_ENGINE = ("png", "pdf")
OWN_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша", "fr": "Français", "de": "Deutsch", "es": "Español",
             "zh": "中文"}  # fmt: skip
_SAVER_HTML = """
<div class="row"><button type="button" data-kind="png"></button> <button type="button" data-kind="svg"></button></div>
<p role="status"></p>
"""
_SAVER_CSS = """
.row { display: flex; gap: 0.5rem; flex-wrap: wrap; }
button { font: inherit; font-size: 0.875rem; padding: 0.3rem 0.75rem; cursor: pointer; color: var(--st-text-color);
  background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: 0.2rem; }
button:hover, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
p { font-size: 0.8125rem; margin: 0.25rem 0 0; color: var(--st-text-color); }
"""
# The long part is served as an asset: inline script is sent again with each update.
_SAVER_JS = """
export default function ({ parentElement, data }) {
  const status = parentElement.querySelector("p");
  parentElement.querySelectorAll("button").forEach((button) => {
    button.textContent = data.labels[button.dataset.kind];
    button.onclick = async () => {
      status.textContent = data.labels.busy;
      try {
        const saver = await import(location.origin + data.base + "/assets/saver.js");
        await saver.save(data, button.dataset.kind);
        status.textContent = data.labels.done;
      } catch (error) {
        status.textContent = data.labels.failed;
      }
    };
  });
}
"""


def settings_of(figure: str) -> dict[str, str]:
    """The settings of a figure's page as they stand now."""
    found = {}
    for name in FIGURES[figure].settings:
        value = filters.recall(name)
        text = _plain(filters.in_address(name) if value is None else value)
        if text:
            found[name] = text
    return found


def _plain(value: Any) -> str:  # noqa: ANN401 - what a widget holds
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


@st.fragment
def draw_dialog(key: str, figure: str, label: str = "") -> None:
    """The button "Save chart" (or ``label``); what is behind it is made only when it is opened."""
    context = filters.recall("open_context")
    box = st.popover(label or _("Save chart"), type="tertiary", key=f"{key}-save", on_change="rerun")
    if not box.open or context is None:
        return
    with box:
        try:
            _draw_inside(key, figure, context)
        except CaseError as error:
            st.info(filters.plain(str(error)))


def _draw_inside(key: str, figure: str, context: Context) -> None:
    settings = settings_of(figure)
    look = _choose_look(key, figure)
    with looking(context.case, context.filters, language=look["language"], masked=look["masked"]) as sight:
        drafted = published(batch.draw(sight, figure, settings, suppress=look["suppress"]).frame)
    wish = _words(key, drafted, look)
    if not wish.alt:
        st.warning(_("Write an alt text: readers who do not see the figure depend on it."))
        return
    ask = partial(_rendered, context, figure, settings, look, wish)
    _draw_downloads(key, figure, drafted, wish, ask)
    _draw_browser_saver(key, context, figure, settings, look, wish)


def _choose_look(key: str, figure: str) -> dict[str, Any]:
    """Size, background, language and masks, in two rows."""
    themes = {"light": _("Light"), "dark": _("Dark"), "transparent": _("Transparent")}
    left, middle, right = st.columns(3)
    preset = left.selectbox(_("Format"), list(PRESETS), key=f"{key}-preset", format_func=preset_name)
    theme = middle.selectbox(_("Background"), list(themes), key=f"{key}-theme", format_func=themes.get)
    ours = CHART_LANGUAGES.index(current_language())
    language = right.selectbox(_("Language"), CHART_LANGUAGES, ours, key=f"{key}-language", format_func=OWN_NAMES.get)
    with st.container(horizontal=True, gap="medium"):
        named = st.toggle(
            _("Call by name"), key=f"{key}-named",
            help=_("Only accounts for which the notebook gives a reason; the others keep their pseudonyms."),
        )  # fmt: skip
        suppress = FIGURES[figure].counts_accounts and st.toggle(
            _("Leave out small cells"), key=f"{key}-suppress", help=_("Cells of fewer than 3 accounts.")
        )
    return {"preset": str(preset), "theme": str(theme), "language": str(language), "masked": not named,
            "suppress": bool(suppress)}  # fmt: skip


def preset_name(preset: str) -> str:
    """A size in words: ``90mm`` is a print column."""
    size = PRESETS[preset]
    if size.mm:
        return _("Print, {mm} mm wide").format(mm=f"{size.mm:.0f}")
    return f"{preset} px" if preset.isdigit() else preset


def _words(key: str, drafted: Frame, look: dict[str, Any]) -> Wish:
    """Title, subtitle, notes, byline and alt text, drafted from the data; a new draft replaces an old one."""
    # The key holds the draft: after a change of filter or language a field must not keep the old words.
    part = f"{key}-{abs(hash((drafted.title, drafted.alt, look['language'], look['masked'])))}"
    title = st.text_input(_("Title"), drafted.title, key=f"{part}-title", max_chars=300)
    subtitle = st.text_input(_("Subtitle"), drafted.subtitle, key=f"{part}-subtitle", max_chars=300)
    alt = st.text_area(_("Alt text (required)"), drafted.alt, key=f"{part}-alt", max_chars=2000, height=100)
    left, right = st.columns(2)
    notes = left.text_input(_("Notes"), key=f"{key}-notes", max_chars=500)
    byline = right.text_input(_("Byline"), key=f"{key}-byline", max_chars=200)
    logo = logos.draw(key)
    return Wish(
        preset=look["preset"], theme=look["theme"], title=title.strip() or drafted.title, subtitle=subtitle.strip(),
        notes=notes.strip(), alt=alt.strip(), byline=byline.strip(), suppress=look["suppress"],
        logo=logo,
    )  # fmt: skip


def _rendered(
    context: Context, figure: str, settings: dict[str, str], look: dict[str, Any], wish: Wish, kind: str, scale: float
) -> Exported:
    """The file; the masks are those of this case at this moment."""
    dark = wish.theme == "dark"
    language, masked = look["language"], look["masked"]
    with looking(context.case, context.filters, language=language, dark=dark, masked=masked) as sight:
        drawn = batch.draw(sight, figure, settings, suppress=wish.suppress)
        return batch.write(sight, drawn, replace(wish, format=kind, scale=scale))


def _draw_downloads(key: str, figure: str, drafted: Frame, wish: Wish, ask: Callable[[str, float], Exported]) -> None:
    problem = complaint()
    kinds = [kind for kind in MEDIA if kind not in ("gexf", "graphml") or FIGURES[figure].graph]
    offered = [kind for kind in kinds if not (problem and kind in NEED_ENGINE)]
    name = file_name(replace(drafted, title=wish.title))
    scale = st.segmented_control(
        _("Dots of a PNG"), (1, 2, 3), default=2, key=f"{key}-scale", format_func="{}×".format, required=True
    )
    with st.container(horizontal=True, gap="small"):
        for kind in offered:
            st.download_button(
                kind.upper() if kind != "graphml" else "GraphML",
                lambda kind=kind: ask(kind, float(scale or 2)).bytes,
                f"{name}.{kind}", MEDIA[kind], key=f"{key}-{kind.upper()}", on_click="ignore", help=_kind_help(kind),
            )  # fmt: skip
        st.download_button(
            "TXT", lambda: about_bytes(ask("csv", 1).frame, f"{name}.csv"), f"{name}-about.txt", "text/plain",
            key=f"{key}-TXT", on_click="ignore", help=_kind_help("txt"),
        )  # fmt: skip
    if problem:
        st.caption(problem)


def _kind_help(kind: str) -> str | None:
    helps = {
        "html": _("The chart as a web page of one file; it asks for nothing from any server."),
        "csv": _("The numbers of the chart."),
        "xlsx": _("The numbers of the chart for Excel; long ids stay as they are."),
        "gexf": _("Every account and link of these kinds, for Gephi."),
        "graphml": _("Every account and link of these kinds, for other programs."),
        "txt": _("What stands around the chart: title, filter, zone, n, source and method, for the CSV."),
    }
    return helps.get(kind)


def _draw_browser_saver(
    key: str, context: Context, figure: str, settings: dict[str, str], look: dict[str, Any], wish: Wish
) -> None:
    """PNG and SVG by the reporter's own browser, from the same drawing."""
    labels = {
        "png": _("PNG with this browser"),
        "svg": _("SVG with this browser"),
        "busy": _("Drawing …"),
        "done": _("Saved to your downloads."),
        "failed": _("Your browser could not draw the figure. Reload the page and try once more."),
    }
    made = _rendered(context, figure, settings, look, wish, "svg", 2)
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    data = {
        "base": f"/{base}" if base else "",
        "svg": made.bytes.decode(),
        "facts": {"title": made.frame.title, "told": made.alt},
        "file": made.file_name.removesuffix(".svg"),
        "labels": labels,
    }
    _saver()(data=data, key=f"{key}-browser")


@st.cache_resource
def _saver() -> Any:  # noqa: ANN401 - Streamlit's component renderer
    return st.components.v2.component("whence_saver", html=_SAVER_HTML, css=_SAVER_CSS, js=_SAVER_JS)
