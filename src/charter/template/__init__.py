"""Governance templates: where they come from, what they ask, and what they give for some answers."""
