"""Dossiers and the right of reply as a package carries them: what was said and asked, without who must not be known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from core.export.mask import Masks, masks_of, without_names
from core.export.text import clean
from core.export.words import account_label
from core.i18n import _, ngettext, number
from core.model import Case
from core.store import dossier
from core.store.db import Store
from core.store.queries.accounts import called

COLUMNS = ["no", "account", "what", "text", "source", "reliability", "day", "answer", "answered_on"]
#: Shorter names are ordinary words too often to be taken out wherever they stand.
SHORTEST_NAME = 3
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d ()-]{6,}\d")
_MENTION = re.compile(r"(?<!\w)@\w+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def rows_of(case: Case, store: Store, masked: bool) -> list[dict[str, Any]]:
    """Every statement and question as it may leave: the columns of COLUMNS.

    A hidden account is its pseudonym, also inside the texts; of an address only the host is left, of a way to reach
    somebody nothing. Who in the newsroom wrote it stays inside, as in the ledger.
    """
    found = dossier.dossier_rows(case.notebook_path)
    masks = masks_of(case, masked)
    frame = called(store, sorted({row["account_key"] for row in found})) if found else pd.DataFrame()
    hides = _Hiding(masks, frame)
    return [hides.row(place, row) for place, row in enumerate(found, 1)]


def table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows as a table."""
    return pd.DataFrame(rows, columns=COLUMNS)


class _Hiding:
    """The names of the accounts with a dossier, longest first, and what stands in their place."""

    def __init__(self, masks: Masks, frame: pd.DataFrame) -> None:
        self.masks = masks
        self.labels: dict[str, str] = {}
        self.may_be_named: set[str] = set()
        names: dict[str, str] = {}
        for row in frame.itertuples(index=False):
            key = str(row.account_key)
            if row.now:
                self.labels[key] = account_label(row.handle, row.name, key)
            if not masks.hides(key):
                self.may_be_named.add(f"@{row.handle}".casefold())
            else:
                told = (key, key.partition(":")[2], row.handle, row.name)
                names |= {str(name).casefold(): masks.name(key) for name in told if _is_name(name)}
        self.names = names
        listed = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<!\w)@?(?:{listed})(?!\w)", re.IGNORECASE) if listed else None

    def row(self, place: int, row: dict[str, Any]) -> dict[str, Any]:
        key = str(row["account_key"])
        hidden = self.masks.hides(key)
        name = self.masks.name(key) if hidden else self.labels.get(key, key)
        told = {field: self.text(row[field], hidden) for field in ("text", "source", "answer")}
        return {"no": place, "account": name, **{f: row[f] for f in COLUMNS if f in row}, **told}

    def text(self, words: object, hidden: bool) -> str:
        """The text with the names of hidden accounts replaced; of a hidden account also without what leads to it."""
        said = str(words)
        if hidden:
            said = _MAIL.sub("[…]", _ADDRESS.sub(lambda found: _host(found[0]), said))
            said = _PHONE.sub(lambda found: found[0] if _DAY.fullmatch(found[0]) else "[…]", said)
        if self.pattern:
            said = self.pattern.sub(lambda found: self.names.get(found[0].lstrip("@").casefold(), "@…"), said)
        return str(without_names(said)) if hidden else _MENTION.sub(self._mention, said)

    def _mention(self, found: re.Match[str]) -> str:
        """A handle in the text of an account that is called by name: kept where it is one that may be named."""
        return found[0] if found[0].casefold() in self.may_be_named else "@…"


def _is_name(name: object) -> bool:
    return isinstance(name, str) and len(name.strip()) >= SHORTEST_NAME


def _host(address: str) -> str:
    """What may be told of an address: ``reuters.com/…``."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return f"{host.removeprefix('www.')}/…" if host else "[…]"


def replies(rows: list[dict[str, Any]]) -> str:
    """The right of reply as a text to print: whom was asked what, when and how, and what came back."""
    asked = [row for row in rows if row["what"] == "question"]
    paragraphs = [_("Right of reply"), *(_asked(row) for row in asked)]
    return "\n\n".join(paragraphs) + "\n"


def _asked(row: dict[str, Any]) -> str:
    text = _("{account} was asked on {day} ({channel}): “{question}”")
    said = text.format(account=row["account"], day=row["day"], channel=row["source"], question=clean(row["text"]))
    if not row["answered_on"]:
        return f"{said} {_('There was no answer when this package was made.')}"
    answered = _("Answer of {day}: “{answer}”").format(day=row["answered_on"], answer=clean(row["answer"]))
    return f"{said} {answered}"


def told(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The sentences of the method box."""
    asked = [row for row in rows if row["what"] == "question"]
    if asked:
        people = len({row["account"] for row in asked})
        answered = len({row["account"] for row in asked if row["answered_on"]})
        text = ngettext(
            "{n} account was asked for its side; {k} answered.",
            "{n} accounts were asked for their side; {k} answered.",
            people,
        )
        yield text.format(n=number(people), k=number(answered))
