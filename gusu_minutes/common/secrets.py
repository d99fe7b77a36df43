"""Secrets that open something without a sign-in: only their digest is kept."""

import hashlib


def digest_of(secret: str) -> str:
    """Return the SHA-256 of a secret in hexadecimal; a secret is looked for by it, whatever was sent as one."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
