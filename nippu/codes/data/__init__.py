"""One file for each code set, named by its OID."""
