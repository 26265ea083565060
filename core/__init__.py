"""Whence without its screen: import, analysis, store and export."""
