"""Entries in the formats of others: out as streams of text, in as what each line tells."""
