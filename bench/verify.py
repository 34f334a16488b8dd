"""Measures `rembuk verify` on a generated journal of a million events: seconds, and the peak memory of its process.

    python -m bench.verify [EVENTS] [--json]       on a new SQLite file, or on the empty database of DATABASE_URL

The events are made as `audit.actions.record` makes them (same text, same hashes), five to a subject, over ninety days,
one in ten with words beside it; every subject has a row whose version and status are checked. Bars: 20 s, 100 MB.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

BARS = {"seconds": 20.0, "megabytes": 100.0}
START = datetime(2025, 11, 1, tzinfo=UTC)
PER_SUBJECT, DAYS = 5, 90
TABLE = "CREATE TABLE bench_subject (id {uuid} PRIMARY KEY, version integer, status varchar(16))"


def django() -> None:
    """Settings of the program, and a slot that knows the subjects of this bench and no others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.config.settings")
    import django as framework

    framework.setup()
    from rembuk.foundation.kernel.seams import SUBJECTS, SubjectKind

    SUBJECTS.fill(SubjectKind("bench.subject", rows, lambda actor, pk: True, str, str))


def rows() -> Iterator[tuple[UUID, int, str]]:
    """The subjects' rows as a module streams them."""
    from django.db import connection

    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT id, version, status FROM bench_subject ORDER BY id")
        while part := cursor.fetchmany(2000):
            for pk, version, status in part:
                yield pk if isinstance(pk, UUID) else UUID(pk), version, status


def chain(subject: UUID, born: datetime) -> Iterator[tuple[datetime, str, str, str]]:
    """(when, text, hash, words) of one subject's events."""
    from rembuk.foundation.audit.actions import canonical, digest_of_words

    previous = ""
    for seq in range(1, PER_SUBJECT + 1):
        at = born + timedelta(hours=7 * seq, microseconds=subject.int % 10**6)
        words = f"Kata-kata kejadian {seq}" if (subject.int + seq) % 10 == 0 else ""
        content: dict[str, object] = {
            "at": at, "verb": "bench.moved", "kind": "bench.subject", "id": subject, "seq": seq,
            "path": "001002003004005", "who": "Slamet Riyanto", "office": "Ketua RT 001 RW 01", "on_behalf": "",
            "version": seq, "status": "open", "previous": previous,
            "changes": {"holder": [str(subject), "Ketua RW 01"], "stage_due": [None, at]},
        }  # fmt: skip
        if words:
            content["reason"] = digest_of_words("00" * 16, words)
        body = canonical(content)
        previous = hashlib.sha256(body.encode()).hexdigest()
        yield at, body, previous, words


def fill(count: int) -> None:
    """Writes the journal, and closes its days."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from rembuk.foundation.audit import actions
    from rembuk.foundation.audit.models import Event, Words
    from rembuk.foundation.kernel import clock

    call_command("migrate", verbosity=0)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(TABLE.format(uuid="uuid" if postgres else "char(32)"))
    subjects, written = count // PER_SUBJECT, 0
    for first in range(0, subjects, 2000):
        events, said, heads = [], [], []
        for number in range(first, min(first + 2000, subjects)):
            born = START + timedelta(seconds=number * DAYS * 86400 / subjects)
            subject = UUID(int=(int(born.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62) | number)
            heads.append((subject if postgres else subject.hex, PER_SUBJECT, "open"))
            for seq, (at, body, digest, words) in enumerate(chain(subject, born), 1):
                event = Event(
                    xid=0, subject_kind="bench.subject", subject_id=subject, seq=seq, verb="bench.moved",
                    path="001002003004005", recorded_at=at, body=body, hash=digest,
                )  # fmt: skip
                events.append(event)
                if words:
                    said.append(Words(event=event, salt="00" * 16, text=words))
        with transaction.atomic(), connection.cursor() as cursor:
            Event.objects.bulk_create(events, batch_size=1000)
            Words.objects.bulk_create(said, batch_size=1000)
            cursor.executemany("INSERT INTO bench_subject VALUES (%s, %s, %s)", heads)
        written += len(events)
        print(f"\r{written} kejadian dibuat", end="", file=sys.stderr, flush=True)
    with clock.standing(START + timedelta(days=DAYS + 3)):
        actions.close_days(clock.now())
    if postgres:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(file=sys.stderr)


def measure() -> dict[str, Any]:
    """`verify` in a process of its own, as `rembuk verify` runs it."""
    started = time.monotonic()
    command = [sys.executable, "-m", "bench.verify", "--only-verify"]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(result.stdout)
    return {**found, "process_seconds": round(time.monotonic() - started, 2)}


def only_verify() -> dict[str, Any]:
    """What the child does."""
    from django.db import connection

    from rembuk.foundation.audit.verify import verify

    before = time.process_time()
    report = verify()
    cpu = time.process_time() - before
    assert report.ok, report.broken
    # Not ru_maxrss: that one keeps what the process was before it became this program, and so its parent's size.
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found
    peak = int(found[1]) / 1024
    return {
        "database": connection.vendor, "events": report.events, "subjects": report.subjects, "days": report.days,
        "seconds": round(report.seconds, 2), "cpu_seconds": round(cpu, 2), "megabytes": round(peak, 1),
    }  # fmt: skip


def results(count: int = 1_000_000, rounds: int = 3) -> list[dict[str, Any]]:
    """Rows for bench/results.json: the median of some rounds."""
    django()
    fill(count)
    measured = [measure() for _ in range(rounds)]
    print(*(json.dumps(one) for one in measured), sep="\n", file=sys.stderr)
    values = {name: sorted(one[name] for one in measured)[rounds // 2] for name in BARS}
    return [
        {"name": f"verify {count} events, {measured[0]['database']}: {name}", "value": values[name], "unit": unit,
         "limit": bar, "ratio": round(values[name] / bar, 2), "bar": bar, "holds": values[name] <= bar}
        for (name, bar), unit in zip(BARS.items(), ("s", "MB"), strict=True)
    ]  # fmt: skip


def main() -> int:
    """From a shell."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("events", nargs="?", type=int, default=1_000_000)
    words.add_argument("--only-verify", action="store_true", help=argparse.SUPPRESS)
    args = words.parse_args()
    if args.only_verify:
        django()
        print(json.dumps(only_verify()))
        return 0
    with tempfile.TemporaryDirectory(prefix="rembuk-bench-") as folder:
        os.environ["REMBUK_HOME"] = folder
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        found = results(args.events)
    print(json.dumps(found, indent=1))
    return 0 if all(one["holds"] for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
