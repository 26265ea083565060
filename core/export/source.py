"""The source line of everything that leaves the program."""

from __future__ import annotations

from core.i18n import _, moment, ngettext, number
from core.model import Case
from core.store.queries.provenance import Provenance

#: More files than these are counted, not named.
MOST_NAMES = 2
LONGEST_NAME = 48
_DAY = "d MMM y"


def source_text(case: Case, origin: Provenance, zone: str) -> str:
    """``posts.jsonl, collected 17 Feb 2020, imported 23 Nov 2026; case Kordai, build 1``; days on the zone's clock."""
    imported = _("imported {date}").format(date=moment(origin.imported_at, zone, _DAY)) if origin.imported_at else ""
    read = ", ".join(part for part in (_files(origin.names), _collected(origin, zone), imported) if part)
    kept = _("case {case}, build {n}").format(case=case.title, n=case.build)
    kept += f" ({origin.fingerprint})" if origin.fingerprint else ""
    return f"{read}; {kept}" if read else kept


def _files(names: tuple[str, ...]) -> str:
    if len(names) > MOST_NAMES:
        return ngettext("{n} file", "{n} files", len(names)).format(n=number(len(names)))
    return ", ".join(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in names)


def _collected(origin: Provenance, zone: str) -> str:
    """The day of the captures, or the first and the last of them."""
    if origin.first_captured_at is None or origin.last_captured_at is None:
        return _("day of collection not known")
    first, last = (moment(at, zone, _DAY) for at in (origin.first_captured_at, origin.last_captured_at))
    days = first if first == last else _("{first} – {last}").format(first=first, last=last)
    return _("collected {days}").format(days=days)
