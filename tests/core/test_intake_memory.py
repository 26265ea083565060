"""A corrected mapping is used for the next file with the same columns, and the accounting says so."""

from __future__ import annotations

from pathlib import Path

from core import build
from core.build import Incoming
from core.importers import Mapping
from core.store import cases, mappings

TABLE = "когда;кто;что\n07.02.2020 22:00;sim_one;Выдумано\n"
CHOSEN = Mapping(posted_at="когда", handle="кто", text="что", platform="telegram", zone="Asia/Almaty")


def test_the_next_file_of_that_shape_is_read_alike_in_another_case(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(TABLE, encoding="utf-8")
    second.write_text(TABLE.replace("sim_one", "sim_two"), encoding="utf-8")
    folder = tmp_path / "cases"
    build.import_files(cases.open_or_create(folder, "One"), [Incoming(first, importer="table", mapping=CHOSEN)])
    result = build.import_files(cases.open_or_create(folder, "Two"), [Incoming(second)])
    report = result.files[0].report
    assert report is not None
    assert report["why"] == "A table with the same columns as “first.csv”: read as you chose then."
    assert report["first_posted_at"] == "2020-02-07T16:00:00Z", "the zone is remembered with the columns"


def test_an_uncorrected_guess_is_not_remembered_and_a_known_format_needs_no_memory(tmp_path: Path) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("date,text,handle\n2020-02-07 16:00:00,made up,sim_one\n", encoding="utf-8")
    case = build.import_files(cases.open_or_create(tmp_path / "cases", "One"), [Incoming(plain)]).case
    assert not (tmp_path / "cases" / mappings.FILE).exists()
    tags = tmp_path / "tags.csv"
    columns = ["id_str", "from_user", "text", "created_at", "time", "from_user_id_str"]
    cells = ["1225811454981046273", "sim_one", "made up", "Fri Feb 07 16:00:00 +0000 2020", "", "1"]
    tags.write_text(f"{','.join(columns)}\n{','.join(cells)}\n", encoding="utf-8")
    mappings.remember(tmp_path / "cases", columns, {"posted_at": "time"}, "other.csv")
    result = build.import_files(case, [Incoming(tags)])
    report = result.files[0].report
    assert report is not None
    assert report["format"] == "tags"
