"""Who may do what: the acting person, permissions as data."""
