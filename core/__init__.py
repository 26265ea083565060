"""Whence without its screen: import, analysis, store and export."""

__version__ = "0.1.0"
