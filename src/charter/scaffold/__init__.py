"""Founding a repository, and the code skeleton under its governance files."""
