"""Who is signed in: allauth's own backend, but for how it reads the person of a session."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import UUIDField

from rembuk.foundation.accounts.models import User
from rembuk.foundation.kernel.prepared import Prepared

_person = Prepared(lambda pk: User.objects.filter(pk=pk), pk=UUIDField())


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The only one."""

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, unless they may no longer sign in."""
        found: User | None = _person.first(pk=user_id)
        return found if found and self.user_can_authenticate(found) else None
