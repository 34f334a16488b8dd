"""The programs that tests need and a machine may lack."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def chromium() -> Path | None:
    """Chromium's executable, or None where it is not installed: the one without windows costs a third less."""
    found = filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser")))
    return next(map(Path, found), None)


def postgres_bin() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version first, or None where there is none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def apt_install(*packages: str) -> bool:
    """Installs Debian packages where that is allowed (root with apt); says whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", "-qq", *command], check=False, **quiet).returncode:  # type: ignore[call-overload]
            return False
    return True


def in_ci() -> bool:
    """Whether a part that cannot run is a failure."""
    return os.environ.get("CI") == "true"
