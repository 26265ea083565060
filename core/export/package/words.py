"""The texts around a package: README, licence, captions."""

from __future__ import annotations

from core.export.frame import simulated_words
from core.export.package.recipe import Recipe
from core.export.text import clean
from core.i18n import _, speaking
from core.model import Case

_TERMS = {
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International, creativecommons.org/licenses/by/4.0",
    "CC-BY-SA-4.0": "Creative Commons Attribution-ShareAlike 4.0 International, creativecommons.org/licenses/by-sa/4.0",
    "CC0-1.0": "Creative Commons Zero 1.0 Universal, creativecommons.org/publicdomain/zero/1.0",
}


def text_bytes(text: str) -> bytes:
    """A text with the line ends and the mark that every editor program understands."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def captions(told: list[tuple[str, str]]) -> str:
    """One paragraph per figure, each below the name of its file."""
    return "\n".join(f"{name}\n{clean(text)}\n" for name, text in told)


def readme(case: Case, recipe: Recipe, *, with_dossier: bool) -> str:
    """What is in the package and how anybody with the case can check it."""
    told = _("dossier.csv, replies/ – what sources say of accounts; what these were asked and answered.")
    lines = [
        _("Package to the article on the case “{title}”").format(title=clean(case.title)),
        f"{simulated_words()}: {_('invented accounts and posts')}" if case.simulated else "",
        "",
        _("figures/ – the charts, by language; each carries its title, filter, time zone, number of posts and source."),
        _("captions/, alt-texts/ – words to print below each chart, and for readers who do not see it."),
        _("data/ – the numbers behind each chart, and numbers.csv with the numbers of the text."),
        _("method/ – how everything was made, to print beside the article."),
        _("claims.csv – each sentence that was checked, the number behind it, and whether it holds."),
        *([told] if with_dossier else []),
        _("sources.csv – the files that everything rests on, with their SHA-256."),
        _("recipe.json, manifest.json – what was chosen, and the SHA-256 of every file here."),
        "",
        _("To check it: python -m core verify PACKAGE.zip --case {case}").format(case=case.slug),
        _("It computes every number again from the case and says what differs."),
        _("Tables are UTF-8; times carry their offset; cells that a spreadsheet could run are disarmed."),
    ]
    return "\n".join(lines) + "\n"


def licence(recipe: Recipe) -> str:
    """The terms that the newsroom chose, and those of the fonts in the pictures, in each language of the package."""
    told = []
    for language in recipe.languages:
        with speaking(language):
            told.append("\n".join(_terms(recipe)) + "\n")
    return "\n".join(dict.fromkeys(told))


def _terms(recipe: Recipe) -> tuple[str, ...]:
    named, by = _TERMS.get(recipe.licence), clean(recipe.byline)
    terms = f"{recipe.licence}: {named}" if named else _("All rights reserved") + "."
    return (
        _("Figures, tables and texts of this package: {terms}").format(terms=terms) + (f" ({by})" if by else ""),
        _("Posts that are quoted belong to their authors."),
        _("The font in the pictures is IBM Plex Sans, SIL Open Font License 1.1."),
    )
