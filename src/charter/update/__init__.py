"""Bringing a repository up to date: planned, merged, applied whole or not at all."""
