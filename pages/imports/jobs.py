"""Imports that run beside the pages: one at a time per case, seen by every session, cancelled between two steps."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from core.build import ImportResult, Progress
from core.errors import CaseError
from core.i18n import _, current_language, use_language

RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"


class CancelledError(Exception):
    """The reporter does not want to wait; no CaseError, because those only leave one file out."""


@dataclass
class Job:
    """One import under way or finished; written by its thread, read by every session."""

    folder: Path
    title: str
    names: tuple[str, ...]
    step: str = ""
    share: float | None = None
    state: str = RUNNING
    problem: str = ""
    result: ImportResult | None = None
    started_s: float = field(default_factory=time.time)
    ended_s: float | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def tell(self, step: str, share: float | None) -> None:
        """Take note of the progress; ends the import here where it was cancelled."""
        if self._stop.is_set():
            raise CancelledError
        self.step, self.share = step, share

    def cancel(self) -> None:
        """Ask the import to stop at its next step."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """True once the import was asked to stop."""
        return self._stop.is_set()

    @property
    def seconds(self) -> float:
        """How long it runs, or ran."""
        return (self.ended_s or time.time()) - self.started_s


class Jobs:
    """The newest import of each case folder."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[Path, Job] = {}

    def start(self, job: Job, work: Callable[[Progress], ImportResult]) -> Job:
        """The job, now running in its own thread; raises CaseError where one of its case still runs."""
        with self._lock:
            there = self._jobs.get(job.folder)
            if there and there.state == RUNNING:
                raise CaseError(
                    _("Files of this case are being read already."), remedy=_("Wait until they are in, or cancel that.")
                )
            self._jobs[job.folder] = job
        threading.Thread(target=_run, args=(job, work, current_language()), daemon=True).start()
        return job

    def running(self) -> list[Job]:
        """Every import under way."""
        return [job for job in list(self._jobs.values()) if job.state == RUNNING]

    def of(self, folder: Path) -> Job | None:
        """The newest import of a case folder."""
        return self._jobs.get(folder)


def _run(job: Job, work: Callable[[Progress], ImportResult], language: str) -> None:
    use_language(language)
    state, problem = FAILED, _("Reading stopped because of a fault in the program; its terminal says more.")
    try:
        job.result = work(job.tell)
        state, problem = DONE, ""
    except CancelledError:
        state, problem = CANCELLED, ""
    except CaseError as error:
        problem = str(error)
    except OSError as error:
        problem = _("The disk refused: {error}.").format(error=error.strerror or error)
    finally:
        job.problem, job.ended_s, job.state = problem, time.time(), state


@st.cache_resource
def registry() -> Jobs:
    """The imports of this server."""
    return Jobs()
