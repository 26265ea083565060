"""Each way by which a group can come to two names, and texts in which it has not."""

from __future__ import annotations

import pandas as pd
import pytest

from core.analysis.drift import drift, words_in

BOOK = ["version", "code_id", "name", "definition", "avoid", "retired"]
LABELS = ["kind", "account_key", "text", "code_version"]


def book(*rows: tuple[int, int, str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=BOOK)


def labels(*rows: tuple[str, str, str, int | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=LABELS)


def kinds(*found: object) -> list[str]:
    return [warning.kind for warning in drift(*found)]


def test_names_that_are_nearly_the_same() -> None:
    assert kinds(book((1, 1, "Right wing", "d", "", 0), (2, 2, "Rightwing", "d", "", 0)), labels()) == ["alike"]
    assert kinds(book((1, 1, "Left", "d", "", 0), (2, 2, "Right", "d", "", 0)), labels()) == []


def test_groups_of_the_same_accounts() -> None:
    rows = [("group", f"x:{n}", name, 1) for n in range(6) for name in ("Patriots", "Radicals")]
    two = book((1, 1, "Patriots", "d", "", 0), (2, 2, "Radicals", "d", "", 0))
    found = drift(two, labels(*rows))
    assert [w.sentence for w in found] == [
        "“Patriots” and “Radicals” share 6 of 6 accounts. Are they one group by two names?"
    ]
    assert kinds(two, labels(*rows[:8])) == []  # four accounts are too few


def test_no_definition_and_an_earlier_definition() -> None:
    assert kinds(book((1, 1, "A", "", "", 0)), labels()) == ["no definition"]
    changed = book((1, 1, "A", "first", "", 0), (2, 1, "A", "second", "", 0), (3, 1, "A", "second", "x", 0))
    one = labels(("group", "x:1", "A", 1), ("group", "x:2", "A", 2), ("group", "x:3", "A", None))
    found = drift(changed, one)
    assert found[0].sentence.startswith("1 label of “A” was given under an earlier definition")
    first = book((1, 1, "A", "", "", 0), (2, 1, "A", "second", "", 0))
    assert kinds(first, one) == []  # nothing was defined before


@pytest.mark.parametrize("text", ["How FASCIST accounts spread it", "fascist", "(fascist)"])
def test_avoided_words_and_old_names_in_texts(text: str) -> None:
    avoided = book((1, 1, "right-wing", "d", "fascist, Nazi", 0))
    renamed = book((1, 1, "fascist", "d", "", 0), (2, 1, "right-wing", "d", "", 0))
    for rows in (avoided, renamed):
        assert [w.sentence for w in words_in(rows, [("a note", text)])] == [
            "“fascist” in a note: the code book calls this group “right-wing”."
        ]


@pytest.mark.parametrize("text", ["antifascist", "right-wing", "fascists", ""])
def test_other_words_are_left_alone(text: str) -> None:
    assert words_in(book((1, 1, "right-wing", "d", "fascist", 0)), [("a note", text)]) == []


def test_a_retired_group_warns_of_nothing_and_hostile_names_are_no_patterns() -> None:
    assert kinds(book((1, 1, "A", "", "", 1)), labels()) == []
    assert words_in(book((1, 1, "a", "d", ".*", 0)), [("a note", "anything")]) == []
