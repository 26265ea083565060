"""The article package: the same bytes each time, and whatever was changed in it comes to light."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from core import build
from core.cli import app
from core.errors import ExportError
from core.export.numbers import answer
from core.export.package import archive
from core.export.package.claims import from_ledger
from core.export.package.contents import contents
from core.export.package.recipe import Chosen, Claim, Recipe, read_recipe
from core.export.package.verify import Verdict, publish, verify
from core.model import Case, Filters
from core.store import cases, ledger
from core.store.db import open_store
from core.store.queries.accounts import accounts_page
from core.store.queries.view import View

POSTS = 2_000
SHARE = "accounts_with_signs"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A small demo case whose ledger holds a share, a count of a part, and a sentence without a number."""
    folder = tmp_path_factory.mktemp("cases")
    CliRunner().invoke(app, ["demo", "--posts", str(POSTS), "--cases-dir", str(folder)])
    made = cases.read_case(folder, "kordai")
    store = open_store(made.store_path)
    for query in (SHARE, "posts?lang=fr"):
        told = answer(made, store, query)
        ledger.add_claim(made.notebook_path, told.sentence, author="Ann", basis=told.query, answer=told.facts())
    store.close()
    ledger.add_claim(made.notebook_path, "The video is real, =cmd() <b>its</b> caption is not.", author="Ann")
    return made


@pytest.fixture(scope="module")
def recipe(case: Case) -> Recipe:
    return Recipe(
        case=case.slug, build=case.build, zone=case.event_zone, figures=(Chosen("timeline", "lang=fr"),),
        numbers=("views",), claims=from_ledger(ledger.claims(case.notebook_path)), languages=("en", "ru"),
        formats=("svg",), byline="A newsroom",
    )  # fmt: skip


@pytest.fixture(scope="module")
def package(case: Case, recipe: Recipe) -> bytes:
    return publish(case, recipe)


def files_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archived:
        return {name: archived.read(name) for name in archived.namelist()}


def text_of(data: bytes) -> str:
    return data.decode("utf-8-sig")


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text_of(data))))


def verified(files: dict[str, bytes], case: Case, tmp_path: Path, **how: bool) -> Verdict:
    path = tmp_path / "package.zip"
    path.write_bytes(archive.packed(files))
    return verify(path, case, **how)


def test_the_same_choices_give_the_same_bytes(case: Case, recipe: Recipe, package: bytes) -> None:
    assert publish(case, recipe) == package


def test_every_part_is_there_in_every_language(package: bytes) -> None:
    names = set(files_of(package))
    assert {"LICENCE.txt", "claims.csv", "sources.csv", "recipe.json", "manifest.json"} <= names
    assert {"data/01-timeline.csv", "data/numbers.csv"} <= names
    for language in ("en", "ru"):
        assert f"figures/{language}/01-timeline.svg" in names
        for folder in ("captions", "alt-texts", "method"):
            assert f"{folder}/{language}.txt" in names


def test_the_parameters_of_the_method_box_are_in_the_language_of_the_box(package: bytes) -> None:
    box = text_of(files_of(package)["method/ru.txt"])
    assert "Затишья и всплески: " in box
    assert "bin_s = 600 (с)" in box


@pytest.mark.parametrize(
    ("language", "box", "readme"),
    [
        ("fr", "Comment les chiffres", "Pour vérifier"), ("de", "Wie die Zahlen", "Zum Prüfen"),
        ("es", "Cómo se obtuvieron", "Para comprobarlo"), ("zh", "制作方法", "核验命令"),
    ],
)  # fmt: skip
def test_a_package_speaks_every_language_of_charts(
    case: Case, recipe: Recipe, language: str, box: str, readme: str
) -> None:
    figures = (Chosen("timeline", ""), Chosen("scores", ""), Chosen("spreaders", ""), Chosen("cascades", ""))
    wanted = replace(recipe, figures=figures, languages=(language,))
    files = contents(case, wanted, draw=False)
    told = text_of(files[f"method/{language}.txt"])
    about = text_of(files[f"README-{language}.txt"])
    assert box in told and readme in about
    english = r"\b(the|of|with|posts|accounts|were|hours|Parameters|minutes)\b"
    assert not re.findall(english, told.replace(case.claim, "")) and not re.findall(english, about)


def test_the_licence_speaks_each_language_of_the_package(package: bytes) -> None:
    english, russian = text_of(files_of(package)["LICENCE.txt"]).split("\r\n\r\n")
    assert "Posts that are quoted belong to their authors." in english
    assert "Процитированные посты принадлежат их авторам." in russian


def test_the_ledger_says_what_holds(package: bytes, case: Case) -> None:
    rows = rows_of(files_of(package)["claims.csv"])
    assert [row["status"] for row in rows] == ["holds", "holds", "open"]
    low, value, high = (float(rows[0][key]) for key in ("low", "value", "high"))
    assert low < value < high
    assert float(rows[0]["part"]) / float(rows[0]["whole"]) == value
    assert rows[1]["value"] == rows[1]["part"]
    assert "Ann" not in text_of(files_of(package)["claims.csv"] + files_of(package)["recipe.json"])


