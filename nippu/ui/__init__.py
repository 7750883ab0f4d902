"""Shared components: templates, forms, styles."""
