"""The searchable register of projects."""
