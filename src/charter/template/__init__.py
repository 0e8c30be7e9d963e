"""Governance templates: where they come from, what they ask, what they give for answers."""
