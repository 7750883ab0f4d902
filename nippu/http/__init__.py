"""Who is acting and when, logging in, and how failures are answered."""
