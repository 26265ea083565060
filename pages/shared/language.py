"""The language of the screen: what the address says (``?hl=ru``), else this session's choice, else the browser's."""

from __future__ import annotations

import streamlit as st

from core.i18n import LANGUAGES, _, ask_for_language, current_language, use_language, wanted_language
from pages.shared import filters

IN_ADDRESS, CHOSEN, PICKER = "hl", "language", "language_picker"


def begin() -> None:
    """Set the language of this run; a choice stays in the address over every change of page."""
    stated = filters.in_address(IN_ADDRESS)
    if stated in LANGUAGES:
        filters.remember(CHOSEN, stated)
    elif filters.recall(CHOSEN):
        filters.put_in_address(IN_ADDRESS, filters.recall(CHOSEN))
    use_language(of_session())


def of_session() -> str:
    """The code of this session's language."""
    return str(filters.recall(CHOSEN) or _of_browser())


def _of_browser() -> str:
    # What words.js tells Streamlit is the language of the page as the server chose it from the browser's whole list.
    return wanted_language(st.context.locale or st.context.headers.get("Accept-Language"))


def day_format() -> str:
    """The form of a day where Streamlit writes it, which knows English names of months only."""
    return "D MMM YYYY" if current_language() == "en" else "DD.MM.YYYY"


def clock_format(year: bool = True) -> str:
    """The form of a day with its clock time, like ``day_format``."""
    day = day_format() if year else day_format().removesuffix(" YYYY").removesuffix(".YYYY")
    return f"{day}, HH:mm"


def draw_picker() -> None:
    """The list of languages; each is called by its own name."""
    filters.remember(PICKER, of_session())
    label = _("Language of the screen")
    label = label if label == "Language of the screen" else f"{label} · Language"  # for whom the screen is foreign
    st.selectbox(label, list(LANGUAGES), key=PICKER, format_func=LANGUAGES.get, on_change=_choose)


def _choose() -> None:
    code = str(filters.recall(PICKER))
    filters.remember(CHOSEN, code)
    filters.put_in_address(IN_ADDRESS, code)
    use_language(code)
    filters.say_again()


ask_for_language(of_session)
