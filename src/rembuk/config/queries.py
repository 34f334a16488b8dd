"""Whether this database is a demo."""

from math import inf

from django.db import DatabaseError, connection, transaction

from rembuk.config.models import Demo
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.fresh import Kept


def demo() -> Demo | None:
    """The mark, or None for a city's own database."""
    return Demo.objects.first()


def the_demo() -> Demo:
    """The mark; refuses a city's own database."""
    mark = demo()
    if mark is None:
        raise Refused("not_demo", "basis data ini bukan kota contoh")
    return mark


# The same for each page: asked once per process, for a served database never changes its kind.
is_demo = Kept(lambda: demo() is not None, seconds=inf)


def mark_if_any() -> Demo | None:
    """The mark, also of a database without tables."""
    try:
        with transaction.atomic():
            return demo()
    except DatabaseError:
        return None


def is_empty() -> bool:
    """Whether nothing has been written here yet: no journal, or an empty one."""
    from rembuk.foundation.audit.models import Event

    if Event._meta.db_table not in connection.introspection.table_names():
        return True
    return not Event.objects.exists()
