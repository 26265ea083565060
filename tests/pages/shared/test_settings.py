"""Settings of pages in a link: their codes, in every language of the screen, and that they are those of the widgets."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from core.i18n import LANGUAGES, _, use_language
from pages.shared.links import as_shown, lists
from pages.shared.settings import SETTINGS


def offered(app, key: str) -> set[str]:
    widgets = [*app.get("button_group"), *app.selectbox]
    return {str(getattr(option, "content", option)) for w in widgets if w.key == key for option in w.proto.options}


@pytest.mark.parametrize("page", SETTINGS)
def test_the_names_are_those_that_the_page_offers(open_page, page: str) -> None:
    app = open_page(page, **({"groups-part": "Compare"} if page == "groups" else {}))
    for key, names in SETTINGS[page].items():
        assert offered(app, key) == set(names.values()), key
    if page == "timeline":
        codes, name = lists()["bin"]
        assert offered(app, "bin") == set(map(name, codes))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_becomes_the_word_of_the_screen_in_every_language(language: str) -> None:
    use_language(language)
    try:
        told = as_shown(parse_qsl("more=events&bin=1+day&split=platform&order=first"), lists())
        assert dict(told)["more"] == _("Documented events") and dict(told)["split"] == _("Platform")
        assert dict(told)["order"] == _("First in the data") and dict(told)["bin"] == _("1 day")
        assert as_shown(told, lists()) == told
        assert as_shown([("more", "Құжатталған оқиғалар")], lists()) == [("more", _("Documented events"))]
    finally:
        use_language("en")


@pytest.mark.parametrize("page", ["timeline"])
def test_a_word_in_russian_opens_the_events(open_page, page: str) -> None:
    app = open_page(page, hl="ru", more="Документированные события")
    assert [w.value for w in app.get("button_group") if w.key == "more"] == ["events"]
