"""The rules by topic: each a small function and its line in the table of its file."""
