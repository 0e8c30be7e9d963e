"""What forges tell of repositories by themselves, taken into the catalog."""
