"""The national document structures: reading, compiling, checking, showing. Plain Python."""
