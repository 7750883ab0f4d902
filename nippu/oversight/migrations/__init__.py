"""Changes of the functions of this area, in order."""
