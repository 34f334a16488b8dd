"""Sessions in the database, as Django keeps them; read by a query that is written once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from rembuk.foundation.accounts import queries


class SessionStore(DatabaseStore):
    """Django's own, but for how it reads."""

    def _get_session_from_db(self) -> Any:
        found = queries.session(self.session_key) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
