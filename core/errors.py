"""The few kinds of error that a reporter can see."""

from __future__ import annotations


class CaseError(Exception):
    """Something a reporter can act on: what happened, where, and what to do.

    Parameters
    ----------
    what : one sentence that says what happened.
    remedy : one sentence that says what to do.
    file : the file's name, where one is concerned.
    row : the line or row in that file, counted from 1.
    """

    def __init__(self, what: str, *, remedy: str = "", file: str = "", row: int | None = None) -> None:
        self.what, self.remedy, self.file, self.row = what, remedy, file, row
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.file + (f", row {self.row}" if self.row is not None else "")
        sentence = f"{place}: {self.what}" if place else self.what
        return f"{sentence} {self.remedy}".strip()


class NotPostsError(CaseError):
    """The file holds no posts that Whence can read."""


class MissingCaseError(CaseError):
    """There is no case of that name."""


class OutdatedStoreError(CaseError):
    """The store was built by a version of Whence whose tables were others."""


class ExportError(CaseError):
    """A figure or table could not be written."""


class NothingToDraw(ExportError):
    """The view holds nothing that the figure could show."""
