"""One case on disk: tables, reads, writes and the notebook."""
