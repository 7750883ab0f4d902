"""What is written down while a case is being taken in, before it is opened: persons and the matter."""
