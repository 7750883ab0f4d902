"""Code sets: national ones and those of the archive's metadata, and our own provisional codes."""
