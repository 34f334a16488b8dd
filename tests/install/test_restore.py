"""A backup made by yesterday's program is restored into today's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.install import clean
from tests.support.site import rembuk
from tests.support.tools import ROOT

pytestmark = pytest.mark.install


def yesterday() -> tuple[str, str]:
    """The commit to restore from and why there is none: the last tag, or the first commit that could back up."""
    head = clean.git("rev-parse", "HEAD")
    tag = clean.git("describe", "--tags", "--abbrev=0", "HEAD^")
    # A module may have started as a file or as a package.
    first = clean.git(
        "log", "--diff-filter=A", "--format=%H", "--", "src/rembuk/config/backup.py", "src/rembuk/config/backup"
    )
    commit = clean.git("rev-parse", f"{tag}^{{commit}}") if tag else (first.splitlines() or [""])[-1]
    if clean.git("rev-parse", "--is-shallow-repository") == "true" and not tag:
        return "", "the clone is shallow and holds no tag"
    if not commit:
        return "", "no commit can back up yet"
    return ("", "the first commit that can back up is the present one") if commit == head else (commit, "")


def python_of(old: Path) -> str:
    """An interpreter with the old program's libraries: ours where the lock is the same."""
    if (old / "requirements.lock").read_text() == (ROOT / "requirements.lock").read_text():
        return sys.executable
    subprocess.run([old / ".ci" / "venv", "requirements.lock"], cwd=old, check=True)
    return str(old / ".venv" / "bin" / "python")


def test_an_old_backup_comes_back(tmp_path: Path) -> None:
    commit, reason = yesterday()
    if not commit:
        pytest.skip(reason)
    old, home, backup = clean.at(commit, tmp_path / "old"), tmp_path / "old-home", tmp_path / "yesterday.backup"
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {
        "PYTHONPATH": str(old / "src"),
        "REMBUK_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "rembuk.config.settings",
    }
    python = python_of(old)
    for words in (("demo", "--no-serve"), ("backup", str(backup))):
        subprocess.run([python, "-m", "rembuk", *words], cwd=old, env=env, check=True)
    new = tmp_path / "new-home"
    # Keys are never inside a backup: the person who restores brings them.
    shutil.copytree(home / "keys", new / "keys")
    rembuk("restore", str(backup), home=new)
    verified = rembuk("verify", home=new, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr
