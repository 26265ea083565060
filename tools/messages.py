"""The sentences for translators: those in ``_()``, also inside an f-string, what every ``param()`` says, the names of
the formats, and the documented events."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from babel.messages.extract import extract_python

SAID_TO_PEOPLE = ("unit", "help", "source")
TOLD_OF_EVENTS = ("title", "source", "kind", "conflict_note")
Found = tuple[int, str, Any, list[str]]


def extract(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:  # noqa: ANN401 - Babel's
    """What Babel finds in a Python file, and what ``param()`` says in it; babel.cfg names this function."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    tree = ast.parse(file.read())
    yield from param_sentences(tree)
    yield from titles(tree)
    yield from sentences_in_f_strings(tree)


def extract_events(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:  # noqa: ANN401
    """What a file of documented events says; babel.cfg names this function."""
    for event in json.loads(file.read())["events"]:
        told = [event[key] for key in TOLD_OF_EVENTS]
        if " " in event["precision"]:
            told.append(event["precision"])
        yield from ((1, "_", text, []) for text in told if text)


def titles(tree: ast.Module) -> Iterator[Found]:
    """The name of the format that a module reads.

    >>> [text for _line, _function, text, _comments in titles(ast.parse('TITLE = "Hoaxy edges"'))]
    ['Hoaxy edges']
    """
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == "TITLE"
            and isinstance(node.value, ast.Constant)
        ):
            yield node.lineno, "_", node.value.value, []


def param_sentences(tree: ast.Module) -> Iterator[Found]:
    """Line and text of each sentence inside a ``param()``.

    >>> tree = ast.parse('window_s: int = param(60, unit="s", help="Window of time.")')
    >>> [(line, text) for line, _function, text, _comments in param_sentences(tree)]
    [(1, 's'), (1, 'Window of time.')]
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "param":
            for word in node.keywords:
                if word.arg in SAID_TO_PEOPLE and isinstance(word.value, ast.Constant) and word.value.value:
                    yield node.lineno, "_", word.value.value, []


def sentences_in_f_strings(tree: ast.Module) -> Iterator[Found]:
    """Line, function and texts of each call inside an f-string, where Babel sees none before Python 3.12.

    >>> tree = ast.parse('''html = f"<p>{escape(_('none known'))}</p>"''')
    >>> [(function, text) for _line, function, text, _comments in sentences_in_f_strings(tree)]
    [('_', 'none known')]
    """
    outer = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    for call in (node for string in outer for node in ast.walk(string) if isinstance(node, ast.Call)):
        texts = tuple(arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
        if isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "ngettext") and texts:
            yield call.lineno, call.func.id, texts if len(texts) > 1 else texts[0], []
