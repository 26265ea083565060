"""Figures, tables and graphs that leave the program with their own evidence."""
