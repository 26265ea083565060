"""Reads: each a constant statement directly above its function, with bound parameters."""
