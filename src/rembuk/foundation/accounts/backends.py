"""Who is signed in: allauth's own backend, but for how it reads the person of a session."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from rembuk.foundation.accounts import queries
from rembuk.foundation.accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The only one."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, unless they may no longer sign in."""
        found = queries.signed_in(user_id)
        return found if found and self.user_can_authenticate(found) else None
