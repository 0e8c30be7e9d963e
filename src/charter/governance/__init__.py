"""What a repository is held to: facts read once, checks of them, documented exceptions."""
