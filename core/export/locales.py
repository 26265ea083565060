"""Months, week days and number signs of a language, as Plotly takes them; all out of Babel."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel import Locale

from core.i18n import current_language

_WEEK = (6, 0, 1, 2, 3, 4, 5)  # Plotly's week begins on Sunday, Babel's on Monday


def number_signs() -> str:
    """The decimal sign and the sign between thousands, e.g. ``.,``."""
    return _signs(current_language())


@lru_cache
def _signs(code: str) -> str:
    symbols = Locale.parse(code).number_symbols["latn"]
    return f"{symbols['decimal']}{symbols['group']}"


def locale_config() -> dict[str, Any]:
    """The part of Plotly's configuration that makes a chart's own axis marks speak the language in force."""
    code = current_language()
    return {} if code == "en" else {"locale": code, "locales": {code: {"format": _format(code), "dictionary": {}}}}


@lru_cache
def _format(code: str) -> dict[str, Any]:
    locale, signs = Locale.parse(code), _signs(code)
    months, days = locale.months["format"], locale.days["stand-alone"]
    return {
        "days": [days["wide"][day] for day in _WEEK],
        "shortDays": [days["abbreviated"][day] for day in _WEEK],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        "date": "%d.%m.%Y",
        "decimal": signs[0],
        "thousands": signs[1],
    }
