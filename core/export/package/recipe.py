"""Everything that was chosen for a package: from it and the case the package can be made again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from core import __version__
from core.errors import ExportError
from core.i18n import _

FORMAT = 1
LICENCES = ("all-rights-reserved", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0")


@dataclass(frozen=True, slots=True)
class Chosen:
    """One figure of a package: its id, its filter as the words of a link, and the words that a person wrote for it.

    Empty words are those that the program drafts from the data.
    """

    figure: str
    query: str = ""
    title: str = ""
    caption: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the article, the query of the number or figure behind it, and what that was when it was written."""

    sentence: str
    basis: str = ""
    status: str = "open"
    recorded: str = "{}"
    on: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices behind a package; it names no author and no folder."""

    case: str
    build: int
    figures: tuple[Chosen, ...] = ()
    numbers: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    languages: tuple[str, ...] = ("en",)
    formats: tuple[str, ...] = ("png", "svg")
    preset: str = "16:9"
    masked: bool = True
    licence: str = LICENCES[0]
    byline: str = ""
    dossier: bool = True
    logo: str = ""
    zone: str = "UTC"
    whence: str = __version__
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """The recipe as JSON, always the same bytes for the same choices."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def read_recipe(data: bytes) -> Recipe:
    """The recipe of a package; raises ExportError where it cannot be one."""
    try:
        told = json.loads(data)
        known = {field.name for field in fields(Recipe)}
        if told.get("format") != FORMAT or set(told) != known:
            raise ValueError(told.get("format"))
        recipe = Recipe(**{**told, **_parts(told)})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ExportError(
            _("The recipe in this package cannot be read."),
            file="recipe.json",
            remedy=_("Take the package as it was first made; it may be of another version of Whence."),
        ) from error
    return recipe


def _parts(told: dict[str, Any]) -> dict[str, Any]:
    texts = {name: tuple(map(str, told[name])) for name in ("numbers", "languages", "formats")}
    made = {
        "figures": tuple(Chosen(**_words(part)) for part in told["figures"]),
        "claims": tuple(Claim(**_words(part)) for part in told["claims"]),
    }
    switches: dict[str, Any] = {name: bool(told[name]) for name in ("masked", "dossier")}
    return {**texts, **made, **switches, "build": int(told["build"]), "logo": str(told["logo"])}


def _words(part: dict[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in part.items()}
