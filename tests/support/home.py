"""The throw-away REMBUK_HOME of a test process: no test ever writes into somebody's var/."""

import atexit
import shutil
import tempfile
from pathlib import Path

PATH = Path(tempfile.mkdtemp(prefix="rembuk-test-"))


@atexit.register
def remove() -> None:
    """Leaves nothing behind."""
    shutil.rmtree(PATH, ignore_errors=True)
