"""A package against the case: everything is made again from its recipe and compared, number by number."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

from core import __version__
from core.errors import ExportError
from core.export.package import archive
from core.export.package.contents import CLAIMS, PICTURES, RECIPE, SOURCES, contents
from core.export.package.method import files_of
from core.export.package.recipe import Recipe, read_recipe
from core.i18n import _, ngettext, number
from core.model import Case
from core.progress import Progress, silent
from core.store.db import open_store
from core.store.reserve import source_of

#: Differences listed per file; the rest is counted.
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs: the file, the place in it, what the package says and what the case says."""

    file: str
    place: str
    package: str
    case: str
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """What came out: ``holds`` where nothing differs. ``unchecked`` names what could not be compared, and why."""

    case: str
    build: int
    files: int
    numbers: int
    claims: int
    rows: int
    pictures: int
    differences: tuple[Difference, ...] = ()
    unchecked: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """True where nothing differs."""
        return not self.differences


@dataclass
class _Look:
    """A package, what the case makes of its recipe, and what was found so far."""

    there: dict[str, bytes]
    made: dict[str, bytes]
    found: list[Difference] = field(default_factory=list)

    def say(self, file: str, sentence: str, place: str = "", package: str = "", case: str = "") -> None:
        self.found.append(Difference(file, place, package, case, sentence))


def verify(path: Path, case: Case, progress: Progress = silent, *, draw: bool = True) -> Verdict:
    """Make the package again from the case and say what differs.

    Pictures are drawn again and compared byte by byte; without ``draw`` only their hashes are compared.
    Raises ExportError where the file is no package that can be read, or belongs to another case.
    """
    there = archive.unpacked(path)
    if RECIPE not in there:
        raise ExportError(_("This ZIP is no package of Whence."), file=path.name)
    recipe = read_recipe(there[RECIPE])
    if recipe.case != case.slug:
        raise ExportError(
            _("This package belongs to the case “{name}”.").format(name=recipe.case), remedy=_("Name it with --case.")
        )
    look = _Look(there, contents(case, recipe, progress, draw=draw))
    _compare_hashes(look)
    _compare_sources(look, case)
    _compare_files(look, draw)
    return _verdict(look, recipe, case, draw)


def _compare_hashes(look: _Look) -> None:
    """Each file against the manifest that came with it."""
    listed = archive.listed_in(look.there)
    if not listed:
        look.say(archive.MANIFEST, _("The list of hashes is missing or cannot be read."))
        return
    for name, digest in listed.items():
        data = look.there.get(name)
        if data is None:
            look.say(name, _("The file is missing: the list of hashes names it."))
        elif hashlib.sha256(data).hexdigest() != digest:
            look.say(name, _("The file was changed after the package was made: its SHA-256 is another."))


