"""Types docs/operate.md, to the letter, on a bare Debian that is booted for it: `python -m tests.bare [FOLDER]`.

Needs root, debootstrap, systemd-container and a network; takes some minutes, so it is no part of `make test`. FOLDER
keeps the bare system between runs. BARE_BIND names what of this host the machine sees too, with colons: the way to an
index of packages, where it is not the usual one (/etc/pip.conf:/opt/mirror).
Never name a folder that a package writes to. Exits with 1, and names the line, where
the page or what it promises does not hold.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.documents import following
from tests.install import clean
from tests.support.tools import ROOT

PAGE = ROOT / "docs" / "operate.md"
PACKAGES = "systemd,systemd-sysv,dbus,iproute2"
SOURCE = "/root/rembuk.git"
NAME = "rembuk.kota.example"
SHOT = [
    "curl",
    "-sk",
    "--max-time",
    "20",
    "--resolve",
    f"{NAME}:443:127.0.0.1",
    "-o",
    "/dev/null",
    "-w",
    "%{http_code}",
]
UPGRADE = "## Upgrading while people work"
# What a later release might bring: a column that yesterday's program does not know.
MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "LAST")]
    operations = [
        migrations.AddField("limit", "note", models.CharField(max_length=9, default="", db_default="")),
    ]
"""


# Promises that did not hold.
BROKEN: list[str] = []


class Machine:
    """A booted system: its folder, and the process that is its first one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        command = [
            "systemd-nspawn",
            "-q",
            "-D",
            str(root),
            "-b",
            "--register=no",
            "--keep-unit",
            "--machine=rembuk-bare",
        ]
        command += [f"--bind-ro={path}" for path in os.environ.get("BARE_BIND", "").split(":") if path]
        # Its shutdown must reach nobody else, so it stands in a session of its own.
        self.shell = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        self.first = self._first()

    def _first(self) -> int:
        """The number of its init; waits until it takes commands."""
        for _ in range(120):
            time.sleep(0.5)
            found = subprocess.run(["pgrep", "-P", str(self.shell.pid)], capture_output=True, text=True).stdout.split()
            if found:
                self.first = int(found[0])
                state = self.type("systemctl is-system-running || true", check=False).stdout.strip()
                if state in {"running", "degraded"}:
                    return self.first
        raise SystemExit("the bare machine did not boot")

    def type(self, line: str, *, check: bool = True, seconds: float = 1200) -> subprocess.CompletedProcess[str]:
        """Types a line as root."""
        inside = ["nsenter", "-t", str(self.first), "-m", "-u", "-i", "-p", "--root"]
        way = [f"{name}={value}" for name, value in os.environ.items() if name.startswith("PIP_")]
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        done = subprocess.run(
            [*inside, "env", "-i", *way, path, "HOME=/root", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
             "bash", "-ec", f"cd; {line}"],
            capture_output=True, text=True, check=False, timeout=seconds, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if check and done.returncode:
            said = self.type("journalctl --no-pager -n 60", check=False).stdout
            raise SystemExit(f"{line}\n{done.stdout[-2000:]}{done.stderr[-2000:]}\n{said}")
        return done

    def end(self) -> None:
        """Turns it off."""
        self.type("systemctl --force --force poweroff", check=False)
        try:
            self.shell.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.shell.kill()


@contextmanager
def machine(kept: Path) -> Iterator[Machine]:
    """A bare system, booted from a copy of what debootstrap makes."""
    if not (kept / "etc" / "debian_version").exists():
        mirror = "http://deb.debian.org/debian"
        subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm", kept, mirror], check=True
        )
    with tempfile.TemporaryDirectory(prefix="rembuk-bare-") as folder:
        root = Path(folder) / "root"
        subprocess.run(["cp", "-a", kept, root], check=True)
        shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
        with (root / "etc" / "hosts").open("a") as hosts:
            hosts.write(f"127.0.0.1 localhost {NAME} mail.kota.example\n")
        repository(root / SOURCE.strip("/"))
        booted = Machine(root)
        try:
            yield booted
        finally:
            booted.end()


def repository(target: Path) -> None:
    """What the city clones: this tree."""
    clean.copy(target)
    commit(target)


def commit(tree: Path) -> None:
    """Everything in it, as it stands."""
    who = ["-c", "user.name=x", "-c", "user.email=x@localhost"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=tree, check=True)


def next_release(tree: Path) -> None:
    """The repository moves on by a migration that adds."""
    folder = tree / "src/rembuk/foundation/web/migrations"
    last = max(path.stem for path in folder.glob("0*.py"))
    (folder / "9000_note.py").write_text(MIGRATION.replace("LAST", last))
    commit(tree)


class Visitors(threading.Thread):
    """Somebody reads a page and sends a form, again and again; what is no answer of the program is kept."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.answers: dict[str, int] = {}

    def run(self) -> None:
        """Until told to stop."""
        while not self.over.is_set():
            # A form without its token: the program itself says 403.
            for name, words in (("page", []), ("form", ["-X", "POST", "-d", "a=b"])):
                path = "/" if name == "page" else "/lapor/"
                code = subprocess.run([*SHOT, *words, f"https://{NAME}{path}"], capture_output=True, text=True).stdout
                self.answers[f"{name} {code}"] = self.answers.get(f"{name} {code}", 0) + 1


