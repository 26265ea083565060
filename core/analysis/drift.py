"""Where the names of groups drift: one group by two names, an old name in a text, a label under another definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import pandas as pd

from core.i18n import _, ngettext, number
from core.params import param
from core.wording import identity


@dataclass(frozen=True, slots=True)
class DriftParams:
    """From when on two groups may be one by two names."""

    alike: float = param(
        0.85, unit="share", low=0.5, high=1.0, help="Names that have so much in common are pointed out.",
        source="Ratcliff and Obershelp's measure; one letter in eight differs.",
    )  # fmt: skip
    overlap: float = param(
        0.5, unit="share", low=0.1, high=1.0, help="Groups with so many of their accounts in common are pointed out.",
        source="Jaccard's index.",
    )  # fmt: skip
    least: int = param(5, unit="accounts", low=2, high=100, help="Smaller groups are not compared by their accounts.")


@dataclass(frozen=True, slots=True)
class Drift:
    """One warning: what kind, and the sentence."""

    kind: str
    sentence: str


def drift(
    versions: pd.DataFrame,
    labels: pd.DataFrame,
    texts: Iterable[tuple[str, str]] = (),
    params: DriftParams = DriftParams(),  # noqa: B008 - frozen
) -> list[Drift]:
    """Everything by which a group may go by two names.

    Parameters
    ----------
    versions : DataFrame, oldest first
        Every version of the code book: version, code_id, name, definition, avoid (words between commas), retired.
    labels : DataFrame
        kind, account_key, text (the group's name), code_version (null where not known).
    texts : pairs of where a text stands and the text, e.g. notes and titles, in which old and avoided names are sought.

    Returns
    -------
    list of Drift, in the order: alike, same accounts, no definition, earlier definition, words.

    Examples
    --------
    >>> book = pd.DataFrame([(1, 1, "right-wing", "d", "fascist", 0)],
    ...     columns=["version", "code_id", "name", "definition", "avoid", "retired"])
    >>> none = pd.DataFrame(columns=["kind", "account_key", "text", "code_version"])
    >>> print(drift(book, none, [("the title", "How Fascist accounts shared it")])[0].sentence)
    “fascist” in the title: the code book calls this group “right-wing”.
    """
    standing = versions.drop_duplicates("code_id", keep="last")
    standing = standing[standing["retired"] == 0]
    members = labels[labels["kind"] == "group"]
    return [
        *_alike(standing["name"].tolist(), params),
        *_same_accounts(members, params),
        *_undefined(standing),
        *_redefined(versions, standing, members),
        *words_in(versions, texts),
    ]


def _alike(names: list[str], params: DriftParams) -> Iterable[Drift]:
    for one, other in combinations(sorted(names), 2):
        if SequenceMatcher(None, identity(one), identity(other)).ratio() >= params.alike:
            text = _("“{one}” and “{other}” have nearly the same name. Are they two groups?")
            yield Drift("alike", text.format(one=one, other=other))


def _same_accounts(members: pd.DataFrame, params: DriftParams) -> Iterable[Drift]:
    sets = {str(name): set(part["account_key"]) for name, part in members.groupby("text")}
    for one, other in combinations(sorted(sets), 2):
        both, either = len(sets[one] & sets[other]), len(sets[one] | sets[other])
        if min(len(sets[one]), len(sets[other])) >= params.least and both / either >= params.overlap:
            text = _("“{one}” and “{other}” share {both} of {all} accounts. Are they one group by two names?")
            yield Drift("same accounts", text.format(one=one, other=other, both=number(both), all=number(either)))


def _undefined(standing: pd.DataFrame) -> Iterable[Drift]:
    for name in standing.loc[standing["definition"] == "", "name"].sort_values():
        yield Drift("no definition", _("“{name}” has no definition: two people may mean two things.").format(name=name))


def _redefined(versions: pd.DataFrame, standing: pd.DataFrame, members: pd.DataFrame) -> Iterable[Drift]:
    for row in standing.itertuples(index=False):
        own = versions[versions["code_id"] == row.code_id]
        changed = own.loc[own["definition"] != own["definition"].shift(), "version"].max()
        earlier = members[(members["text"] == row.name) & (members["code_version"] < changed)]
        if len(earlier) and own["definition"].loc[own["version"] < changed].ne("").any():
            text = ngettext(
                "{n} label of “{name}” was given under an earlier definition. Look at it again.",
                "{n} labels of “{name}” were given under an earlier definition. Look at them again.",
                len(earlier),
            )
            yield Drift("earlier definition", text.format(n=number(len(earlier)), name=row.name))


def words_in(versions: pd.DataFrame, texts: Iterable[tuple[str, str]]) -> list[Drift]:
    """Old names and avoided words of groups in texts, e.g. the titles of an article's charts; each once per text."""
    wrong = wrong_words(versions)
    text = _("“{word}” in {where}: the code book calls this group “{name}”.")
    found = []
    for where, written in texts:
        folded = identity(written)
        for word, name in wrong.items():
            if re.search(rf"(?<!\w){re.escape(identity(word))}(?!\w)", folded):
                found.append(Drift("words", text.format(word=word, where=where, name=name)))
    return found


def wrong_words(versions: pd.DataFrame) -> Mapping[str, str]:
    """Names that groups had before and words that their entries say not to use, each with the name to use."""
    rows: list[dict[str, Any]] = versions.to_dict("records")  # type: ignore[assignment]
    now = {row["code_id"]: row for row in rows}
    right = {identity(row["name"]) for row in now.values() if not row["retired"]}
    wrong: dict[str, str] = {}
    for row in rows:
        name = now[row["code_id"]]["name"]
        old = [row["name"]] if identity(row["name"]) != identity(name) else []
        avoided = [word.strip() for word in row["avoid"].split(",")] if row is now[row["code_id"]] else []
        wrong |= {word: name for word in (*old, *avoided) if word and identity(word) not in right}
    return wrong
