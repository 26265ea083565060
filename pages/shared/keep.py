"""Answers kept between runs, without the pickling of Streamlit's cache: a hit takes microseconds, not milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

import pandas as pd

from core.i18n import current_language

Keys = ParamSpec("Keys")
Answer = TypeVar("Answer")
_forget: list[Callable[[], None]] = []


def keep(most: int, *, worded: bool = False) -> Callable[[Callable[Keys, Answer]], Callable[Keys, Answer]]:
    """A decorator: the newest ``most`` answers, by their arguments; ``worded`` ones also by the language of the screen.

    Sessions share an answer, so its arguments must be the whole key (see tests/test_architecture.py) and nobody may
    change it. Frames, dicts and lists are handed out as shallow copies: pandas copies the data of a frame when it is
    written to. An error is not kept.
    """

    def decorate(read: Callable[Keys, Answer]) -> Callable[Keys, Answer]:
        @lru_cache(maxsize=most)
        def kept(_language: str, *args: Hashable, **named: Hashable) -> Answer:
            return read(*args, **named)  # type: ignore[arg-type]

        @wraps(read)
        def answer(*args: Keys.args, **named: Keys.kwargs) -> Answer:
            return _own(kept(current_language() if worded else "", *args, **named))

        _forget.append(kept.cache_clear)
        return answer

    return decorate


def _own(answer: Answer) -> Answer:
    if isinstance(answer, pd.DataFrame):
        return answer.copy(deep=False)
    return answer.copy() if isinstance(answer, dict | list) else answer


def forget_all() -> None:
    """Drop every kept answer."""
    for forget in _forget:
        forget()
