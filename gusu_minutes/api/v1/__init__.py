"""Version 1 of the API: read-only, over the editions of one audience."""
