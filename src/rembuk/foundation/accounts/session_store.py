"""Sessions in the database, as Django keeps them; read by a query that is written once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.prepared import Prepared

_session = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=CharField(), now=DateTimeField(),
)  # fmt: skip


class SessionStore(DatabaseStore):
    """Django's own, but for how it reads."""

    def _get_session_from_db(self) -> Any:
        found = _session.first(key=self.session_key, now=clock.machine_now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
