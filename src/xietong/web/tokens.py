"""Form tokens: a random session in a cookie, and its signature in every form, so that no other site can post for us."""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature, URLSafeSerializer

SESSION = "xietong_session"
FIELD = "token"
HEADER = "x-csrf-token"


class Tokens:
    """Signs sessions with a key that lives as long as the server."""

    def __init__(self) -> None:
        self._signer = URLSafeSerializer(secrets.token_bytes(32), salt="xietong.form")

    def session(self) -> str:
        """A new random session."""
        return secrets.token_urlsafe(16)

    def sign(self, session: str) -> str:
        """The token that belongs to a session."""
        return str(self._signer.dumps(session))

    def holds(self, session: str, token: str) -> bool:
        """Whether the token was signed here for this session."""
        try:
            signed = self._signer.loads(token)
        except BadSignature:
            return False
        return bool(session) and isinstance(signed, str) and secrets.compare_digest(signed.encode(), session.encode())
