"""Four eyes: whether the name of an account may leave the program, and who vouched for it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.i18n import _
from core.store.notebook import MOST_TEXT, change, now, open_notebook, remove, signed
from core.wording import identity, several_lines

_NEXT = "SELECT coalesce(max(signoff_id), 0) + 1 FROM signoffs"
_ONE = "SELECT * FROM signoffs WHERE signoff_id = ?"
_SIGNED = "SELECT signoff_id, account_key, note, seen, author, at FROM signoffs ORDER BY signoff_id"
_LABELS = """
SELECT account_key, kind, text, evidence, author, coalesce(post_key, '') AS post_key, coalesce(confidence, '') AS confidence
FROM labels WHERE kind <> 'note' ORDER BY account_key, kind, text, author, post_key
"""
_STATEMENTS = """
SELECT account_key, 'statement' AS kind, text, source AS evidence, author, '' AS post_key, reliability AS confidence
FROM statements ORDER BY account_key, text, author
"""
_ASKING = """
SELECT DISTINCT l.account_key, l.text FROM labels AS l
WHERE l.kind IN ('group', 'post') AND coalesce((
    SELECT c.second FROM code_versions AS c
    WHERE c.name = l.text AND c.version = (SELECT max(n.version) FROM code_versions AS n WHERE n.code_id = c.code_id)
    ORDER BY c.version DESC LIMIT 1
), 1) = 1
ORDER BY l.account_key, l.text
"""
_FIELDS = ("account_key", "kind", "text", "evidence", "author", "post_key", "confidence")


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether a name may leave, why not (whole sentences), and who signed for what stands in the notebook now."""

    allowed: bool
    reasons: tuple[str, ...]
    signed_by: tuple[str, ...]


def sign_off(path: Path, account_key: str, *, author: str, note: str = "") -> None:
    """Vouch for the name of an account, as the notebook stands now; a later change of its labels lets this lapse."""
    who = signed(author, _("A sign-off needs the name of who signs."))
    with open_notebook(path) as con:
        row = {
            "signoff_id": con.execute(_NEXT).fetchone()[0], "account_key": account_key,
            "note": several_lines(note, MOST_TEXT, _("note")), "author": who, "at": now(),
            "seen": _digest(_claims(con).get(account_key, [])),
        }  # fmt: skip
        change(con, who, "sign off", [("signoffs", None, row)])


def withdraw(path: Path, signoff_id: int, *, author: str) -> None:
    """Take a sign-off back; it stays in the history."""
    with open_notebook(path) as con:
        remove(con, "signoffs", _ONE, signoff_id, author, "withdraw")


def signoffs(path: Path) -> pd.DataFrame:
    """Every standing sign-off: signoff_id, account_key, note, seen (what was vouched for, as a hash), author, at."""
    with open_notebook(path) as con:
        return pd.read_sql_query(_SIGNED, con)


def standing(path: Path, account_key: str) -> pd.DataFrame:
    """The sign-offs of one account, with ``lapsed``: whether the notebook says something else by now."""
    with open_notebook(path) as con:
        seen = _digest(_claims(con).get(account_key, []))
        found = pd.read_sql_query(_SIGNED, con)
    own = found[found["account_key"] == account_key].reset_index(drop=True)
    return own.assign(lapsed=own["seen"] != seen)


def asked_by(path: Path) -> dict[str, tuple[str, ...]]:
    """Of each account: its groups whose entry in the code book asks for a second person before a name leaves."""
    found: dict[str, tuple[str, ...]] = {}
    with open_notebook(path) as con:
        for key, name in con.execute(_ASKING):
            found[key] = (*found.get(key, ()), name)
    return found


def may_leave(path: Path, account_key: str) -> Leave:
    """Whether the name of this account may leave the program in an export."""
    return may_leave_all(path, [account_key])[account_key]


def may_leave_all(path: Path, account_keys: Iterable[str]) -> dict[str, Leave]:
    """``may_leave`` of many accounts, with one look into the notebook.

    A name may leave when somebody has signed for what the notebook says of the account now, who wrote none of it, and
    a second person has written it or signed, too. No label may lack evidence or be contradicted by another coder.
    """
    if not path.is_file():
        return {key: _judged([], []) for key in account_keys}
    with open_notebook(path) as con:
        claims, given = _claims(con), _given(con)
    return {key: _judged(claims.get(key, []), given.get(key, [])) for key in account_keys}


def _claims(con: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for sql in (_LABELS, _STATEMENTS):
        for row in con.execute(sql).fetchall():
            found.setdefault(row[0], []).append(dict(zip(_FIELDS, row, strict=True)))
    return found


def _given(con: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for _id, key, _note, seen, author, _at in con.execute(_SIGNED).fetchall():
        found.setdefault(key, []).append((author, seen))
    return found


def _digest(claims: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(claims, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _judged(claims: list[dict[str, Any]], given: list[tuple[str, str]]) -> Leave:
    seen = _digest(claims)
    writers = {identity(row["author"]) for row in claims}
    standing = {identity(author): author for author, of in given if of == seen}
    independent = [who for who in standing if who not in writers]
    reasons = list(_open_questions(claims))
    if not standing and given:
        reasons.append(_("What the notebook says has changed since the sign-off; it must be signed again."))
    elif not independent:
        reasons.append(_("Nobody has signed who did not write the labels and statements."))
    elif len(writers | set(standing)) < 2:
        reasons.append(_("Only one person has looked at this account; a second must sign."))
    return Leave(not reasons, tuple(reasons), tuple(standing.values()))


def _open_questions(claims: list[dict[str, Any]]) -> Iterable[str]:
    grouped = [row for row in claims if row["kind"] in ("group", "post")]
    for name in sorted({row["text"] for row in grouped if not row["evidence"]}):
        yield _("The label “{name}” has no evidence.").format(name=name)
    against = [row["author"] for row in claims if row["kind"] == "none"]
    if against and any(row["kind"] == "group" for row in grouped):
        yield _("{author} says that no group fits, and others put it into one.").format(author=", ".join(against))
