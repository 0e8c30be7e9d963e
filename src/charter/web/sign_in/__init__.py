"""People sign in at an OpenID provider; the service keeps a session for their browser."""
