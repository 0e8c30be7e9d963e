"""Bringing an existing repository under a charter: guessed, asked, planned, merged."""
