"""Identifiers: SHA-256 of a canonical JSON array, so that the parts can never run into each other."""

import hashlib
import json


def content_id(*parts: object) -> str:
    """64 hexadecimal digits of the SHA-256 of `parts` as a JSON array (no spaces, UTF-8, keys sorted).

    Parts are strings, integers, None, and lists of them; a number that is not an integer is passed as its string.
    """
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def bytes_id(data: bytes) -> str:
    """64 hexadecimal digits of the SHA-256 of a file's bytes: the id of a document."""
    return hashlib.sha256(data).hexdigest()
