"""Imports beside the pages: each in a process of its own, one per case, cancelled at once, never without an end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from core import worker
from core.errors import CaseError
from core.intake import Incoming
from core.model import Case
from core.store import cases
from pages.imports.jobs import CANCELLED, DONE, FAILED, RUNNING, Job, Jobs


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case("fire", "Fire", "", "UTC", 0, tmp_path / "cases" / "fire")


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.csv"
    path.write_text("created_at,screen_name,text\n2020-02-08T01:00:00Z,ann,A house burns\n", encoding="utf-8")
    return path


def job_of(case: Case) -> Job:
    return Job(case.folder, case.title, ("posts.csv",))


def ended(job: Job) -> Job:
    until = time.monotonic() + 60
    while job.state == RUNNING and time.monotonic() < until:
        time.sleep(0.02)
    assert job.state != RUNNING
    return job


def test_a_job_ends_with_its_result_and_tells_how_far_it_is(case: Case, posts: Path) -> None:
    seen = []
    jobs = Jobs()
    job = jobs.start(job_of(case), worker.plan_of(case, [Incoming(posts)]), seen.append)
    with pytest.raises(CaseError, match="already"):
        jobs.start(job_of(case), worker.plan_of(case, [Incoming(posts)]))
    assert jobs.running() == [job]
    ended(job)
    assert (job.state, job.problem, seen) == (DONE, "", [job.result])
    assert job.result.files[0].report["accepted"] == 1
    assert cases.read_case(case.folder.parent, "fire").build == 1
    assert job.step == "Drawing the spreader graph"


def test_a_cancelled_job_leaves_nothing_behind(case: Case, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    rows = "".join(f"2020-02-08T01:00:00Z,ann,House {n} burns\n" for n in range(400_000))
    many.write_text("created_at,screen_name,text\n" + rows, encoding="utf-8")
    job = Jobs().start(job_of(case), worker.plan_of(case, [Incoming(many)]))
    while not job.step.startswith("Reading") and job.state == RUNNING:
        time.sleep(0.02)
    job.cancel()
    assert ended(job).state == CANCELLED
    assert not case.folder.exists()


def test_a_failure_is_told_in_words(case: Case, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("created_at,text\nnever,Words\n", encoding="utf-8")
    incoming = Incoming(odd, importer="no-such-importer")
    job = ended(Jobs().start(job_of(case), worker.plan_of(case, [incoming])))
    assert job.state in (FAILED, DONE)
    assert "no-such-importer" in job.problem + str(job.result)


def test_a_fault_of_the_program_ends_the_job_too(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    job = ended(Jobs().start(job_of(case), {"language": "en"}))
    assert job.state == FAILED
    assert "fault" in job.problem
    assert "KeyError" in capfd.readouterr().err