def _compare_sources(look: _Look, case: Case) -> None:
    """The kept copy of each source file against the hash in the store."""
    if case.simulated:  # the demo is made, not read from files
        return
    store = open_store(case.store_path)
    try:
        rows = files_of(store)
    finally:
        store.close()
    for digest, name in dict.fromkeys((str(row["packed_in"] or row["sha256"]), str(row["name"])) for row in rows):
        kept = source_of(case.folder, digest)
        if kept is None:
            look.say(SOURCES, _("The source file “{name}” is not in the case any more.").format(name=name), name)
        elif _sha256(kept) != digest:
            look.say(SOURCES, _("The source file “{name}” in the case was changed.").format(name=name), name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compare_files(look: _Look, redrawn: bool) -> None:
    for name in sorted(set(look.there) | set(look.made)):
        kind = name.rpartition(".")[2]
        if name == archive.MANIFEST or (kind in PICTURES and not redrawn):
            continue
        package, case = look.there.get(name), look.made.get(name)
        if case is None:
            look.say(name, _("The case makes no such file."))
        elif package is None:
            look.say(name, _("The file is missing in the package."))
        elif package != case:
            _compare(look, name, kind, package, case)


def _compare(look: _Look, name: str, kind: str, package: bytes, case: bytes) -> None:
    before = len(look.found)
    if kind == "csv":
        _compare_rows(look, name, _rows(package), _rows(case))
    elif kind in ("txt", "json"):
        _compare_lines(look, name, _lines(package), _lines(case))
    if len(look.found) == before:
        what = _("The picture is not the one that the case draws.") if kind in PICTURES else _("The file is another.")
        look.say(name, what)
    extra = len(look.found) - before - MOST_LISTED
    if extra > 0:
        del look.found[before + MOST_LISTED :]
        text = ngettext("{n} more difference in this file.", "{n} more differences in this file.", extra)
        look.say(name, text.format(n=number(extra)))


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8-sig", "replace").splitlines()


def _rows(data: bytes) -> list[list[str]]:
    csv.field_size_limit(10_000_000)
    return list(csv.reader(StringIO(data.decode("utf-8-sig", "replace").replace("\0", ""), newline="")))


def _compare_rows(look: _Look, name: str, package: list[list[str]], case: list[list[str]]) -> None:
    heads = case[0] if case else []
    for place in range(max(len(package), len(case))):
        line = _("row {n}").format(n=number(place + 1))
        if place >= len(package):
            look.say(name, _("{place} is missing.").format(place=line), line, "", ", ".join(case[place]))
        elif place >= len(case):
            look.say(name, _("{place} is not in the case.").format(place=line), line, ", ".join(package[place]), "")
        else:
            for cell, ours, theirs in _cells(heads, package[place], case[place]):
                look.say(name, _says(f"{line}, {cell}", ours, theirs), f"{line}, {cell}", ours, theirs)


def _cells(heads: list[str], package: list[str], case: list[str]) -> Iterator[tuple[str, str, str]]:
    for place in range(max(len(package), len(case))):
        ours, theirs = (row[place] if place < len(row) else "" for row in (package, case))
        if ours != theirs:
            yield heads[place] if place < len(heads) else str(place + 1), ours, theirs


def _compare_lines(look: _Look, name: str, package: list[str], case: list[str]) -> None:
    for place in range(max(len(package), len(case))):
        ours, theirs = (lines[place] if place < len(lines) else "" for lines in (package, case))
        if ours != theirs:
            line = _("line {n}").format(n=number(place + 1))
            look.say(name, _says(line, ours, theirs), line, ours, theirs)


def _says(place: str, package: str, case: str) -> str:
    return _("{place}: the package says “{package}”, the case says “{case}”.").format(
        place=place, package=_short(package), case=_short(case)
    )


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"


def _verdict(look: _Look, recipe: Recipe, case: Case, redrawn: bool) -> Verdict:
    _compare_claims(look)
    pictures = [name for name in look.there if name.rpartition(".")[2] in PICTURES]
    rows = [max(len(_rows(data)) - 1, 0) for name, data in look.there.items() if name.endswith(".csv")]
    return Verdict(
        case=case.slug, build=case.build, files=len(look.there), numbers=len(recipe.numbers), claims=len(recipe.claims),
        rows=sum(rows), pictures=len(pictures) if redrawn else 0,
        differences=tuple(dict.fromkeys(look.found)), unchecked=tuple(_unchecked(recipe, case, pictures, redrawn)),
    )  # fmt: skip


def _compare_claims(look: _Look) -> None:
    """A claim that differs is a difference, even where the package says so itself."""
    rows = _rows(look.made.get(CLAIMS, b""))
    for place, row in enumerate(rows[1:], 2):
        told = dict(zip(rows[0], row, strict=False))
        if told.get("status") == "differs":
            line = _("row {n}").format(n=number(place))
            text = _("The sentence and the case do not agree: “{sentence}” The case says {value}.")
            sentence = text.format(sentence=_short(told.get("sentence", "")), value=told.get("value") or "–")
            look.say(CLAIMS, sentence, line, told.get("recorded_value", ""), told.get("value", ""))


def _unchecked(recipe: Recipe, case: Case, pictures: list[str], redrawn: bool) -> Iterator[str]:
    if pictures and not redrawn:
        yield _("Pictures were compared with the list of hashes only, and not drawn again.")
    by_hand = sum(bool(part.title or part.caption or part.alt) for part in recipe.figures)
    if by_hand:
        text = ngettext("{n} figure has words of the newsroom.", "{n} figures have words of the newsroom.", by_hand)
        yield text.format(n=number(by_hand)) + " " + _("What they say cannot be computed.")
    without = sum(not claim.basis or claim.basis.startswith("figure:") for claim in recipe.claims)
    if without:
        text = ngettext(
            "{n} claim has no number behind it and was not computed.",
            "{n} claims have no number behind them and were not computed.", without,
        )  # fmt: skip
        yield text.format(n=number(without))
    if recipe.build != case.build:
        yield _("The package was made from build {old}; the case is at build {new} now.").format(
            old=recipe.build, new=case.build
        )
    if recipe.whence != __version__:
        yield _("The package was made with Whence {old}; this is {new}.").format(old=recipe.whence, new=__version__)


def publish(case: Case, recipe: Recipe, progress: Progress = silent) -> bytes:
    """The package of a case as a ZIP."""
    files = contents(case, replace(recipe, case=case.slug, build=case.build), progress)
    progress(_("Packing"), 1.0)
    return archive.packed(files)
