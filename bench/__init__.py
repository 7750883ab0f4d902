"""Measurements of speed, and the hard kills: `make bench`, `make kill`."""
