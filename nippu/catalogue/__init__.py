"""Loaded releases of structures and code sets, and which of them may be used."""
