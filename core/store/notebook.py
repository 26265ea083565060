"""The reporter's own work on a case: labels and notes, kept apart from what can be rebuilt.

Every change is a row of ``history`` that is never altered; ``undo`` adds the opposite row.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from core.errors import CaseError
from core.i18n import _
from core.store.codes import code_for
from core.store.notebook_schema import VERSION, WRITES, changes_of, migrate, version
from core.wording import one_line, several_lines

#: What a label can rest on, and how sure its author is.
EVIDENCE_KINDS, CONFIDENCES = ("link", "file", "note"), ("high", "medium", "low")
MOST_NAME, MOST_TEXT = 80, 4000
Change = tuple[str, dict[str, Any] | None, dict[str, Any] | None]
_HISTORY = "INSERT INTO history (at, author, action, body, undoes) VALUES (?, ?, ?, ?, ?)"
#: The last revision that was read of each notebook, with the state of its files then: opening it takes half a
#: millisecond of every click. A file that was written in the last seconds may be written once more within one tick of its clock.
_seen: dict[Path, tuple[tuple[int, ...], int]] = {}
_SETTLED_NS = 3_000_000_000
_REVISION = "SELECT coalesce(max(rev), 0) FROM history"
_UNDOABLE = """
SELECT rev, action, body FROM history
WHERE (action IN ('add', 'remove') OR json_type(body, '$.changes') IS NOT NULL) AND undoes IS NULL
    AND rev NOT IN (SELECT undoes FROM history WHERE undoes IS NOT NULL)
ORDER BY rev DESC LIMIT 1
"""
_LOG = "SELECT rev, at, author, action, body, undoes FROM history ORDER BY rev DESC LIMIT ?"
_LABELS = """
SELECT label_id, account_key, kind, text, evidence, author, at, post_key, confidence, evidence_kind, sha256, code_version
FROM labels ORDER BY label_id
"""
_ONE_LABEL = "SELECT * FROM labels WHERE label_id = ?"
_TWIN = "SELECT count(*) FROM labels WHERE account_key = ? AND kind = ? AND text = ? AND author = ? AND post_key IS ?"
_NEXT = "SELECT coalesce(max(label_id), 0) + 1 FROM labels"
_GROUPS = """
SELECT text AS name, count(DISTINCT account_key) AS accounts FROM labels WHERE kind = 'group' GROUP BY text ORDER BY text
"""


@contextmanager
def open_notebook(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection with the tables in place; commits at the end, rolls back on an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    con = sqlite3.connect(path, timeout=10)
    try:
        con.execute("PRAGMA journal_mode = WAL")
        _refuse_newer(con, path)
        migrate(con)
        with con:
            yield con
    except sqlite3.DatabaseError as error:
        raise _unreadable(path, error) from error
    finally:
        con.close()


def _unreadable(path: Path, error: Exception) -> CaseError:
    return CaseError(
        _("The notebook of this case cannot be read: {error}.").format(error=error),
        file=path.name,
        remedy=_("Put a copy of it back, or move the file away to begin a new one."),
    )


def _refuse_newer(con: sqlite3.Connection, path: Path) -> None:
    if version(con) > VERSION:
        raise CaseError(
            _("The notebook of this case was written by a newer version of Whence."),
            file=path.name,
            remedy=_("Open the case with that version; this one would lose part of it."),
        )


def revision(path: Path) -> int:
    """How many changes the notebook has seen; 0 where there is none yet."""
    state = _state_of(path)
    if state is None:
        return 0
    seen = _seen.get(path)
    if seen is not None and seen[0] == state:
        return seen[1]
    found = _revision(path)
    if state[-1] < time.time_ns() - _SETTLED_NS and _state_of(path) == state:
        _seen[path] = state, found
    return found


def _state_of(path: Path) -> tuple[int, ...] | None:
    """What changes about the files of a notebook with every write, the moment of the last one at the end."""
    try:
        about = [os.stat(path)]
    except OSError:
        return None
    with suppress(OSError):  # the log beside it is there only while somebody writes or reads
        about.append(os.stat(f"{path}-wal"))
    sizes = (number for file in about for number in (file.st_ino, file.st_size, file.st_mtime_ns))
    return (*sizes, max(file.st_mtime_ns for file in about))


def _revision(path: Path) -> int:
    con = sqlite3.connect(path, timeout=10)
    try:
        return int(con.execute(_REVISION).fetchone()[0])
    except sqlite3.OperationalError:  # a file without tables yet
        return 0
    except sqlite3.DatabaseError as error:
        raise _unreadable(path, error) from error
    finally:
        con.close()


def now() -> str:
    """The moment as the notebook writes it: ISO, UTC, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def signed(author: str, what: str) -> str:
    """The name of an author as it is kept; a CaseError where there is none."""
    name = one_line(author, MOST_NAME, _("name"))
    if not name:
        raise CaseError(what)
    return name


