"""Clients and their client relationships."""
