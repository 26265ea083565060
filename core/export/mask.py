"""Accounts without their names: stable pseudonyms within a case, for everything that leaves the program."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pandas as pd

from core.i18n import _
from core.model import Case
from core.store import naming

#: No vowels and nothing that is mistaken for something else: a pseudonym must not spell a word.
_SIGNS = "23456789BCDFGHJKLMNPQRSTVWXZ"
SHORT, LONG = 5, 12
#: Columns that say who an account is, whatever its name.
_TELLING = ("account_id", "description", "location", "url", "reasons", "account_no", "post_id",
            "share_of", "quote_of", "reply_to", "id_time", "seen_by", "note", "picture_sha256")  # fmt: skip
_KEYS = ("account_key", "source", "target")
_POSTS = ("root_key", "post_key")
_MENTION = re.compile(r"(?<!\w)@\w+")
_ADDRESS = re.compile(r"https?://\S+")
#: Cells of fewer accounts than this can be left out on request.
SMALL_CELL = 3


@dataclass(frozen=True)
class Masks:
    """What hides the accounts of one case; ``named`` are the keys of those that may be called by name.

    ``active`` is false for the raw tables of a data colleague only: no figure is drawn so.
    """

    salt: bytes = b""
    named: frozenset[str] = frozenset()
    active: bool = True
    _known: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def code(self, key: str) -> str:
        """Twelve signs that stand for an account, the same in every export of the case."""
        found = self._known.get(key)
        if found is None:
            number = int.from_bytes(hmac.new(self.salt, key.encode(), sha256).digest()[:10], "big")
            signs = []
            for _place in range(LONG):
                number, rest = divmod(number, len(_SIGNS))
                signs.append(_SIGNS[rest])
            found = self._known[key] = "".join(signs)
        return found

    def hides(self, key: object) -> bool:
        """True where the account must not be recognised."""
        return self.active and isinstance(key, str) and key not in self.named

    def name(self, key: str) -> str:
        """What a hidden account is called: ``Account K7Q2M``."""
        return _("Account {code}").format(code=self.code(key)[:SHORT])

    def frame(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with every hidden account under its pseudonym, and without columns that would tell who it is."""
        if not self.active:
            return frame
        hidden = [self.hides(key) for key in frame["account_key"]] if "account_key" in frame else []
        changed: dict[str, Any] = {}
        if any(hidden):
            keys = frame["account_key"].tolist()
            names = frame["name"] if "name" in frame else pd.Series(None, index=frame.index, dtype=object)
            changed["name"] = _where(
                hidden, names, [self.name(k) if h else "" for k, h in zip(keys, hidden, strict=True)]
            )
            if "handle" in frame:
                changed["handle"] = _where(hidden, frame["handle"], [None] * len(frame))
        changed |= {k: [self._key(v, "acct-") for v in frame[k]] for k in _KEYS if k in frame}
        changed |= {k: [self._key(v, "post-") for v in frame[k]] for k in _POSTS if k in frame}
        if "text" in frame:
            changed["text"] = [without_names(text) for text in frame["text"]]
        return frame.assign(**changed)

    def for_file(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The masked frame for a table that others get: without what would lead back to an account or a post."""
        masked = self.frame(frame)
        return masked.drop(columns=[c for c in _TELLING if c in masked]) if self.active else frame

    def _key(self, key: object, kind: str) -> object:
        return f"{kind}{self.code(key)}" if isinstance(key, str) and self.hides(key) else key


def _where(hidden: list[bool], kept: pd.Series[Any], other: list[Any]) -> list[Any]:
    return [o if h else k for h, k, o in zip(hidden, kept.tolist(), other, strict=True)]


def without_names(text: object) -> object:
    """A post's text without the names of accounts and without addresses.

    >>> without_names("RT @anna: see https://t.co/x and a@b.org")
    'RT @…: see […] and a@b.org'
    """
    return _ADDRESS.sub("[…]", _MENTION.sub("@…", text)) if isinstance(text, str) else text


def masks_of(case: Case, masked: bool = True) -> Masks:
    """The masks of a case; where not ``masked``, accounts whose names may leave keep them."""
    path = case.notebook_path
    return Masks(naming.salt(path), frozenset() if masked else naming.leaving(path))


#: Nothing is hidden.
OPEN = Masks(active=False)
