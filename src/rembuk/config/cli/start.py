"""Django, loaded for a command that needs it."""

import os

from rembuk.config import database, keys
from rembuk.foundation.kernel.errors import Refused


def django(*, as_owner: bool = False, demo_keys: bool = False, with_keys: bool = True) -> None:
    """Loads the program. Refuses without keys, and a city's own data with a demo's keys, unless `demo_keys` are fine.

    `as_owner`: with the role of DATABASE_OWNER_URL, where there is one, and without a limit on a statement's time.
    `with_keys=False`: for what neither seals nor signs nor writes.
    """
    if as_owner:
        database.choose_owner()
        os.environ.setdefault("REMBUK_STATEMENT_MS", "0")
    if with_keys:
        keys.demand()
    import django as framework

    framework.setup()
    if with_keys and keys.of_demo() and not demo_keys:
        from rembuk.config import queries

        if queries.mark_if_any() is None:
            folder = keys.ring_file().parent
            raise Refused(
                "demo_keys", f"{folder} berisi kunci kota contoh; untuk data sungguhan pakai REMBUK_HOME lain"
            )
