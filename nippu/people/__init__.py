"""Persons and their identifiers and contact details."""
