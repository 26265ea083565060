"""Which accounts may be called by name in what leaves the program, and the salt of the names that the others get."""

from __future__ import annotations

import secrets
from pathlib import Path

from core.errors import CaseError
from core.i18n import _
from core.store import signoffs
from core.store.notebook import MOST_TEXT, change, now, open_notebook, remove, signed
from core.wording import several_lines

_SALT = "SELECT value FROM secrets WHERE name = 'pseudonyms'"
_KEEP_SALT = "INSERT OR IGNORE INTO secrets VALUES ('pseudonyms', ?)"
_NAMED = "SELECT account_key, reason FROM named ORDER BY account_key"
_ONE = "SELECT account_key, reason, author, at FROM named WHERE account_key = ?"
_FIELDS = ("account_key", "reason", "author", "at")


def salt(path: Path) -> bytes:
    """The salt of this case's pseudonyms, made once; who has it can find out which account a pseudonym stands for."""
    with open_notebook(path) as con:
        con.execute(_KEEP_SALT, (secrets.token_hex(16),))
        return bytes.fromhex(str(con.execute(_SALT).fetchone()[0]))


def named(path: Path) -> dict[str, str]:
    """The accounts that somebody let be named, with the reason (the exhibit) for each; see ``leaving``."""
    with open_notebook(path) as con:
        return {str(key): str(reason) for key, reason in con.execute(_NAMED)}


def leaving(path: Path) -> frozenset[str]:
    """The accounts whose names may leave now: let be named, and signed by a second person where that is asked for."""
    keys = list(named(path))
    return frozenset(keys).difference(_lacking(path, keys)) if keys else frozenset()


def lacking(path: Path, account_key: str) -> str:
    """What a name still needs before it may leave, in one sentence; empty where a reason is enough."""
    return _lacking(path, [account_key]).get(account_key, "")


def _lacking(path: Path, keys: list[str]) -> dict[str, str]:
    asked = signoffs.asked_by(path)
    leaves = signoffs.may_leave_all(path, [key for key in keys if key in asked])
    text = _("The code book asks for a second person before an account of “{groups}” is named: {reason}")
    return {
        key: text.format(groups="”, “".join(asked[key]), reason=leave.reasons[0])
        for key, leave in leaves.items()
        if not leave.allowed
    }


def name_account(path: Path, account_key: str, *, reason: str, author: str) -> None:
    """Let an account appear by name in exports; without a reason, an author or a sign-off asked for it stays masked."""
    if not reason.strip() or not author.strip():
        raise CaseError(
            _("A name needs a reason and the name of who decided it."),
            remedy=_("Write the exhibit that shows why the public must know this name."),
        )
    missing = lacking(path, account_key)
    if missing:
        raise CaseError(missing)
    who = signed(author, _("A change needs the name of its author."))
    after = {
        "account_key": account_key,
        "reason": several_lines(reason, MOST_TEXT, _("reason")),
        "author": who,
        "at": now(),
    }
    with open_notebook(path) as con:
        found = con.execute(_ONE, (account_key,)).fetchone()
        before = dict(zip(_FIELDS, found, strict=True)) if found else None
        change(con, who, "name", [("named", before, after)])


def mask_account(path: Path, account_key: str, *, author: str) -> None:
    """Mask an account in exports again; that it was named stays in the history."""
    with open_notebook(path) as con:
        remove(con, "named", _ONE, account_key, author, "mask")
