"""From files to a case on disk, end to end: real importers, real stores, files written here by hand."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core import build, intake
from core.build import FileResult, ImportResult, Incoming, import_files
from core.errors import CaseError
from core.importers import Mapping
from core.model import Case
from core.progress import Amount
from core.store import cases, copying, files
from core.store.db import open_store

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "importers"


def table(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(["created_at,screen_name,tweet_id,text", *rows]) + "\n", encoding="utf-8")
    return path


def row(no: int, account: str = "ann", words: str = "A sentence that somebody wrote") -> str:
    return f"2020-02-08T0{no}:00:00Z,{account},122600000000000000{no},{words} {no}"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case("fire", "Fire", "It burns", "Asia/Almaty", 0, tmp_path / "cases" / "fire")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Four records: three posts by two accounts, one without a date."""
    return table(tmp_path / "first.csv", [row(1), row(2, "bob"), row(3), "never,cyd,,No time"])


def only(result: ImportResult) -> FileResult:
    assert len(result.files) == 1
    return result.files[0]


def numbers(file: FileResult) -> tuple[int, int, int, int]:
    assert file.report, file.message
    return tuple(file.report[name] for name in ("records", "accepted", "merged", "rejected"))


def posts(case: Case) -> int:
    return int(build.totals(case)["posts"])


hash_of = intake.sha256_of


# --- the accounting ----------------------------------------------------------------------------------------------


def test_every_record_is_accepted_merged_or_rejected(case: Case, first: Path) -> None:
    result = import_files(case, [Incoming(first)])
    assert numbers(only(result)) == (4, 3, 0, 1)
    assert build.totals(result.case)["posts"] == 3
    assert build.totals(result.case)["accounts"] == 2


def test_a_reject_keeps_its_line_and_its_text(case: Case, first: Path) -> None:
    result = import_files(case, [Incoming(first)])
    store = open_store(result.case.store_path)
    rejects = files.rejects(store)
    store.close()
    assert rejects[["file", "line"]].to_numpy().tolist() == [["first.csv", 5]]
    assert "cyd" in rejects["raw"].iloc[0]


@pytest.mark.parametrize("fixture", sorted(p.name for p in FIXTURES.iterdir()))
def test_the_accounting_of_each_format_adds_up(case: Case, fixture: str) -> None:
    records, accepted, merged, rejected = numbers(only(import_files(case, [Incoming(FIXTURES / fixture)])))
    assert records == accepted + merged + rejected
    assert accepted > 0


def test_a_file_that_overlaps_is_merged(case: Case, first: Path, tmp_path: Path) -> None:
    before = import_files(case, [Incoming(first)]).case
    second = table(tmp_path / "second.csv", [row(3), row(4), row(5, "dee")])
    result = import_files(before, [Incoming(second)])
    assert numbers(only(result)) == (3, 2, 1, 0)
    assert posts(result.case) == 5
    store = open_store(result.case.store_path)
    report = files.file_report(store)
    store.close()
    assert report[["name", "accepted"]].to_numpy().tolist() == [["first.csv", 3], ["second.csv", 2]]


# --- the same file again -----------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(case: Case, first: Path, tmp_path: Path) -> None:
    before = import_files(case, [Incoming(first)]).case
    copy = tmp_path / "under another name.csv"
    copy.write_bytes(first.read_bytes())
    result = import_files(before, [Incoming(copy)])
    assert only(result).status == "known"
    assert "first.csv" in only(result).message
    assert result.case == before


def test_another_file_of_the_same_size_is_another_file(case: Case, first: Path, tmp_path: Path) -> None:
    case = import_files(case, [Incoming(first)]).case
    other = tmp_path / "other.csv"
    other.write_text(first.read_text(encoding="utf-8").replace("somebody", "everyone"), encoding="utf-8")
    assert other.stat().st_size == first.stat().st_size
    result = import_files(case, [Incoming(other)])
    assert numbers(only(result)) == (4, 0, 3, 1), "the same posts, met again in a file that is not the same"


