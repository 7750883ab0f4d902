"""The demonstration county: its organisation, its people and what has happened to them lately."""
