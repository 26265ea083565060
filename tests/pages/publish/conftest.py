"""The fixtures of tests/pages/shared/tiny_app.py."""

from tests.pages.shared.tiny_app import folder, open_empty, open_page

__all__ = ["folder", "open_empty", "open_page"]
