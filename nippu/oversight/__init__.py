"""Watching over the use of client data: investigations of the log, disclosures, clients' requests."""