def test_only_a_file_of_a_size_that_is_there_is_hashed_before_it_is_copied(
    case: Case, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[Path] = []
    monkeypatch.setattr(intake, "sha256_of", lambda path: (hashed.append(path), hash_of(path))[1])
    case = import_files(case, [Incoming(first)]).case
    case = import_files(case, [Incoming(table(tmp_path / "more.csv", [row(5), row(6), row(7)]))]).case
    assert hashed == []
    assert only(import_files(case, [Incoming(first)])).status == "known"
    assert hashed == [first]


def test_the_kept_copy_is_the_file_with_its_hash_in_the_name(case: Case, first: Path) -> None:
    case = import_files(case, [Incoming(first)]).case
    (kept,) = (case.folder / "sources").iterdir()
    assert kept.read_bytes() == first.read_bytes()
    assert hashlib.sha256(first.read_bytes()).hexdigest().startswith(kept.name.split("-")[0])


def test_a_full_disk_is_said_and_the_case_is_as_before(case: Case, first: Path, tmp_path: Path, monkeypatch) -> None:
    case = import_files(case, [Incoming(first)]).case
    before = sorted(path.relative_to(case.folder) for path in case.folder.rglob("*"))

    def full(_path: Path, target: Path) -> str:
        target.write_bytes(b"what still had room")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copying, "_copied", full)
    more = table(tmp_path / "more.csv", [row(5), row(6), row(7)])
    same_size = tmp_path / "same.csv"
    same_size.write_text(first.read_text(encoding="utf-8").replace("bob", "eve"), encoding="utf-8")
    for path in (more, same_size):
        with pytest.raises(CaseError, match="The disk refused: No space left on device"):
            import_files(case, [Incoming(path)])
    assert sorted(path.relative_to(case.folder) for path in case.folder.rglob("*")) == before


