"""Repeatable measures (`make bench`): on a throw-away PostgreSQL, on this machine only."""
