"""Charter: founds repositories with the right governance and lists them where others find them."""

__version__ = "0.1.0"