def test_the_same_file_twice_in_one_go_is_read_once(case: Case, first: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.csv"
    copy.write_bytes(first.read_bytes())
    result = import_files(case, [Incoming(first), Incoming(copy)])
    assert sorted((f.name, f.status) for f in result.files) == [("copy.csv", "known"), ("first.csv", "imported")]
    assert posts(result.case) == 3


# --- files that cannot be read -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.jsonl", b"", "empty"),
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        ("nodate.csv", b"name,colour\nann,red\nbob,blue\n", "name, colour"),
        ("<b>x</b>.csv", b"", "empty"),
    ],
)
def test_a_file_that_holds_no_posts_is_refused_in_one_sentence(
    case: Case, tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    path = tmp_path / "incoming"
    path.write_bytes(content)
    result = import_files(case, [Incoming(path, name)])
    assert only(result).status == "refused"
    assert word in only(result).message
    assert not case.folder.exists()


def test_a_file_that_is_not_there_is_refused(case: Case, tmp_path: Path) -> None:
    assert only(import_files(case, [Incoming(tmp_path / "gone.csv")])).status == "refused"


def test_a_good_file_is_read_beside_a_bad_one(case: Case, first: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7")
    result = import_files(case, [Incoming(bad), Incoming(first)])
    assert [(f.name, f.status) for f in result.files] == [("bad.pdf", "refused"), ("first.csv", "imported")]
    assert posts(result.case) == 3


def test_a_file_of_which_nothing_is_a_post_is_refused_with_the_reason(case: Case, tmp_path: Path) -> None:
    ids = tmp_path / "ids.csv"
    ids.write_text("tweet_id,label\nten,true\neleven,false\n", encoding="utf-8")
    mapping = Mapping(post_id="tweet_id", platform="x")
    with pytest.raises(CaseError, match="None of its 2 records.*no date"):
        import_files(case, [Incoming(ids, mapping=mapping)])
    assert not case.folder.exists()


def test_a_parquet_file_that_is_damaged_inside_is_refused(case: Case, first: Path, tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    columns = {"created_at": ["2020-02-08T01:00:00Z"] * 5000, "text": [f"words {n} " * 9 for n in range(5000)]}
    pq.write_table(pa.table(columns), path)
    content = bytearray(path.read_bytes())
    middle = slice(len(content) // 3, len(content) * 2 // 3)
    content[middle] = b"Z" * len(content[middle])
    path.write_bytes(content)
    result = import_files(case, [Incoming(first), Incoming(path)])
    assert {f.name: f.status for f in result.files} == {"first.csv": "imported", "posts.parquet": "refused"}
    assert "damaged" in next(f.message for f in result.files if f.status == "refused")


def unusable(path: Path) -> Incoming:
    """A file that is taken at first sight and fails while it is read: its mapping names no date."""
    return Incoming(path, mapping=Mapping(text="text", handle="screen_name"))


def test_a_file_that_fails_while_it_is_read_leaves_the_old_build_whole(case: Case, first: Path, tmp_path: Path) -> None:
    before = import_files(case, [Incoming(first)]).case
    with pytest.raises(CaseError, match="date"):
        import_files(before, [unusable(table(tmp_path / "second.csv", [row(5)]))])
    assert cases.read_case(before.folder.parent, "fire") == before
    assert posts(before) == 3
    assert sorted(p.name for p in before.folder.glob("store-*")) == ["store-1.duckdb"]
    assert len(list((before.folder / "sources").iterdir())) == 1


def test_what_a_failing_file_brought_is_taken_back(case: Case, first: Path, tmp_path: Path, monkeypatch) -> None:
    second = table(tmp_path / "second.csv", [row(5, "eve")])
    read = build.intake.importers.read

    def failing(path: Path, *rest: object, **options: object) -> object:
        yield from read(path, *rest, **options)
        if path == second:
            raise CaseError("The rest of the file is missing.")

    monkeypatch.setattr(build.intake.importers, "read", failing)
    result = import_files(case, [Incoming(first), Incoming(second)])
    assert {f.name: f.status for f in result.files} == {"first.csv": "imported", "second.csv": "refused"}
    assert build.totals(result.case)["accounts"] == 2
    store = open_store(result.case.store_path)
    handles = set(store.frame("SELECT handle FROM accounts")["handle"])
    store.close()
    assert handles == {"ann", "bob"}
    assert [p.name.split("-")[1] for p in (result.case.folder / "sources").iterdir()] == ["first.csv"]


# --- crashes and builds ------------------------------------------------------------------------------------------


class PowerCut(Exception):
    pass


@pytest.mark.parametrize("step", ["Reading", "Taking over", "Merging", "Scoring", "Writing", "Building", "Drawing"])
def test_a_crash_in_the_middle_leaves_the_pointer(case: Case, first: Path, tmp_path: Path, step: str) -> None:
    before = import_files(case, [Incoming(first)]).case
    second = table(tmp_path / "second.csv", [row(5)])

    def cut(name: str, _share: float | None, _amount: Amount | None = None) -> None:
        if name.startswith(step):
            raise PowerCut

    with pytest.raises(PowerCut):
        import_files(before, [Incoming(second)], cut)
    assert cases.read_case(before.folder.parent, "fire").build == 1
    assert sorted(p.name for p in before.folder.glob("store-*")) == ["store-1.duckdb"]
    again = import_files(before, [Incoming(second)])
    assert posts(again.case) == 4


def test_a_new_case_that_never_came_to_be_leaves_no_folder(case: Case, first: Path) -> None:
    def cut(name: str, _share: float | None, _amount: Amount | None = None) -> None:
        if name.startswith("Merging"):
            raise PowerCut

    with pytest.raises(PowerCut):
        import_files(case, [Incoming(first)], cut)
    assert not case.folder.exists()


def test_leftovers_of_a_killed_program_are_not_taken_for_a_build(case: Case, first: Path, tmp_path: Path) -> None:
    before = import_files(case, [Incoming(first)]).case
    (before.folder / "store-2.duckdb").write_bytes(b"half a store")
    after = import_files(before, [Incoming(table(tmp_path / "second.csv", [row(5)]))]).case
    assert after.build == 2
    assert posts(after) == 4


def test_a_reader_of_the_old_build_is_not_disturbed(case: Case, first: Path, tmp_path: Path) -> None:
    before = import_files(case, [Incoming(first)]).case
    reader = open_store(before.store_path)
    import_files(before, [Incoming(table(tmp_path / "second.csv", [row(5)]))])
    assert reader.row("SELECT count(*) AS n FROM posts") == {"n": 3}
    reader.close()


def test_a_new_analysis_keeps_the_posts(case: Case, first: Path) -> None:
    before = import_files(case, [Incoming(first)]).case
    after = build.reanalyse(before)
    assert (after.build, posts(after)) == (2, 3)


# --- what the reporter decides -----------------------------------------------------------------------------------


def test_the_reporters_mapping_and_zone_are_kept_and_used(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a,b,c\nred,2020-02-08 05:00,Burning in Almaty they say\n", encoding="utf-8")
    mapping = Mapping(posted_at="b", text="c", handle="a")
    result = import_files(case, [Incoming(path, mapping=mapping, zone="Asia/Almaty")])
    report = only(result).report or {}
    assert report["first_posted_at"] == "2020-02-07T23:00:00Z"
    store = open_store(result.case.store_path)
    kept = store.row("SELECT mapping, zone_rule FROM files")
    store.close()
    assert Mapping.from_dict(json.loads(kept["mapping"])) == mapping
    assert kept["zone_rule"] == "Asia/Almaty"


@pytest.mark.parametrize("name", ["<b>x</b>.csv", "../../outside.csv", "a" * 300 + ".csv", "..", "Қордай.csv"])
def test_a_hostile_file_name_stays_a_name(case: Case, first: Path, name: str) -> None:
    result = import_files(case, [Incoming(first, name)])
    assert only(result).name == name
    kept = list((result.case.folder / "sources").iterdir())
    assert [p.read_bytes() for p in kept] == [first.read_bytes()]
    assert sorted(p.name for p in case.folder.parent.parent.iterdir()) == ["cases", "first.csv"]


def test_ids_of_nineteen_digits_come_through_digit_by_digit(case: Case, first: Path) -> None:
    result = import_files(case, [Incoming(first)])
    store = open_store(result.case.store_path)
    ids = store.frame("SELECT post_id FROM posts ORDER BY post_no")["post_id"].tolist()
    store.close()
    assert ids == [f"122600000000000000{n}" for n in (1, 2, 3)]


def test_the_demo_is_a_case_like_any_other(tmp_path: Path) -> None:
    seen: list[str] = []
    made = build.build_demo(tmp_path, posts=600, progress=lambda step, _share: seen.append(step))
    assert made.simulated and made.build == 1
    assert posts(made) == pytest.approx(600, rel=0.2)
    assert any(step.startswith("Writing simulated posts") for step in seen)
    assert cases.list_cases(tmp_path) == [replace(made, folder=tmp_path / made.slug)]


# --- packed files ------------------------------------------------------------------------------------------------


def zipped(path: Path, *members: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.write(member, member.name)
    return path


def test_each_file_of_an_archive_is_a_file_of_the_report(case: Case, first: Path, tmp_path: Path) -> None:
    second = table(tmp_path / "second.csv", [row(3), row(4)])
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    box = zipped(tmp_path / "box.zip", first, second, picture)
    result = import_files(case, [Incoming(box)])
    assert {f.name: f.status for f in result.files} == {
        "box.zip/photo.png": "refused",
        "box.zip/first.csv": "imported",
        "box.zip/second.csv": "imported",
    }
    assert posts(result.case) == 4
    assert [p.read_bytes() for p in (case.folder / "sources").iterdir()] == [box.read_bytes()]
    assert sorted(p.name for p in case.folder.iterdir()) == ["case.toml", "sources", "store-1.duckdb"]


def test_the_same_file_packed_is_known(case: Case, first: Path, tmp_path: Path) -> None:
    before = import_files(case, [Incoming(first)]).case
    packed = tmp_path / "first.csv.gz"
    packed.write_bytes(gzip.compress(first.read_bytes()))
    result = import_files(before, [Incoming(packed)])
    assert (only(result).status, result.case) == ("known", before)
    again = import_files(case, [Incoming(packed)])
    assert only(again).status == "imported"


def test_a_store_of_another_version_is_built_anew_from_packed_sources(case: Case, first: Path, tmp_path: Path) -> None:
    second = table(tmp_path / "second.csv", [row(3), row(4)])
    before = import_files(case, [Incoming(zipped(tmp_path / "box.zip", first, second))]).case
    con = duckdb.connect(str(before.store_path))
    con.execute("UPDATE meta SET value = '1' WHERE key = 'schema_version'")
    con.close()
    after = build.reanalyse(before)
    assert (after.build, posts(after)) == (2, 4)


def test_a_second_import_into_the_same_case_has_to_wait(case: Case, first: Path) -> None:
    def tell(step: str, _share: float | None, _amount: Amount | None = None) -> None:
        if step.startswith("Merging"):
            with pytest.raises(CaseError, match="Another import"):
                import_files(case, [Incoming(first)])

    assert posts(import_files(case, [Incoming(first)], tell).case) == 3