def follow(there: Machine) -> None:
    """Every line of the page, with visitors during the upgrade."""
    text = PAGE.read_text()
    start = text[: text.index(UPGRADE)].count("\n")
    end = text[: text.index("\n## ", text.index(UPGRADE) + 5)].count("\n")
    visitors = Visitors()
    for block in following.blocks(text):
        if block.language != "sh":
            continue
        if start < block.number < end:
            next_release(there.root / SOURCE.strip("/"))
            visitors.start()
        for line in block.text.splitlines():
            began = time.monotonic()
            there.type(line.replace("ADDRESS-OF-THE-REPOSITORY", SOURCE))
            print(f"{time.monotonic() - began:6.1f} s  {line[:110]}", flush=True)
        if start < block.number < end:
            visitors.over.set()
            visitors.join()
            print(f"during the upgrade: {visitors.answers}", flush=True)
            demand(set(visitors.answers) == {"page 200", "form 403"}, f"an upgrade that shows: {visitors.answers}")
        elif "rembuk begin" in block.text:
            promises(there)


def demand(held: bool, what: str, said: str = "") -> None:
    """A promise, kept or named with what was answered instead; the others are asked for all the same."""
    print(f"{'      ok' if held else '  NOT SO'}  {what[:110]}", flush=True)
    if not held:
        BROKEN.append(what)
        print("          " + said[:600].replace("\n", "\n          "), flush=True)


def ask(*words: str, path: str = "/", scheme: str = "https", name: str = NAME) -> str:
    """Head and body of an answer through nginx."""
    ports = {"https": 443, "http": 80}
    where = ["--resolve", f"{name}:{ports[scheme]}:127.0.0.1", f"{scheme}://{name}{path}"]
    return subprocess.run(["curl", "-ski", *words, *where], capture_output=True, text=True).stdout


def promises(there: Machine) -> None:
    """What docs/security.md and the page say of a machine that serves."""
    page = ask()
    demand("HTTP/2 200" in page, "the front page comes through TLS", page)
    for header in ("strict-transport-security: max-age=31536000", "content-security-policy: default-src 'self'",
                   "x-content-type-options: nosniff", "x-frame-options: DENY"):  # fmt: skip
        demand(page.count(header) == 1, f"once: {header}")
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    demand(
        bool(sheet) and "max-age=315360000" in ask(path=sheet[1] if sheet else ""),
        "a stylesheet that may be kept for ever",
    )
    demand(
        "301" in ask(scheme="http", path="/data/") and f"https://{NAME}/data/" in ask(scheme="http", path="/data/"),
        "http leads to https",
    )
    demand(ask(name="lain.example") == "", "no answer by another name")
    demand(" 404" in ask(path="/metrics").splitlines()[0], "no figures for the network")
    demand(
        "rembuk_requests_total" in there.type("curl -s http://127.0.0.1:8001/metrics").stdout,
        "figures for this machine",
    )
    for version, good in (("--tls-max 1.1", False), ("--tlsv1.2 --tls-max 1.2", True), ("--tlsv1.3", True)):
        demand(("HTTP/" in ask(*version.split())) == good, f"TLS by {version}: {good}")
    with tempfile.NamedTemporaryFile() as body:
        body.truncate(66_000_000)
        demand(" 413" in ask("--data-binary", f"@{body.name}", path="/lapor/"), "65 MB are refused by the program")
        body.truncate(70_000_000)
        said = ask("--data-binary", f"@{body.name}", path="/lapor/")
        demand(" 413" in said and "Terlalu besar" in said, "70 MB are refused in front, in our words", said)
    for _ in range(3):
        ask("-H", "X-Forwarded-For: 198.51.100.7", path="/rahasia-0123456789abcdef0123456789abcdef/?q=Sari")
    logs = there.type("cat /var/log/nginx/*; journalctl --no-pager -u 'rembuk-*'").stdout
    demand(
        "198.51.100.7" not in logs and "Sari" not in logs and "0123456789abcdef" not in logs,
        "no log keeps what was asked",
    )
    lines = [
        line
        for line in there.type("journalctl -o cat --no-pager -u rembuk-web@8001").stdout.splitlines()
        if "rembuk.requests" in line
    ]
    demand(bool(lines) and all(line.startswith("{") for line in lines), "the log is objects")
    listening = there.type("ss -ltnH").stdout
    demand(
        not re.search(r"(0\.0\.0\.0|\*|\[::\]):(8001|8002|5432)\b", listening),
        "the program and the database listen on this machine only",
    )
    demand(
        there.type("runuser -u rembuk -- cat /etc/rembuk/owner.env", check=False).returncode != 0,
        "who serves cannot read the owner's word",
    )
    demand(
        "by another role" in there.type("curl -s http://127.0.0.1:8001/healthz").stdout,
        "the journal belongs to another role",
    )
    levels = there.type("systemd-analyze security --no-pager rembuk-web@8001 | tail -1").stdout
    print(f"          {levels.strip()}", flush=True)
    demand(
        there.type("runuser -u rembuk -- touch /srv/rembuk/app/x", check=False).returncode != 0,
        "who serves cannot change the program",
    )


def main(words: Sequence[str]) -> int:
    """Boots, follows, ends."""
    kept = Path(words[0]) if words else Path(tempfile.gettempdir()) / "rembuk-bare-debian"
    with machine(kept) as there:
        follow(there)
    print("The page is true." if not BROKEN else f"{len(BROKEN)} promises of the page do not hold.")
    return 1 if BROKEN else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