def log(con: sqlite3.Connection, author: str, action: str, body: dict[str, Any], undoes: int | None = None) -> None:
    """Add a row to the history."""
    con.execute(_HISTORY, (now(), author, action, json.dumps(body, ensure_ascii=False), undoes))


def change(con: sqlite3.Connection, author: str, action: str, changes: list[Change], undoes: int | None = None) -> None:
    """Take each row before away and put each row after in its place, and log both."""
    for table, before, after in changes:
        add, take = WRITES[table]
        if before is not None:
            con.execute(take, before)
        if after is not None:
            con.execute(add, after)
    log(con, author, action, {"changes": changes}, undoes)


def undo(path: Path, *, author: str) -> bool:
    """Take back the newest change that was not taken back yet; False where there is none."""
    with open_notebook(path) as con:
        last = con.execute(_UNDOABLE).fetchone()
        if last is None:
            return False
        rev, action, body = last
        change(
            con, author, "undo", [(t, after, before) for t, before, after in reversed(changes_of(action, body))], rev
        )
    return True


def history(path: Path, most: int = 500) -> pd.DataFrame:
    """The newest changes first: rev, at, author, action, body (JSON), undoes."""
    with open_notebook(path) as con:
        return pd.read_sql_query(_LOG, con, params=(most,))


def add_label(
    path: Path,
    account_key: str,
    text: str,
    *,
    author: str,
    evidence: str = "",
    kind: str = "group",
    confidence: str | None = None,
    evidence_kind: str = "",
    sha256: str | None = None,
    post_key: str | None = None,
) -> None:
    """Put an account or one of its posts into a group, write a note about it, or say that no group fits ("none").

    A group needs evidence: a link, a kept file (``sha256``) or a note of what was seen. A group that is not in the
    code book is entered there without a definition. Twice the same label of the same author is one.
    """
    grouped = kind in ("group", "post")
    wanted = _("A label needs a text and the name of its author.")
    name = one_line(text, MOST_NAME, _("name of a group")) if grouped else several_lines(text, MOST_TEXT, _("note"))
    about = several_lines(evidence, MOST_TEXT, _("evidence"))
    if not name and kind != "none":
        raise CaseError(wanted)
    if grouped and not about:
        raise CaseError(
            _("A group needs evidence."), remedy=_("Give a link, a screenshot, or a note of what you saw and where.")
        )
    row: dict[str, Any] = {
        "account_key": account_key, "kind": kind, "text": name, "evidence": about, "author": signed(author, wanted),
        "at": now(), "post_key": post_key, "confidence": confidence if confidence in CONFIDENCES else None,
        "evidence_kind": _kind_of(about, evidence_kind, sha256), "sha256": sha256, "code_version": None,
    }  # fmt: skip
    with open_notebook(path) as con:
        changes: list[Change] = []
        if grouped:
            row["text"], row["code_version"], changes = code_for(con, name, row["author"], row["at"])
        if con.execute(_TWIN, [row[k] for k in ("account_key", "kind", "text", "author", "post_key")]).fetchone()[0]:
            raise CaseError(_("{author} has given this account this label already.").format(author=row["author"]))
        row["label_id"] = con.execute(_NEXT).fetchone()[0]
        change(con, row["author"], "add", [*changes, ("labels", None, row)])


def _kind_of(evidence: str, kind: str, sha256: str | None) -> str:
    if sha256:
        return "file"
    if kind in EVIDENCE_KINDS or not evidence:
        return kind if evidence else ""
    return "link" if evidence.startswith(("http://", "https://")) else "note"


