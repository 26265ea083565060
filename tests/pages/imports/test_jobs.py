"""Imports beside the pages: one per case, cancelled between two steps, never without an end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.build import ImportResult, Progress
from core.errors import CaseError
from core.model import Case
from pages.imports.jobs import CANCELLED, DONE, FAILED, RUNNING, Job, Jobs

RESULT = ImportResult(Case("fire", "Fire", "", "UTC", 1, Path("cases/fire")), ())
Work = Callable[[Progress], ImportResult]


def job(folder: str = "cases/fire") -> Job:
    return Job(Path(folder), "Fire", ("posts.csv",))


def ended(running: Job) -> Job:
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon and thread.name.endswith("(_run)"):
            thread.join(10)
    assert running.state != RUNNING
    return running


def failing(error: BaseException) -> Work:
    def work(_tell: Progress) -> ImportResult:
        raise error

    return work


def test_a_job_ends_with_its_result() -> None:
    over = ended(Jobs().start(job(), lambda _tell: RESULT))
    assert (over.state, over.result, over.problem) == (DONE, RESULT, "")


def test_progress_can_be_read_while_it_runs() -> None:
    go_on = threading.Event()
    told = threading.Event()

    def work(tell: Progress) -> ImportResult:
        tell("Reading posts.csv", 0.5)
        told.set()
        go_on.wait(10)
        return RESULT

    running = Jobs().start(job(), work)
    assert told.wait(10)
    assert (running.step, running.share, running.state) == ("Reading posts.csv", 0.5, RUNNING)
    go_on.set()
    ended(running)


def test_a_cancelled_job_stops_at_its_next_step() -> None:
    cancelled = threading.Event()
    steps = []

    def work(tell: Progress) -> ImportResult:
        steps.append("first")
        cancelled.wait(10)
        tell("second", None)
        steps.append("second")
        return RESULT

    running = Jobs().start(job(), work)
    running.cancel()
    cancelled.set()
    assert ended(running).state == CANCELLED
    assert steps == ["first"]


def test_two_imports_of_one_case_do_not_run_at_once() -> None:
    go_on = threading.Event()

    def work(_tell: Progress) -> ImportResult:
        go_on.wait(10)
        return RESULT

    jobs = Jobs()
    running = jobs.start(job(), work)
    with pytest.raises(CaseError, match="already"):
        jobs.start(job(), lambda _tell: RESULT)
    other = jobs.start(job("cases/flood"), lambda _tell: RESULT)
    go_on.set()
    assert ended(running).state == ended(other).state == DONE
    assert ended(jobs.start(job(), lambda _tell: RESULT)).state == DONE


@pytest.mark.parametrize(
    ("error", "words"),
    [(CaseError("No posts in it."), "No posts in it."), (OSError(28, "No space left"), "No space left")],
)
def test_a_failure_is_told_in_words(error: BaseException, words: str) -> None:
    over = ended(Jobs().start(job(), failing(error)))
    assert over.state == FAILED
    assert words in over.problem


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_the_program_ends_the_job_too() -> None:
    over = ended(Jobs().start(job(), failing(ZeroDivisionError())))
    assert over.state == FAILED
    assert "fault" in over.problem
