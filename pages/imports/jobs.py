"""Imports that run beside the pages, each in a process of its own: one at a time per case, seen by every session."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from core import worker
from core.build import ImportResult
from core.errors import CaseError
from core.i18n import _, current_language, use_language
from core.process import ONE_THREAD
from core.progress import Amount, Pace

RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"
ROOT = Path(__file__).resolve().parents[2]
#: A worker that does not end by itself within this time after it was asked to is ended.
PATIENCE_S = 10.0

#: Called in the thread of the job with its result, before anybody sees it.
After = Callable[[ImportResult], None]


@dataclass
class Job:
    """One import under way or finished; written by its thread, read by every session."""

    folder: Path
    title: str
    names: tuple[str, ...]
    step: str = ""
    share: float | None = None
    pace: Pace = field(default_factory=Pace)
    state: str = RUNNING
    problem: str = ""
    result: ImportResult | None = None
    started_s: float = field(default_factory=time.time)
    ended_s: float | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _process: subprocess.Popen[str] | None = None

    def tell(self, line: dict[str, Any]) -> None:
        """Take note of a line of progress."""
        self.step, self.share = line["step"], line["share"]
        self.pace.note(Amount(*line["amount"]) if line["amount"] else None, time.monotonic())

    def cancel(self) -> None:
        """Ask the import to stop now."""
        self._stop.set()
        if self._process:
            threading.Thread(target=_end, args=(self._process,), daemon=True).start()

    @property
    def is_stopping(self) -> bool:
        """True once the import was asked to stop."""
        return self._stop.is_set()

    @property
    def seconds(self) -> float:
        """How long it runs, or ran."""
        return (self.ended_s or time.time()) - self.started_s

    def follow(self, plan: dict[str, Any]) -> dict[str, Any]:
        """The worker's last line; what comes before it is progress. Empty where it broke off."""
        command = [sys.executable, "-m", "core.worker"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        env = os.environ | ONE_THREAD
        # No word of the command comes from outside.
        with subprocess.Popen(command, cwd=ROOT, env=env, **pipes) as process:  # noqa: S603
            self._process = process
            if self.is_stopping:
                process.terminate()
            process.stdin.write(json.dumps(plan, default=str) + "\n")
            process.stdin.flush()
            return self._last(process.stdout)

    def _last(self, lines: Iterable[str]) -> dict[str, Any]:
        last: dict[str, Any] = {}
        for text in lines:
            last = json.loads(text)
            if "step" in last:
                self.tell(last)
                last = {}
        return last


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:  # what it leaves behind is cleaned up by the next import
        process.kill()


class Jobs:
    """The newest import of each case folder."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[Path, Job] = {}

    def start(self, job: Job, plan: dict[str, Any], after: After | None = None) -> Job:
        """The job, now running in its own process; raises CaseError where one of its case still runs."""
        with self._lock:
            there = self._jobs.get(job.folder)
            if there and there.state == RUNNING:
                raise CaseError(
                    _("Files of this case are being read already."), remedy=_("Wait until they are in, or cancel that.")
                )
            self._jobs[job.folder] = job
        threading.Thread(target=_run, args=(job, plan, after, current_language()), daemon=True).start()
        return job

    def running(self) -> list[Job]:
        """Every import under way."""
        return [job for job in list(self._jobs.values()) if job.state == RUNNING]

    def of(self, folder: Path) -> Job | None:
        """The newest import of a case folder."""
        return self._jobs.get(folder)


def _run(job: Job, plan: dict[str, Any], after: After | None, language: str) -> None:
    use_language(language)
    state, problem = FAILED, _("Reading stopped because of a fault in the program; its terminal says more.")
    try:
        last = job.follow(plan)
        if "results" in last:
            job.result = worker.result_of(last)
            if after:
                after(job.result)
            state, problem = DONE, ""
        elif job.is_stopping:
            state, problem = CANCELLED, ""
        else:
            problem = str(last.get("problem", problem))
    except OSError as error:
        problem = _("The disk refused: {error}.").format(error=error.strerror or error)
    finally:
        job.problem, job.ended_s, job.state = problem, time.time(), state


@st.cache_resource
def registry() -> Jobs:
    """The imports of this server."""
    return Jobs()
