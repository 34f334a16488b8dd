"""Django, loaded for a command that needs it."""

from rembuk.config import database, keys
from rembuk.foundation.kernel.errors import Refused


def django(*, as_owner: bool = False) -> None:
    """Loads the program. Refuses without keys, and a city's own data with a demo's keys.

    `as_owner`: with the role of DATABASE_OWNER_URL, where there is one.
    """
    if as_owner:
        database.choose_owner()
    keys.demand()
    import django as framework

    framework.setup()
    if keys.of_demo():
        from rembuk.config import queries

        if queries.mark_if_any() is None:
            raise Refused(
                "demo_keys",
                f"{keys.ring_file().parent} berisi kunci kota contoh; untuk data sungguhan pakai REMBUK_HOME lain",
            )
