"""What a name and a description mean: vectors, their codes, and what is near to what."""
