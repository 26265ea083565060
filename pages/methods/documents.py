"""docs/METHODS.md and docs/GLOSSARY.md in the reader's language, where they were translated."""

from __future__ import annotations

import re
from pathlib import Path

from core.i18n import current_language

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: The order of Kazakh dictionaries, which holds that of Russian ones; Latin names of code follow.
_ALPHABET = " аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


def document(name: str) -> str:
    """A document in the language in force; the English one where there is none."""
    own = DOCS / f"{name}.{current_language()}.md"
    return (own if own.is_file() else DOCS / f"{name}.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """The sections of the methods in the language in force, by their English headings."""
    english = (DOCS / "METHODS.md").read_text(encoding="utf-8")
    return dict(zip(_parts(english)[1::2], map(_apart, _parts(document("METHODS"))[2::2]), strict=True))


def _parts(text: str) -> list[str]:
    return re.split(r"^## (.+)\n", text, flags=re.MULTILINE)


def _apart(body: str) -> str:
    """Every line as a paragraph of its own; the rows of a table stay together."""
    return re.sub(r"\n+(?![|\n])", "\n\n", body.strip())


def words() -> str:
    """The glossary without its heading, its entries in the order of the language's alphabet."""
    lines = document("GLOSSARY").splitlines()[1:]
    entries = [line for line in lines if line.startswith("- ")]
    return "\n".join([*(line for line in lines if not line.startswith("- ")), *sorted(entries, key=_place)])


def _place(entry: str) -> list[int]:
    return [place if (place := _ALPHABET.find(sign)) >= 0 else len(_ALPHABET) + ord(sign) for sign in entry.lower()]
