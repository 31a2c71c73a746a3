"""A portal in a folder: its rows as lines of JSON, its private files, and a manifest that holds the hash of each."""
