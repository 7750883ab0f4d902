"""Nippu: client information system for Finnish social welfare."""
