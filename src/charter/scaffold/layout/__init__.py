"""Which file stands at which path when code and governance meet. Pure."""
