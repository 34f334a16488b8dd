"""A clean copy of the tree, as somebody who clones it gets it."""

import shutil
import subprocess
from pathlib import Path

from tests.support.tools import ROOT


def copy(target: Path) -> Path:
    """Copies what git knows or would add: never .venv, var or caches."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def at(commit: str, target: Path) -> Path:
    """Unpacks the tree of an earlier commit."""
    target.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x"], cwd=target, input=archive, check=True)
    return target


def git(*words: str) -> str:
    """What git answers about the repository; "" where there is none."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
