"""The command ``export`` writes what was asked for, tells how far it is, and says in a sentence what cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.errors import ExportError
from core.export import command
from core.export.catalogue import FIGURES
from core.i18n import CHART_LANGUAGES


def run(demo, *words: object):
    return CliRunner().invoke(
        app, ["export", "--case", demo.slug, "--cases-dir", str(demo.folder.parent), *map(str, words)]
    )


def test_all_languages_and_formats_of_one_figure_lie_in_a_folder_with_a_text_beside_each_table(demo, tmp_path):
    done = run(demo, "--figure", "firsts", "--lang", "all", "--format", "svg,csv", "--out", tmp_path / "new", "--json")
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    assert {(row["language"], row["format"]) for row in rows} == {
        (c, k) for c in CHART_LANGUAGES for k in ("svg", "csv")
    }
    assert all(Path(row["file"]).is_file() and row["simulated"] and row["source"] for row in rows)
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert {"firsts-kk.svg", "firsts-zh.csv", "firsts-zh-about.txt"} <= names and len(names) == 21


def test_progress_names_each_figure_and_grows_to_the_end(demo, tmp_path):
    told = []
    job = command.Job("", True, "lang=fr", ("en", "ru"), ("csv",))
    command.write_figures(demo, job, tmp_path, lambda step, share, amount=None: told.append((step, share)))
    shares = [share for _step, share in told]
    assert shares == sorted(shares) and 0.9 < shares[-1] < 1
    assert [step for step, _share in told][:2] == ["timeline, en", "rhythm, en"] and len(told) == 2 * len(FIGURES)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--all", "--lang", "en,tlh"), "Charts are not drawn in “tlh”."),
        (("--all", "--format", "svg,docx"), "There is no format “docx”."),
        (("--figure", "pie"), "There is no figure “pie”."),
    ],
)
def test_what_there_is_not_is_one_sentence_before_anything_is_written(demo, tmp_path, words, sentence):
    done = run(demo, *words, "--out", tmp_path / "f")
    assert done.exit_code == 2
    assert sentence in " ".join(done.output.split())
    assert not list(tmp_path.rglob("*.*"))


def test_a_folder_that_cannot_be_written_is_a_sentence(demo, tmp_path):
    (tmp_path / "file").write_text("here", encoding="utf-8")
    with pytest.raises(ExportError, match="disk refused"):
        command.write_figures(demo, command.Job("firsts", False, "", ("en",), ("svg", "csv")), tmp_path / "file" / "x")


def test_figures_with_nothing_to_draw_are_one_sentence(demo, tmp_path):
    asked = ("--all", "--filters", "q=nobody-wrote-this", "--format", "csv", "--lang", "en,de")
    done = run(demo, *asked, "--out", tmp_path)
    said = " ".join(done.output.split())
    assert done.exit_code == 0
    assert said.count("take a filter off") == 1 and "figures have nothing to draw here: take a filter off" in said
    assert "nothing to draw here" in said.split("figures have")[0] and "Take a filter off" not in said
