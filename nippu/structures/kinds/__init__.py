"""The kinds of field: how each is typed into a form, checked, shown and described."""
