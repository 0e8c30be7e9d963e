"""Settings become the real catalog and template; nothing else chooses."""
