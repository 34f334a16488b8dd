"""What was acknowledged is on the disk."""

import json

import pytest

from tests.support.site import Site

pytestmark = pytest.mark.faults

DURABLE = """
import json
from django.db import connection
asked = "SHOW synchronous_commit" if connection.vendor == "postgresql" else "PRAGMA synchronous"
with connection.cursor() as cursor:
    cursor.execute(asked)
    print(json.dumps({"waits": str(cursor.fetchone()[0])}))
"""


def test_an_answer_means_that_the_disk_has_it(empty: Site) -> None:
    """A kill never tests this: the system still writes what a killed program handed over."""
    empty.rembuk("keys")
    waits = json.loads(empty.rembuk("shell", "-v", "0", "--no-imports", "-c", DURABLE).stdout.splitlines()[-1])["waits"]
    # 2 is FULL: the log is synced before the commit returns.
    assert waits == ("on" if empty.database else "2")
