"""Language codes as BCP 47, from what platforms write and from English names."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

#: X keeps three codes of a withdrawn standard.
_OLD = {"in": "id", "iw": "he", "ji": "yi", "zh-cn": "zh", "zh-tw": "zh", "no": "no"}
#: What X writes where a text has no language: only links, tags, media, mentions or too few words.
NO_LANGUAGE = {"und", "qam", "qct", "qht", "qme", "qst", "zxx", "art", "xx", "undefined"}
_NAMES = {
    "language undefined": "und",
    "farsi (persian)": "fa",
    "pushto": "ps",
    "tagalog (filipino)": "tl",
    "simplified chinese": "zh",
    "traditional chinese": "zh",
    "norwegian": "no",
    "kurdish": "ku",
    "bokmål": "nb",
    "greek": "el",
    "bengali": "bn",
}


@lru_cache(maxsize=1)
def _english_names() -> dict[str, str]:
    names = {str(name).lower(): str(code).replace("_", "-") for code, name in Locale("en").languages.items()}
    return {**names, **_NAMES}


@lru_cache(maxsize=4096)
def language_code(words: str | None) -> str | None:
    """The BCP 47 code of a platform's code or of an English name; ``und`` for none, None for nothing said.

    >>> [language_code(w) for w in ("in", "iw", "qst", "English", "LANGUAGE UNDEFINED", "pt-BR", None)]
    ['id', 'he', 'und', 'en', 'und', 'pt-BR', None]
    """
    if not words or not words.strip():
        return None
    low = words.strip().lower().replace("_", "-")
    if low in NO_LANGUAGE:
        return "und"
    if low in _OLD:
        return _OLD[low]
    named = _english_names().get(low.replace("-", " "))
    if named:
        return named
    return words.strip().replace("_", "-") if 2 <= len(low.split("-")[0]) <= 3 and low.isascii() else "und"