def test_the_method_box_tells_what_was_done(package: bytes, case: Case) -> None:
    box = text_of(files_of(package)["method/en.txt"])
    hashes = rows_of(files_of(package)["sources.csv"])[0]
    assert hashes["sha256"] in box
    told = ("SIMULATED DATA", f"{POSTS:,} records", "Asia/Almaty (UTC+06:00)", "French", "whence-experts", "Wilson")
    for said in (*told, "pseudonyms", "alpha = 0.001", "from a score of 3 on"):
        assert said in box


def test_an_honest_package_holds(package: bytes, case: Case, tmp_path: Path) -> None:
    verdict = verified(files_of(package), case, tmp_path)
    assert verdict.holds, verdict.differences
    assert (verdict.claims, verdict.pictures) == (3, 2)
    assert "1 claim has no number behind it and was not computed." in verdict.unchecked


def changed(files: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    assert old in text_of(files[name]), f"{name} does not hold {old}"
    return {**files, name: files[name].decode().replace(old, new, 1).encode()}


def one_number(files: dict[str, bytes]) -> dict[str, bytes]:
    part = rows_of(files["claims.csv"])[1]["value"]
    return changed(files, "claims.csv", f",{part},", f",{int(part) + 1},")


def one_row(files: dict[str, bytes]) -> dict[str, bytes]:
    lines = files["data/01-timeline.csv"].split(b"\r\n")
    return {**files, "data/01-timeline.csv": b"\r\n".join([*lines[:3], *lines[4:]])}


def one_sentence(files: dict[str, bytes]) -> dict[str, bytes]:
    """The number in the words of a claim, in the recipe and in the ledger alike."""
    told = json.loads(files["recipe.json"])
    sentence = told["claims"][1]["sentence"]
    other = "1" + sentence
    told["claims"][1]["sentence"] = other
    recipe = (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    return {**changed(files, "claims.csv", sentence, other), "recipe.json": recipe}


def one_caption(files: dict[str, bytes]) -> dict[str, bytes]:
    return changed(files, "captions/ru.txt", f"{POSTS:,}".replace(",", "\u00a0"), "9")


def one_picture(files: dict[str, bytes]) -> dict[str, bytes]:
    return changed(files, "figures/en/01-timeline.svg", "French", "German")


def one_missing(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name != "sources.csv"}


def one_more(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, "data/extra.csv": b"a,b\r\n1,2\r\n"}


TAMPERED = [
    (one_number, "claims.csv"), (one_row, "data/01-timeline.csv"), (one_sentence, "claims.csv"),
    (one_caption, "captions/ru.txt"), (one_picture, "figures/en/01-timeline.svg"), (one_missing, "sources.csv"),
    (one_more, "data/extra.csv"),
]  # fmt: skip


@pytest.mark.parametrize("hashes_too", [False, True], ids=["hashes left", "hashes made anew"])
@pytest.mark.parametrize(("tamper", "where"), TAMPERED, ids=lambda part: getattr(part, "__name__", ""))
def test_what_was_changed_comes_to_light(
    package: bytes, case: Case, tmp_path: Path, tamper: Callable[[dict[str, bytes]], dict[str, bytes]], where: str,
    hashes_too: bool,
) -> None:  # fmt: skip
    files = tamper(files_of(package))
    if hashes_too:  # somebody who knows how packages are made
        files[archive.MANIFEST] = archive.manifest(files)
    verdict = verified(files, case, tmp_path)
    assert where in {part.file for part in verdict.differences}


def test_a_changed_number_is_named_with_both_values(package: bytes, case: Case, tmp_path: Path) -> None:
    files = files_of(package)
    right = rows_of(files["claims.csv"])[1]["value"]
    said = [part for part in verified(one_number(files), case, tmp_path).differences if part.place == "row 3, value"]
    assert [(part.package, part.case) for part in said] == [(str(int(right) + 1), right)]


def test_without_pictures_their_hashes_are_still_compared(package: bytes, case: Case, tmp_path: Path) -> None:
    verdict = verified(one_picture(files_of(package)), case, tmp_path, draw=False)
    assert {part.file for part in verdict.differences} == {"figures/en/01-timeline.svg"}
    assert "Pictures were compared with the list of hashes only, and not drawn again." in verdict.unchecked


def test_a_claim_that_the_case_contradicts_differs(case: Case, recipe: Recipe) -> None:
    wrong = Claim("999 posts are in French.", "posts?lang=fr", "holds", "{}", "2020-02-17")
    made = contents(case, replace(recipe, claims=(wrong,), figures=()))
    assert rows_of(made["claims.csv"])[0]["status"] == "differs"
    withdrawn = replace(wrong, status="withdrawn")
    made = contents(case, replace(recipe, claims=(withdrawn,), figures=()))
    assert rows_of(made["claims.csv"])[0]["status"] == "withdrawn"


def test_accounts_are_masked(case: Case, recipe: Recipe) -> None:
    shown = replace(recipe, figures=(Chosen("accounts"),), claims=(), languages=("en",), formats=("html",))
    masked = contents(case, shown)
    store = open_store(case.store_path)
    listed = accounts_page(store, View(Filters()), most=20)
    store.close()
    handles = listed["handle"].dropna().tolist()
    assert len(handles) > 10
    whole = b"".join(masked.values()).decode("utf-8", "replace")
    assert not [name for name in handles if name in whole]


def test_cells_that_a_spreadsheet_would_run_are_disarmed(case: Case, recipe: Recipe) -> None:
    hostile = Claim("=HYPERLINK(1) says <script>alert(1)</script>", "", "open")
    made = contents(case, replace(recipe, claims=(hostile,), figures=()))
    assert rows_of(made["claims.csv"])[0]["sentence"].startswith("'=HYPERLINK")


@pytest.mark.parametrize(
    "change",
    [{"languages": ()}, {"languages": ("xx",)}, {"formats": ("exe",)}, {"licence": "mine"}, {"preset": "1:9"},
     {"figures": (Chosen("nothing"),)}, {"numbers": ("nothing",)}, {"figures": (Chosen("timeline", "lang=klingon9"),)}],
)  # fmt: skip
def test_a_choice_that_there_is_not_is_refused(case: Case, recipe: Recipe, change: dict[str, object]) -> None:
    with pytest.raises(ExportError):
        contents(case, replace(recipe, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"[" * 50_000, b'{"format": 9}', b"\xff\xfe", b'{"format": 1, "figures": 3}']
)
def test_a_recipe_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(ExportError):
        read_recipe(data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut", archive.packed({"a.txt": b"a"})])
def test_a_file_that_is_no_package_is_refused(data: bytes, case: Case, tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(data)
    with pytest.raises(ExportError):
        verify(path, case)


def test_a_package_of_another_case_is_refused(package: bytes, case: Case, tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(package)
    with pytest.raises(ExportError, match="belongs to the case"):
        verify(path, replace(case, slug="other"))


def test_the_command_line_publishes_verifies_and_says_what_differs(case: Case, tmp_path: Path) -> None:
    run, path = CliRunner(), tmp_path / "p.zip"
    where = ["--case", "kordai", "--cases-dir", str(case.folder.parent)]
    made = run.invoke(
        app, ["publish", *where, "--figure", "rhythm?lang=en", "--format", "svg", "--out", str(path), "--json"]
    )
    assert (made.exit_code, json.loads(made.stdout)["claims"]) == (0, 3)
    right = run.invoke(app, ["verify", str(path), *where, "--json"])
    assert (right.exit_code, json.loads(right.stdout)["holds"]) == (0, True)
    path.write_bytes(archive.packed(one_number(files_of(path.read_bytes()))))
    wrong = run.invoke(app, ["verify", str(path), *where, "--json"])
    assert (wrong.exit_code, json.loads(wrong.stdout)["holds"]) == (1, False)
    assert run.invoke(app, ["verify", str(tmp_path / "none.zip"), *where]).exit_code == 2


def test_the_command_line_checks_a_text(case: Case, tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text("On Saturday, 9 February, it spread.\nIt is a bot.", encoding="utf-8")
    where = ["--case", "kordai", "--cases-dir", str(case.folder.parent), "--json"]
    told = json.loads(CliRunner().invoke(app, ["check", str(text), *where]).stdout)
    assert [(slip["kind"], slip["line"]) for slip in told["slips"]] == [("weekday", 1), ("bot", 2)]
    text.write_bytes(b"\xff\xfe\x00")
    assert CliRunner().invoke(app, ["check", str(text)]).exit_code == 2


TABLE = "id,created_at,user_id,screen_name,text\n1225000000000000001,2020-02-07T16:00:00Z,1,ann,one\n"


def test_a_source_file_that_was_changed_comes_to_light(tmp_path: Path) -> None:
    source = tmp_path / "posts.csv"
    source.write_text(TABLE, encoding="utf-8")
    target = cases.open_or_create(tmp_path / "cases", "small", event_zone="Asia/Almaty")
    small = build.import_files(target, [build.Incoming(source)]).case
    plain = Recipe(case="small", build=small.build, zone="Asia/Almaty", numbers=("posts",))
    files = files_of(publish(small, plain))
    assert verified(files, small, tmp_path).holds
    (kept,) = (small.folder / "sources").iterdir()
    kept.write_text(TABLE.replace("one", "two"), encoding="utf-8")
    assert [part.sentence for part in verified(files, small, tmp_path).differences] == [
        "The source file “posts.csv” in the case was changed."
    ]
