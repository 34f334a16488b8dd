"""Every process looks again who sits where."""

from django.db import transaction

from rembuk.foundation.institutions.models import Stamp
from rembuk.foundation.institutions.queries import vacancy
from rembuk.foundation.kernel.chance import new_id


def wake() -> None:
    """After the deed has ended, so that two deeds at once never wait for each other's stamp."""
    transaction.on_commit(_stamp, robust=True)


def _stamp() -> None:
    Stamp.objects.update_or_create(id=1, defaults={"value": new_id()})
    vacancy.answers.forget()
