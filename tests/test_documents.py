"""The Russian and Kazakh documents say what the English ones say: paragraph by paragraph, number by number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

import pytest

from core.i18n import LANGUAGES, _, use_language
from tests.test_catalogues import latin_words

DOCS = Path(__file__).resolve().parents[1] / "docs"
NAMES = ("METHODS", "GLOSSARY")
OTHERS = [code for code in LANGUAGES if code != "en"]
PAIRS = [(name, code) for name in NAMES for code in OTHERS]
CODE = re.compile(r"`[^`]*`")
#: Bold and italic words; their number is the same, their place in a sentence is the translator's.
MARKED = re.compile(r"\*\*[^*]+\*\*|\*[^*]+\*")
#: A paragraph of references, which stand in the language that they were printed in.
REFERENCES = re.compile(r"\*(?:Sources?|Источники?|Дереккөз(?:дер)?):\* ")
KINDS = (("heading", "#"), ("row of a table", "|"), ("entry", "- "))
#: Latin names and words of formulas in the text, besides those that the screen may say.
LATIN = set(
    """
    CHECKED CasFlow Goel HMAC ISO Repost SHA256 al author_followers captured_at e epoch et min_objects null
    posted_at ridge root_post_id window_s
    """.split()
)
_ENGLISH = re.compile(r"(?<![\w.])([–−-]?)(\d{1,3}(?:,\d{3})+|\d*\.?\d+)")
_OTHER = re.compile(r"(?<![\w.,])([–−-]?)(\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?)")


@dataclass(frozen=True)
class Paragraph:
    """One line of a document: where it stands, what it is, and its words."""

    section: str
    place: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"“{self.section}”, {self.kind} {self.place}"


@lru_cache
def paragraphs(name: str, code: str = "en") -> tuple[Paragraph, ...]:
    """The lines of a document that are not blank, counted by kind within their section."""
    path = DOCS / (f"{name}.md" if code == "en" else f"{name}.{code}.md")
    found, section, counted = [], "", Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        kind = next((kind for kind, sign in KINDS if line.startswith(sign)), "paragraph")
        if kind == "heading":
            section, counted = line.strip("# "), Counter[str]()
        counted[kind] += 1
        if line.strip():
            found.append(Paragraph(section, counted[kind], kind, line))
    return tuple(found)


def beside(name: str, code: str) -> list[tuple[Paragraph, Paragraph]]:
    """Each English paragraph with its translation."""
    return list(zip(paragraphs(name), paragraphs(name, code), strict=True))


def numbers(text: str, code: str) -> Counter[str]:
    """The numbers of a paragraph outside of code, as English writes them without commas.

    >>> sorted(numbers("16,559 of .90, –.04 and 5–10 in `x2`", "en"))
    ['-0.04', '0.90', '10', '16559', '5']
    >>> sorted(numbers("16\\u00a0559 из 0,90, −0,04 и 5–10 в `x2`", "ru"))
    ['-0.04', '0.90', '10', '16559', '5']
    """
    found: Counter[str] = Counter()
    prose = CODE.sub(" ", text)
    for match in (_ENGLISH if code == "en" else _OTHER).finditer(prose):
        sign, digits = match.groups()
        digits = digits.replace(",", "") if code == "en" else re.sub("[\u00a0\u202f]", "", digits).replace(",", ".")
        below = match.start() and not prose[match.start() - 1].isspace() and prose[match.start() - 1] not in "(|/["
        found[("-" if sign and not below else "") + ("0" if digits.startswith(".") else "") + digits] += 1
    return found


def told(counted: Counter[str]) -> str:
    return ", ".join(sorted(counted.elements())) or "nothing"


@pytest.mark.parametrize(("name", "code"), PAIRS)
def test_every_paragraph_has_its_translation(name: str, code: str) -> None:
    for english, other in zip_longest(paragraphs(name), paragraphs(name, code)):
        assert english and other, (
            f"docs/{name}.md and docs/{name}.{code}.md are not of one length: look at {english or other}"
        )
        assert (english.kind, english.place) == (other.kind, other.place), (
            f"docs/{name}.{code}.md has {other} where docs/{name}.md has {english}: bring them into the same order"
        )
        assert english.text.count("|") == other.text.count("|"), (
            f"docs/{name}.{code}.md, {other}: give the row as many cells as in docs/{name}.md"
        )


@pytest.mark.parametrize(("name", "code"), PAIRS)
def test_every_number_is_that_of_the_english_document(name: str, code: str) -> None:
    for english, other in beside(name, code):
        wanted, given = numbers(english.text, "en"), numbers(other.text, code)
        assert wanted == given, (
            f"docs/{name}.{code}.md, {other} (in English: {english}) lacks {told(wanted - given)} and has"
            f" {told(given - wanted)} instead: a change of the English text needs its translation"
        )


@pytest.mark.parametrize(("name", "code"), PAIRS)
def test_code_and_marked_words_are_those_of_the_english_document(name: str, code: str) -> None:
    for english, other in beside(name, code):
        wanted, given = Counter(CODE.findall(english.text)), Counter(CODE.findall(other.text))
        assert wanted == given, (
            f"docs/{name}.{code}.md, {other} (in English: {english}) lacks {told(wanted - given)} and has"
            f" {told(given - wanted)} instead"
        )
        marked = [len(MARKED.findall(CODE.sub("", paragraph.text))) for paragraph in (english, other)]
        assert marked[0] == marked[1], (
            f"docs/{name}.{code}.md, {other} marks {marked[1]} words where {english} marks {marked[0]}"
        )


@pytest.mark.parametrize(("name", "code"), PAIRS)
def test_references_stay_as_they_were_printed(name: str, code: str) -> None:
    for english, other in beside(name, code):
        label = REFERENCES.match(english.text)
        if label:
            translated = REFERENCES.match(other.text)
            assert translated and english.text[label.end() :] == other.text[translated.end() :], (
                f"docs/{name}.{code}.md, {other}: copy the references of docs/{name}.md as they are"
            )


@pytest.mark.parametrize("code", OTHERS)
def test_sections_are_called_as_the_screen_calls_them(code: str) -> None:
    use_language(code)
    try:
        for english, other in beside("METHODS", code):
            if english.text.startswith("## "):
                assert other.text == f"## {_(english.section)}"
    finally:
        use_language("en")


@pytest.mark.parametrize(("name", "code"), PAIRS)
def test_no_english_is_left_over_in_a_document(name: str, code: str) -> None:
    prose = {str(p): CODE.sub(" ", p.text) for p in paragraphs(name, code) if not REFERENCES.match(p.text)}
    assert not {place: words for place, text in prose.items() if (words := latin_words(text) - LATIN)}
    assert not [place for place, text in prose.items() if re.search(r"[“”]", text)], "quotation marks are « »"
    letters = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі"
    assert not [place for place, text in prose.items() if re.search(f"[{letters}][A-Za-z]|[A-Za-z][{letters}]", text)]


def test_every_language_of_the_screen_has_every_document() -> None:
    missing = [f"docs/{name}.{code}.md" for name, code in PAIRS if not (DOCS / f"{name}.{code}.md").is_file()]
    assert not missing


def test_a_changed_number_is_noticed() -> None:
    english, other = numbers("at most 320 bins, .90 of 1,742", "en"), numbers("не больше 330, 0,90 из 1\u00a0742", "ru")
    assert (english - other, other - english) == (Counter(["320"]), Counter(["330"]))
