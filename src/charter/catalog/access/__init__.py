"""Who asks the catalog something, and what they may."""
