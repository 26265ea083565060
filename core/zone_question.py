"""The one question of the terminal about files whose clock times name no zone, with the evidence they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from core import importers
from core.errors import CaseError
from core.i18n import _, ngettext, number
from core.importers.zone_evidence import sentences, weigh
from core.store.cases import check_zone


def evidence(files: Sequence[Path], importer: str | None, event_zone: str) -> list[list[str]]:
    """What speaks for which zone, in sentences, for each file that names none."""
    said = []
    for path in files:
        try:
            found = weigh(importers.read(path, path.name, importer))
        except (CaseError, OSError):  # the import itself says what is wrong
            continue
        if found.posts:
            said.append(list(sentences(found, path.name, event_zone)))
    return said


def lines(said: list[list[str]]) -> list[str]:
    """The question, then what the files say."""
    count = ngettext("{n} file gives", "{n} files give", len(said)).format(n=number(len(said)))
    question = _("{files} clock times without a time zone. In which zone are they?").format(files=count)
    return [question, *(f"  {sentence}" for of_file in said for sentence in of_file)]


def ask(said: list[list[str]], tell: Callable[[str], None], answer: Callable[[str], str]) -> str:
    """The zone that the reporter names, asked once for all files; nothing where it is not known, or nothing to ask."""
    if not said:
        return ""
    for line in lines(said):
        tell(line)
    while zone := answer(_("Zone, e.g. Asia/Almaty; leave it empty where it is not known")).strip():
        try:
            check_zone(zone)
        except CaseError as error:
            tell(str(error))
        else:
            return zone
    return ""
