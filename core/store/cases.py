"""Cases as folders: list, read, create, and switch the build pointer."""

from __future__ import annotations

import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from zoneinfo import available_timezones

from core.errors import CaseError, MissingCaseError
from core.i18n import _
from core.model import Case, CaseId
from core.store.notebook import revision

CASE_FILE = "case.toml"


def slug_of(name: str) -> str:
    """A folder name made of the case's name: ``Kordai 2020`` becomes ``kordai-2020``.

    >>> slug_of("Kordai: 2020!"), slug_of("Қордай")
    ('kordai-2020', 'қордай')
    """
    plain = unicodedata.normalize("NFKC", name).lower()
    slug = re.sub(r"[^\w]+", "-", plain).strip("-_")
    if not slug:
        raise CaseError(_("A case needs a name with at least one letter or digit."))
    return slug[:60]


def read_case(cases_dir: Path, slug: str) -> Case:
    """The case of that slug; raises MissingCaseError where there is none."""
    folder = cases_dir / slug
    path = folder / CASE_FILE
    if Path(slug).name != slug or not path.is_file():
        raise MissingCaseError(
            _("There is no case “{slug}”.").format(slug=slug),
            remedy=_("Choose another case, or create it on the Import page."),
        )
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CaseError(
            _("The settings of this case cannot be read: {error}.").format(error=error), file=path.name
        ) from error
    build, zone = about.get("build", 0), str(about.get("event_zone", "UTC"))
    if not isinstance(build, int):
        raise CaseError(_("The number of the build must be a whole number."), file=path.name)
    check_zone(zone)
    return Case(
        slug=slug,
        title=str(about.get("title", slug)),
        claim=str(about.get("claim", "")),
        event_zone=zone,
        build=build,
        folder=folder,
        simulated=bool(about.get("simulated", False)),
    )


def write_case(case: Case) -> None:
    """Write case.toml in one step, so that readers see the old pointer or the new one, never half."""
    check_zone(case.event_zone)
    case.folder.mkdir(parents=True, exist_ok=True)
    fields = ("title", "claim", "event_zone", "build", "simulated")
    lines = [f"{name} = {json.dumps(getattr(case, name), ensure_ascii=False)}" for name in fields]
    draft = case.folder / (CASE_FILE + ".new")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.replace(draft, case.folder / CASE_FILE)


@lru_cache(maxsize=1)
def all_zones() -> frozenset[str]:
    """Every IANA time zone; kept, because Python looks the names up on the disk (3 to 40 ms)."""
    return frozenset(available_timezones())


def check_zone(zone: str) -> None:
    """Raise CaseError where ``zone`` is no IANA time zone."""
    if zone not in all_zones():
        raise CaseError(
            _("“{zone}” is not a time zone.").format(zone=zone),
            remedy=_("Use a name such as Asia/Almaty or Europe/Berlin."),
        )


def open_or_create(cases_dir: Path, name: str, **about: object) -> Case:
    """The case of that name, or a new one, which is written with its first build."""
    slug = slug_of(name)
    try:
        return read_case(cases_dir, slug)
    except MissingCaseError:
        blank = Case(slug=slug, title=name, claim="", event_zone="UTC", build=0, folder=cases_dir / slug)
        case = replace(blank, **about)  # type: ignore[arg-type]
        check_zone(case.event_zone)
        return case


def read_cases(cases_dir: Path) -> tuple[list[Case], list[str]]:
    """Every case below the folder, by title, and one sentence for each whose settings cannot be read."""
    found, said = [], []
    for path in sorted(cases_dir.glob(f"*/{CASE_FILE}")):
        try:
            found.append(read_case(cases_dir, path.parent.name))
        except CaseError as error:
            said.append(f"{path.parent.name}: {error}")
    return sorted(found, key=lambda case: case.title.lower()), said


def list_cases(cases_dir: Path) -> list[Case]:
    """Every case below the folder, by title; a folder that cannot be read is left out."""
    return read_cases(cases_dir)[0]


def shown_name(case: Case, others: Iterable[Case]) -> str:
    """The title of a case, with its folder where two cases have the same title."""
    twins = [other for other in others if other.title == case.title]
    return f"{case.title} ({case.slug})" if len(twins) > 1 else case.title


def case_id(case: Case) -> CaseId:
    """The key of cached reads: it changes with every build and with every entry in the notebook."""
    return CaseId(str(case.folder.parent), case.slug, case.build, revision(case.notebook_path))


def drop_old_builds(case: Case, keep: int = 2) -> None:
    """Delete all but the newest stores; one that a reader still holds open is left for next time."""
    builds = sorted(case.folder.glob("store-*.duckdb"), key=lambda p: int(p.stem.split("-")[1]))
    for path in builds[:-keep]:
        try:
            path.unlink()
        except OSError:
            continue
