"""The sentences for translators: those in ``_()``, and the unit, help and source of every ``param()``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, BinaryIO

from babel.messages.extract import extract_python

SAID_TO_PEOPLE = ("unit", "help", "source")
Found = tuple[int, str, Any, list[str]]


def extract(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:  # noqa: ANN401 - Babel's
    """What Babel finds in a Python file, and what ``param()`` says in it; babel.cfg names this function."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    yield from param_sentences(ast.parse(file.read()))


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
