"""A catalog that a service keeps."""
