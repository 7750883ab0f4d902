"""The database backend: Django's own, which asks `SELECT 1` before the first statement of each request.

That is one round trip in three when a document is signed. An idle connection has nothing to read unless the
server has ended it, so it is enough to look whether something waits.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    def is_usable(self) -> bool:
        """Whether the connection lives. It is asked only when something waits in it or a statement failed."""
        if self.connection is None or self.connection.closed or self.errors_occurred or self._has_news():
            return bool(super().is_usable())
        return True

    def _has_news(self) -> bool:
        assert self.connection is not None
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return bool(poll.poll(0))
