"""Sessions in the database, found by a digest of their key: who reads the table can use none of them."""

from hashlib import blake2b

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession


def kept_key(session_key: str | None) -> str:
    """What the database keeps of a session's key, which itself is known to the browser alone."""
    return blake2b((session_key or "").encode(), digest_size=20).hexdigest()


class SessionStore(db.SessionStore):
    """Django's sessions of the database, with digests in place of keys."""

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with the key."""
        return super().exists(kept_key(session_key))

    def create_model_instance(self, data: dict[str, object]) -> AbstractBaseSession:
        """The row of the session."""
        row = super().create_model_instance(data)
        row.session_key = kept_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove a session, or this one."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(kept_key(key))

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        real = self._session_key
        self._session_key = kept_key(real) if real else None
        try:
            found: AbstractBaseSession | None = super()._get_session_from_db()  # type: ignore[misc]
        finally:
            is_gone = self._session_key is None
            self._session_key = None if is_gone else real
        return found
