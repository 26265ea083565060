"""A link's languages: every code of the case, and what platforms write where there is no language."""

from __future__ import annotations

import pytest

from core.errors import ExportError
from core.export.filter_words import filter_text, read_query


def of(words: str, spoken: tuple[str, ...] = ()) -> tuple[str, ...]:
    return read_query(f"lang={words}", "UTC", (), lambda: spoken)[0].languages


def test_a_code_of_the_case_is_understood_though_nobody_has_a_name_for_it():
    assert of("qaa-x-own,fr", ("fr", "qaa-x-own")) == ("fr", "qaa-x-own")
    found, _settings = read_query("lang=q9z", "UTC", (), lambda: ("q9z",))
    assert filter_text(found) == "Language code q9z"


@pytest.mark.parametrize("code", ["qme", "qht", "QST", "zxx", "und"])
def test_what_x_writes_where_there_is_no_language_is_the_unknown_one(code):
    assert of(code) == ("und",)
    assert of(f"{code},und,ru") == ("ru", "und")


def test_the_case_is_asked_only_for_a_code_that_nobody_knows():
    read_query("lang=fr", "UTC", (), lambda: pytest.fail("asked"))


@pytest.mark.parametrize("code", ["klingon9", "q9z"])
def test_any_other_code_is_refused(code):
    with pytest.raises(ExportError, match=f"lang={code}"):
        of(code, ("fr",))
