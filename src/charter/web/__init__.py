"""The service: the catalog over HTTP, one ASGI application."""
