"""The starter set: facts of the structures that the work needs first. Read by the module `starter`."""