def add_groups(path: Path, frame: pd.DataFrame, *, by: str = "import") -> int:
    """Put many accounts into groups at once; returns how many labels are new. The labels are undone as one change.

    Columns account_key, group, evidence, author; where there, also confidence, at, post_key, evidence_kind, sha256.
    """
    with open_notebook(path) as con:
        first, moment = int(con.execute(_NEXT).fetchone()[0]), now()
        changes: list[Change] = []
        made: dict[tuple[str, str], tuple[str, int]] = {}
        known = set(con.execute("SELECT account_key, kind, text, author, coalesce(post_key, '') FROM labels"))
        for asked in frame.to_dict("records"):
            row = _imported(asked, moment)
            if row["text"] not in made:
                name, code_version, new = code_for(con, row["text"], row["author"], moment)
                if new:
                    change(con, by, "code book", new)
                made[row["text"]] = name, code_version
            row["text"], row["code_version"] = made[row["text"]]
            twin = tuple(row[k] or "" for k in ("account_key", "kind", "text", "author", "post_key"))
            if twin not in known:
                known.add(twin)
                changes.append(("labels", None, {**row, "label_id": first + len(changes)}))
        if changes:
            change(con, by, "add many", changes)
    return len(changes)


def _imported(asked: dict[Any, Any], moment: str) -> dict[str, Any]:
    told = {str(key): None if value is None or value != value else value for key, value in asked.items()}
    evidence = several_lines(told.get("evidence") or "", MOST_TEXT, _("evidence"))
    name = one_line(told.get("group") or "", MOST_NAME, _("name of a group"))
    if not name or not evidence or not told.get("account_key"):
        raise CaseError(_("A label needs an account, a group and evidence."), remedy=_("Nothing was saved."))
    sha256, post_key = told.get("sha256"), told.get("post_key")
    return {
        "account_key": str(told["account_key"]), "kind": "post" if post_key else "group", "text": name,
        "evidence": evidence, "author": signed(str(told.get("author") or ""), _("A label needs the name of its author.")),
        "at": str(told.get("at") or moment), "post_key": post_key,
        "confidence": told["confidence"] if told.get("confidence") in CONFIDENCES else None,
        "evidence_kind": _kind_of(evidence, str(told.get("evidence_kind") or ""), sha256), "sha256": sha256,
    }  # fmt: skip


def remove_label(path: Path, label_id: int, *, author: str) -> None:
    """Take a label or note away; its text stays in the history."""
    with open_notebook(path) as con:
        remove(con, "labels", _ONE_LABEL, label_id, author)


def remove(con: sqlite3.Connection, table: str, one: str, key: int | str, author: str, action: str = "remove") -> None:
    """Take one row of a table away; ``one`` is the statement that finds it."""
    con.row_factory = sqlite3.Row
    found = con.execute(one, (key,)).fetchone()
    if found is None:
        raise CaseError(_("This is not there any more."), remedy=_("Reload the page."))
    change(con, signed(author, _("A change needs the name of its author.")), action, [(table, dict(found), None)])


def labels(path: Path) -> pd.DataFrame:
    """Every label and note: label_id, account_key, kind (group, note, none, post), text, evidence, author, at, post_key,
    confidence (high, medium, low; null where not said), evidence_kind (link, file, note), sha256, code_version.
    """
    with open_notebook(path) as con:
        return pd.read_sql_query(_LABELS, con)


def groups(path: Path) -> pd.DataFrame:
    """The groups with the number of their accounts: name, accounts."""
    with open_notebook(path) as con:
        return pd.read_sql_query(_GROUPS, con)


def put_events(path: Path, events: list[dict[str, Any]]) -> None:
    """Replace the documented events of the case; each needs an ISO time ``at``."""
    with open_notebook(path) as con:
        con.execute("DELETE FROM events")
        rows = [(event["at"], json.dumps(event, ensure_ascii=False)) for event in events]
        con.executemany("INSERT INTO events (at, body) VALUES (?, ?)", rows)
        log(con, "import", "events", {"events": len(rows)})


def events(path: Path) -> list[dict[str, Any]]:
    """The documented events, earliest first."""
    with open_notebook(path) as con:
        return [json.loads(body) for (body,) in con.execute("SELECT body FROM events ORDER BY at")]
