"""The article package: figures, languages and licence chosen, made with progress, saved as one ZIP."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from babel import Locale

from core.export.catalogue import FIGURES
from core.export.context import Context
from core.export.numbers import query_of
from core.export.package.claims import from_ledger
from core.export.package.contents import FORMATS
from core.export.package.recipe import LICENCES, Chosen, Recipe
from core.export.package.verify import publish
from core.export.presets import PRESETS
from core.i18n import CHART_LANGUAGES, _, current_language, number
from core.progress import Amount
from core.store import ledger
from core.store.dossier import dossier_rows
from pages.shared import filters, logos
from pages.shared.explain import method

MADE = "publish-package"
FIRST = ["timeline", "spreaders", "scores"]
WORDS = ("title", "caption", "alt")


def draw(context: Context) -> None:
    """Choose, make, save."""
    st.header(_("Article package"), anchor=False)
    st.caption(
        _(
            "One ZIP: figures, alt texts, captions, data, method box, claim ledger, licence and hashes. "
            "The figures show what the filter leaves."
        )
    )  # fmt: skip
    names = offered()
    chosen = st.multiselect(
        _("Figures"), list(names), default=[name for name in FIRST if name in names], key="publish-figures",
        format_func=names.get,
    )  # fmt: skip
    words = draw_words(chosen, names)
    recipe = draw_choices(context, chosen, words)
    if st.button(_("Make the package"), key="publish-make", type="primary", disabled=not recipe.languages):
        make(context, recipe)
    draw_download(context, recipe)
    method(_("Made from the case and these choices alone, so “python -m core verify” can make it again."), "package")


def offered() -> dict[str, str]:
    """The figures that need no account chosen, by name, with their page's order."""
    return {name: figure.title() for name, figure in FIGURES.items() if "account" not in figure.settings}


def draw_words(chosen: list[str], names: dict[str, str]) -> dict[str, dict[str, str]]:
    """Own words for figures; what is left empty is drafted from the data."""
    if not chosen:
        return {}
    with st.expander(_("Title, caption and alt text in your own words")):
        st.caption(_("Left empty, they are drafted from the data in each language."))
        frame = pd.DataFrame([{"figure": names[name], **dict.fromkeys(WORDS, "")} for name in chosen], index=chosen)
        labels = {"figure": _("Figure"), "title": _("Title"), "caption": _("Caption"), "alt": _("Alt text")}
        config = {key: st.column_config.TextColumn(label, max_chars=1000) for key, label in labels.items()}
        edited = st.data_editor(
            frame, key=f"publish-words-{'-'.join(chosen)}", hide_index=True, disabled=["figure"], column_config=config
        )
    return {str(name): {word: str(row[word] or "").strip() for word in WORDS} for name, row in edited.iterrows()}


def draw_choices(context: Context, chosen: list[str], words: dict[str, dict[str, str]]) -> Recipe:
    """Languages, formats, size, licence and masking."""
    left, right = st.columns(2, gap="large")
    with left:
        languages = st.multiselect(
            _("Languages"),
            CHART_LANGUAGES,
            default=[current_language()],
            key="publish-languages",
            format_func=_spoken,
            help=_("Figures, captions and alt texts come in each; the method box only in English, Russian and Kazakh."),
        )
        formats = st.multiselect(
            _("Formats"), FORMATS, default=FORMATS[:2], key="publish-formats", format_func=str.upper
        )
    with right:
        preset = st.selectbox(_("Size"), list(PRESETS), key="publish-preset")
        licence = st.selectbox(_("Licence"), LICENCES, key="publish-licence", format_func=_licence)
        byline = st.text_input(_("Published by"), key="publish-byline", max_chars=120)
    masked = st.toggle(_("Replace names of accounts by pseudonyms"), True, key="publish-masked")
    if not masked:
        st.warning(_("Accounts that the notebook names will be readable. A wrong name can harm somebody."))
    dossier, logo = draw_dossier(context), logos.draw("publish")
    query = query_of(context.filters)
    return Recipe(
        case=context.case.slug, build=context.case.build, zone=context.filters.zone, preset=str(preset),
        licence=str(licence), byline=byline.strip(), masked=masked,
        dossier=dossier, logo=logo.source if logo else "",
        languages=tuple(languages), formats=tuple(formats),
        figures=tuple(Chosen(name, query, **words.get(name, {})) for name in chosen),
        claims=from_ledger(ledger.claims(context.case.notebook_path)),
    )  # fmt: skip


def draw_dossier(context: Context) -> bool:
    """Whether dossiers and the right of reply go along; asked only where there are any."""
    rows = dossier_rows(context.case.notebook_path)
    if not rows:
        return True
    chosen = st.toggle(_("With dossiers and right of reply"), True, key="publish-dossier")
    if chosen:
        st.caption(
            _(
                "Names, handles and addresses in them are masked word by word; a description can still give somebody "
                "away. Read dossier.csv before you publish it."
            )
        )
    return chosen


def _spoken(code: str) -> str:
    return str(Locale.parse(code).get_display_name() or code).capitalize()


def _licence(name: str) -> str:
    return _("All rights reserved") if name == LICENCES[0] else name


def make(context: Context, recipe: Recipe) -> None:
    """Make the package and remember it for the download."""
    bar = st.progress(0.0, text=_("Starting …"))

    def tell(step: str, share: float | None, amount: Amount | None = None) -> None:
        bar.progress(min(share or 0.0, 1.0), text=filters.plain(step))

    filters.remember(MADE, (recipe, publish(context.case, recipe, tell)))
    bar.empty()


def draw_download(context: Context, recipe: Recipe) -> None:
    """The finished package, as long as the choices are the same."""
    made: Any = filters.recall(MADE)
    if not made or made[0] != recipe:
        return
    data = made[1]
    st.success(_("The package is ready: {size} kB.").format(size=number(len(data) / 1000, 0)))
    st.download_button(
        _("Save the package (ZIP)"), data, f"{context.case.slug}-package.zip", "application/zip", key="publish-save",
        on_click="ignore",
    )  # fmt: skip
