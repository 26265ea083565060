"""Imports that are killed by the operating system at ten random moments: the old case stays, a rerun completes."""

from __future__ import annotations

import multiprocessing
import random
from pathlib import Path
from typing import Any

import pytest

from core import build
from core.build import Incoming, import_files
from core.model import Case
from core.store import cases

LASTS_S = 0.9
SEED = 2020


@pytest.fixture(scope="module")
def processes() -> Any:
    """Makes processes that have the program loaded, so that a kill falls into the import itself."""
    context = multiprocessing.get_context(
        "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    )
    context.set_forkserver_preload(["core.build"])
    first = context.Process(target=len, args=("",))
    first.start()
    first.join()
    return context


def killed(processes: Any, case: Case, file: Path, after_s: float) -> bool:
    """Whether the import was still running when it was killed."""
    process = processes.Process(target=import_files, args=(case, [Incoming(file)]))
    process.start()
    process.join(after_s)
    process.kill()
    process.join()
    return bool(process.exitcode)


def files_of(case: Case) -> dict[str, int]:
    """Every file of the case with its size, but what readers and the notebook keep beside."""
    return {str(p.relative_to(case.folder)): p.stat().st_size for p in case.folder.rglob("*") if p.is_file()}


def write_posts(path: Path, first: int, count: int) -> Path:
    rows = (
        f"2020-02-08T01:{n // 60 % 60:02}:{n % 60:02}Z,account_{n % 50},{1226000000000000000 + n},Words number {n}"
        for n in range(first, first + count)
    )
    path.write_text("\n".join(["created_at,screen_name,tweet_id,text", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case of ten posts, on disk."""
    small = write_posts(tmp_path / "small.csv", 0, 10)
    return import_files(cases.open_or_create(tmp_path / "cases", "Fire"), [Incoming(small)]).case


def test_a_kill_at_any_moment_leaves_the_old_case_and_a_rerun_completes(
    case: Case, tmp_path: Path, processes: Any
) -> None:
    more = write_posts(tmp_path / "more.csv", 5, 5_000)
    before, rng, fell_in = files_of(case), random.Random(SEED), 0  # noqa: S311 - moments, not secrets
    for _kill in range(10):
        fell_in += killed(processes, case, more, rng.uniform(0, LASTS_S))
        if cases.read_case(case.folder.parent, "fire") != case:
            break  # the machine was quick: the import had completed
        assert build.totals(case)["posts"] == 10
        assert before.items() <= files_of(case).items()
    assert fell_in >= 1, "no kill fell into an import: raise the number of posts"
    now = cases.read_case(case.folder.parent, "fire")
    result = import_files(now, [Incoming(more)])
    assert build.totals(result.case)["posts"] == 5_005
    left = {name for name in files_of(result.case) if not name.startswith(("store-", "sources"))}
    assert left == {"case.toml"}
    assert len(list((case.folder / "sources").iterdir())) == 2
    assert {p.suffix for p in case.folder.glob("store-*")} == {".duckdb"}


def test_a_new_case_that_is_killed_is_made_by_the_rerun(tmp_path: Path, processes: Any) -> None:
    posts = write_posts(tmp_path / "posts.csv", 0, 5_000)
    killed(processes, cases.open_or_create(tmp_path / "cases", "Fire"), posts, 0.2)
    made = import_files(cases.open_or_create(tmp_path / "cases", "Fire"), [Incoming(posts)]).case
    assert build.totals(made)["posts"] == 5_000
    assert len(list(made.folder.glob("store-*"))) == 1
