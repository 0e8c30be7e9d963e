"""What a template's own authors do: lint, cover, judge, simulate, snapshot, release."""
