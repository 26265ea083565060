"""What a table goes through on its way to a spreadsheet and back: nothing may be changed, nothing may be run."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from core import build
from core.export.case import write
from core.export.frame import Frame
from core.export.sheet import xlsx_bytes
from core.export.table import csv_bytes
from core.model import Filters
from core.store import cases

ID = "1225813027845168935"
TEXTS = [
    "=cmd|' /C calc'!A0",
    'said "yes", then left',
    "#Қордай",
    "burning 🔥 houses",
    "+7 700 000 00 00",
    "@anna",
    "-x",
]
FRAME = pd.DataFrame(
    {
        "post_id": [ID] * len(TEXTS),
        "text": TEXTS,
        "at": pd.to_datetime(["2020-02-08 05:00"] * len(TEXTS)).tz_localize("Asia/Almaty"),
        "n": range(len(TEXTS)),
    }
)
ABOUT = Frame("Posts", n_text="7 of 7 posts", source="kordai.csv", alt="Table.", simulated=True)
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def sheets(data: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_keeps_ids_words_and_offsets_and_says_what_it_is():
    found = sheets(xlsx_bytes(FRAME, ABOUT))
    head, *rows = found["Data"]
    assert head == ["post_id", "text", "at", "n", "simulated"]
    assert [row[0] for row in rows] == [ID] * len(TEXTS)
    assert [row[1] for row in rows] == TEXTS
    assert rows[0][2:] == ["2020-02-08T05:00:00+06:00", 0.0, "true"]
    about = [row[0] for row in found["About"]]
    assert about[0].startswith("SIMULATED") and "Posts" in about and any("7 of 7 posts" in line for line in about)


def test_a_workbook_holds_no_formula_and_no_link():
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(xlsx_bytes(FRAME.assign(url="https://example.org/a"), ABOUT))) as parts:
        inside = "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets"))
    assert "<f>" not in inside and "hyperlink" not in inside


def test_a_number_beyond_fifteen_digits_keeps_them_all():
    found = sheets(xlsx_bytes(pd.DataFrame({"id": [int(ID)]}), ABOUT))["Data"]
    assert found[1][0] == ID


def exported(folder: Path, name: str, source: Path) -> bytes:
    case = cases.open_or_create(folder, name, event_zone="Asia/Almaty")
    case = build.import_files(case, [build.Incoming(source)]).case
    out = folder / f"{name}.csv"
    write(case, "posts", out, Filters(), masked=False)
    return out.read_bytes()


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_table_survives_import_export_and_import(tmp_path: Path):
    source = tmp_path / "posts.csv"
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(["id", "created_at", "username", "text", "lang"])
    for place, text in enumerate(TEXTS):
        writer.writerow([str(int(ID) + place), "2020-02-08T05:00:00+06:00", "sim_anna", text, "ru"])
    source.write_text(lines.getvalue(), encoding="utf-8")
    first = rows_of(exported(tmp_path / "a", "first", source))
    again = tmp_path / "again.csv"
    again.write_bytes((tmp_path / "a" / "first.csv").read_bytes())
    second = rows_of(exported(tmp_path / "b", "second", again))
    assert [row["post_id"] for row in first] == [str(int(ID) + place) for place in range(len(TEXTS))]
    told = [row["text"].removeprefix("'") for row in first]
    assert told == TEXTS
    for name in ("post_id", "posted_at", "text"):
        assert [row[name] for row in second] == [row[name] for row in first], name


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_libreoffice_opens_it_and_runs_nothing(tmp_path: Path, kind: str):
    file = tmp_path / f"table.{kind}"
    file.write_bytes(csv_bytes(FRAME) if kind == "csv" else xlsx_bytes(FRAME, ABOUT))
    # 44 comma, 34 quote, 76 UTF-8; every column as text, as a careful reporter opens it - and the first as found
    options = ["--infilter=CSV:44,34,76,1"] if kind == "csv" else []
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [SOFFICE, profile, "--headless", *options, "--convert-to", "ods", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, timeout=240, capture_output=True)
    shown = sheets((tmp_path / "table.ods").read_bytes())
    rows = next(iter(shown.values()))[1:]
    assert [str(row[1]).removeprefix("'") for row in rows] == TEXTS
    if kind == "xlsx":
        assert [row[0] for row in rows] == [ID] * len(TEXTS)
