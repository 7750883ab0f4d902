"""Who did what: the log of use, append-only."""
