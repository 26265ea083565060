"""Dossiers and the right of reply in a package: masked like all the rest, and made again by ``verify``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core import build
from core.export.mask import masks_of
from core.export.package import archive
from core.export.package.contents import contents
from core.export.package.recipe import Recipe
from core.export.package.verify import publish, verify
from core.model import Case
from core.store import dossier, naming
from tests.core.export.test_package import files_of, rows_of, text_of


@pytest.fixture
def case(tmp_path: Path) -> Case:
    source = tmp_path / "posts.csv"
    head = "id,created_at,user_id,screen_name,name,text\n"
    rows = "1225000000000000001,2020-02-07T16:00:00Z,77001,anna_k,Anna Kim,one\n"
    source.write_text(head + rows, encoding="utf-8")
    target = build.cases.open_or_create(tmp_path / "cases", "small", event_zone="Asia/Almaty")
    return build.import_files(target, [build.Incoming(source)]).case


KEY = "x:77001"


@pytest.fixture
def told(case: Case) -> Case:
    path = case.notebook_path
    dossier.add_statement(
        path, KEY,
        "Anna Kim (@ANNA_K, user 77001) leads it; see https://x.com/anna_k/status/9 and @carol_x, as of 2020-02-08.",
        source="https://www.reuters.com/anna-kim", reliability="strong", said_on="2020-02-08", author="Aida",
    )  # fmt: skip
    dossier.add_request(
        path, KEY, "Who wrote it, Anna?\nAnd why?", asked_on="2020-02-09",
        channel="mail to anna@kim.example, +7 701 123 45 67", author="Aida",
    )  # fmt: skip
    return case


def recipe_of(case: Case, **more: object) -> Recipe:
    return replace(Recipe(case=case.slug, build=case.build, zone="Asia/Almaty", languages=("en", "ru")), **more)  # type: ignore[arg-type]


def test_what_was_said_and_asked_goes_along_under_the_pseudonym(told: Case) -> None:
    files = contents(told, recipe_of(told))
    said, asked = rows_of(files["dossier.csv"])
    name = masks_of(told).name(KEY)
    assert (said["account"], said["what"], said["reliability"], said["day"]) == (
        name,
        "statement",
        "strong",
        "2020-02-08",
    )
    assert said["source"] == "reuters.com/…"
    assert said["text"] == f"{name} ({name}, user {name}) leads it; see x.com/… and @…, as of 2020-02-08."
    assert asked["source"] == "mail to […], […]" and asked["answer"] == "no answer"
    whole = b"".join(files.values()).decode("utf-8", "replace").casefold()
    assert not [
        word for word in ("anna_k", "anna kim", "77001", "kim.example", "701 123", "carol_x", "aida") if word in whole
    ]


def test_the_right_of_reply_is_told_in_each_language(told: Case) -> None:
    files = contents(told, recipe_of(told))
    assert "was asked on 2020-02-09" in text_of(files["replies/en.txt"])
    assert "There was no answer when this package was made." in text_of(files["replies/en.txt"])
    assert "1 account was asked for its side; 0 answered." in text_of(files["method/en.txt"])
    assert "replies/" in text_of(files["README-en.txt"]) and "replies/ru.txt" in files


def test_who_may_be_named_is_named_and_nobody_else(told: Case) -> None:
    naming.name_account(told.notebook_path, KEY, reason="exhibit 3", author="Aida")
    said, _asked = rows_of(contents(told, recipe_of(told, masked=False))["dossier.csv"])
    assert said["account"] == "'@anna_k" and "https://x.com/anna_k" in said["text"]
    assert "@ANNA_K" in said["text"] and "carol" not in said["text"]
    assert rows_of(contents(told, recipe_of(told))["dossier.csv"])[0]["account"] == masks_of(told).name(KEY)


def test_without_a_dossier_or_where_it_is_not_wanted_there_is_none(case: Case, told: Case) -> None:
    assert "dossier.csv" not in contents(told, recipe_of(told, dossier=False))
    dossier.remove_statement(told.notebook_path, 1, author="Aida")
    dossier.remove_request(told.notebook_path, 1, author="Aida")
    files = contents(told, recipe_of(told))
    assert not [name for name in files if "dossier" in name or "replies" in name]
    assert "dossier" not in text_of(files["README-en.txt"])


def test_a_changed_dossier_and_a_later_answer_come_to_light(told: Case, tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    data = publish(told, recipe_of(told))
    path.write_bytes(data)
    assert verify(path, told).holds
    files = files_of(data)
    path.write_bytes(archive.packed({**files, "dossier.csv": files["dossier.csv"].replace(b"strong", b"weak")}))
    assert "row 2, reliability" in {part.place for part in verify(path, told).differences}
    path.write_bytes(data)
    dossier.put_answer(told.notebook_path, 1, "I did not.", answered_on="2020-02-10", author="Aida")
    found = verify(path, told).differences
    assert ("no answer", "I did not.") in {(part.package, part.case) for part in found}
