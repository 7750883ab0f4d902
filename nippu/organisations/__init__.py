"""Controllers, units, professionals and their work tasks."""
