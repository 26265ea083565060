"""An import in a process of its own: what to do comes in as JSON, how it goes leaves as lines of JSON.

The app starts ``python -m core.worker`` for each import, so that its own memory stays flat, its readers never wait
for a busy interpreter, and cancelling is ending a process.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import IO, Any

from core import build
from core.build import FileResult, ImportResult
from core.errors import CaseError
from core.i18n import _, current_language, use_language
from core.importers.mapping import Mapping
from core.intake import Incoming
from core.model import Case
from core.process import end, for_imports
from core.progress import Amount

#: Lines come no more often than this, unless the step changes.
EVERY_S = 0.1
_CASE = ("slug", "title", "claim", "event_zone", "build", "simulated")
_FILE = ("name", "importer", "zone", "query", "collected_on")


def plan_of(case: Case, files: Sequence[Incoming]) -> dict[str, Any]:
    """What the worker has to do, as plain data: import the files, or make the demo case where there are none."""
    listed = [
        {"path": str(f.path), "mapping": f.mapping and f.mapping.to_dict(), **{k: getattr(f, k) for k in _FILE}}
        for f in files
    ]
    about = {name: getattr(case, name) for name in _CASE}
    return {"language": current_language(), "case": about, "folder": str(case.folder), "files": listed}


def case_of(plan: dict[str, Any]) -> Case:
    """The case of a plan or of a result."""
    return Case(**plan["case"], folder=Path(plan["folder"]))


def _incoming_of(row: dict[str, Any]) -> Incoming:
    mapping = Mapping.from_dict(row["mapping"]) if row["mapping"] else None
    return Incoming(Path(row["path"]), mapping=mapping, **{name: row[name] for name in _FILE})


def result_of(line: dict[str, Any]) -> ImportResult:
    """The result out of the worker's last line."""
    return ImportResult(case_of(line), tuple(FileResult(**row) for row in line["results"]))


def work(plan: dict[str, Any], out: IO[str]) -> None:
    """Do what the plan says; the last line is the result or the problem in words."""
    use_language(str(plan["language"]))
    signal.signal(signal.SIGTERM, _stop)
    teller = Teller(out)
    try:
        result = _done(plan, teller)
    except CaseError as error:
        teller.say(problem=str(error))
    except OSError as error:
        teller.say(problem=_("The disk refused: {error}.").format(error=error.strerror or error))
    except KeyboardInterrupt:
        teller.say(cancelled=True)
    else:
        about = {name: getattr(result.case, name) for name in _CASE}
        rows = [{"name": f.name, "status": f.status, "message": f.message, "report": f.report} for f in result.files]
        teller.say(case=about, folder=str(result.case.folder), results=rows)


def _done(plan: dict[str, Any], teller: Teller) -> ImportResult:
    case = case_of(plan)
    if plan["files"]:
        return build.import_files(case, [_incoming_of(row) for row in plan["files"]], teller)
    return ImportResult(build.build_demo(case.folder.parent, name=case.slug, progress=teller), ())


def _stop(_signal: int, _frame: FrameType | None) -> None:
    # As after Ctrl+C, so that everything half made is cleaned up on the way out; without a trace on the terminal.
    sys.excepthook = lambda *_about: None
    raise KeyboardInterrupt


class Teller:
    """A Progress that writes lines of JSON."""

    def __init__(self, out: IO[str]) -> None:
        self._out, self._step, self._told_s = out, "", 0.0

    def __call__(self, step: str, share: float | None, amount: Amount | None = None) -> None:
        """Write the progress, unless the same step was told a moment ago."""
        now_s = time.monotonic()
        if step == self._step and now_s - self._told_s < EVERY_S:
            return
        self._step, self._told_s = step, now_s
        counts = [amount.records, amount.bytes, amount.of_bytes] if amount else None
        self.say(step=step, share=share, amount=counts)

    def say(self, **line: Any) -> None:  # noqa: ANN401 - whatever JSON can carry
        """Write one line at once."""
        self._out.write(json.dumps(line, default=str) + "\n")
        self._out.flush()


if __name__ == "__main__":
    with for_imports():
        work(json.loads(sys.stdin.readline()), sys.stdout)
    end(0)
