"""Which accounts may be called by name in what leaves the program, and the salt of the names that the others get."""

from __future__ import annotations

import secrets
from pathlib import Path

from core.errors import CaseError
from core.i18n import _
from core.store.notebook import log, now, open_notebook

_SALT = "SELECT value FROM secrets WHERE name = 'pseudonyms'"
_KEEP_SALT = "INSERT OR IGNORE INTO secrets VALUES ('pseudonyms', ?)"
_NAMED = "SELECT account_key, reason FROM named ORDER BY account_key"
_NAME = "INSERT OR REPLACE INTO named VALUES (:account_key, :reason, :author, :at)"
_UNNAME = "DELETE FROM named WHERE account_key = ?"


def salt(path: Path) -> bytes:
    """The salt of this case's pseudonyms, made once; who has it can find out which account a pseudonym stands for."""
    with open_notebook(path) as con:
        con.execute(_KEEP_SALT, (secrets.token_hex(16),))
        return bytes.fromhex(str(con.execute(_SALT).fetchone()[0]))


def named(path: Path) -> dict[str, str]:
    """The accounts that may be called by name, with the reason (the exhibit) for each."""
    with open_notebook(path) as con:
        return {str(key): str(reason) for key, reason in con.execute(_NAMED)}


def name_account(path: Path, account_key: str, *, reason: str, author: str) -> None:
    """Let an account appear by name in exports; without a reason and an author it stays masked."""
    if not reason.strip() or not author.strip():
        raise CaseError(
            _("A name needs a reason and the name of who decided it."),
            remedy=_("Write the exhibit that shows why the public must know this name."),
        )
    row = {"account_key": account_key, "reason": reason.strip(), "author": author.strip(), "at": now()}
    with open_notebook(path) as con:
        con.execute(_NAME, row)
        log(con, row["author"], "name", row)


def mask_account(path: Path, account_key: str, *, author: str) -> None:
    """Mask an account in exports again; that it was named stays in the history."""
    with open_notebook(path) as con:
        con.execute(_UNNAME, (account_key,))
        log(con, author.strip(), "mask", {"account_key": account_key})
