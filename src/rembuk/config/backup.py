"""One archive of everything but the keys, and back again, on either kind of database.

The archive is a gzipped tar: `data/<table>.jsonl` (first line the columns, then a row per line), `files/…`, and last
`manifest.json` with the migrations, the counts and the SHA-256 of every member. Rows are read from one snapshot; they
are loaded into tables as they were at the archive's migrations, which are then brought up to date. So an older archive
goes into newer code, and one from SQLite into PostgreSQL. Consumers' positions belong to a database and start anew.
"""

import base64
import contextlib
import fcntl
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from rembuk.foundation.kernel import clock, seal
from rembuk.foundation.kernel.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
HALF = ".rembuk-half"
# Made anew by the program itself: sessions, jobs, Django's own registers.
LEFT_OUT = frozenset({"sessions", "contenttypes", "auth", "django_tasks_database", "admin"})
BATCH = 1000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Archive:
    """A written archive."""

    path: Path
    sha256: str
    rows: int
    files: int


def tables(apps: Any) -> list[Any]:
    """The models whose rows are kept, in a fixed order."""
    kept = [
        m for m in apps.get_models(include_auto_created=True) if m._meta.app_label not in LEFT_OUT and m._meta.managed
    ]
    return sorted((m for m in kept if not m._meta.proxy), key=lambda m: str(m._meta.db_table))


def save(target: Path, files: Path, progress: Progress) -> Archive:
    """Writes the archive beside its name first, then gives it its name: there is never half an archive."""
    from django.apps import apps

    half = target.with_name(f"{target.name}{HALF}")
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:  # noqa: PTH123 - a descriptor
            fcntl.flock(raw, fcntl.LOCK_EX)
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=5) as tar:
                manifest = _write(tar, tables(apps), files, progress)
            raw.flush()
            os.fsync(raw.fileno())
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return Archive(target, _sha256(target), sum(manifest["rows"].values()), len(manifest["files"]))


def _sweep(folder: Path) -> None:
    """Removes what a killed backup left behind; what is still being written is locked by its writer."""
    for half in folder.glob(f"*{HALF}"):
        with contextlib.suppress(BlockingIOError, FileNotFoundError), half.open("rb") as left:
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            half.unlink(missing_ok=True)


def _write(tar: tarfile.TarFile, models: list[Any], files: Path, progress: Progress) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "format": FORMAT, "made_at": clock.now().isoformat(), "keys": fingerprints(), "members": {}, "rows": {},
        "files": [],
    }  # fmt: skip
    with snapshot():
        manifest["migrations"] = applied()
        total, done = sum(rows_of(model).count() for model in models), 0
        for model in models:
            name, count = member(model), 0
            with _aside() as out:
                for count, line in enumerate(_lines(model)):
                    out.write(line)
                    progress(done + count, total)
                _add(tar, manifest, name, out)
            manifest["rows"][model._meta.db_table] = count
            done += count
    # After the rows: files are named by their content and never change, so all that rows speak of are here by now.
    for path in sorted(p for p in files.rglob("*") if p.is_file()) if files.is_dir() else []:
        name = f"files/{path.relative_to(files)}"
        with path.open("rb") as source:
            _add(tar, manifest, name, source)
        manifest["files"].append(name)
    _add(tar, {"members": {}}, MANIFEST, io.BytesIO(json.dumps(manifest, sort_keys=True).encode()))
    return manifest


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """All reads see one state of the database; writers are not held up."""
    from django.db import connection, transaction

    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            yield
    else:
        # Not atomic(): that begins IMMEDIATE and would hold up every writer.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def applied() -> list[list[str]]:
    """The migrations that this database has."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def fingerprints() -> dict[str, str]:
    """What tells the ring's keys apart without telling them."""
    return {name: hashlib.sha256(b"rembuk ring " + key).hexdigest()[:24] for name, key in seal.ring().keys.items()}


def member(model: Any) -> str:
    """The name of a table's rows in the archive."""
    return f"data/{model._meta.db_table}.jsonl"


def rows_of(model: Any) -> Any:
    """All rows of a model, of now or of then."""
    from django.db.models import QuerySet

    return QuerySet(model)


def _lines(model: Any) -> Iterator[bytes]:
    columns = [field.attname for field in model._meta.concrete_fields]
    yield _line(columns)
    for row in rows_of(model).order_by("pk").values_list(*columns).iterator(chunk_size=BATCH):
        yield _line([_plain(value) for value in row])


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


@contextlib.contextmanager
def _aside() -> Iterator[IO[bytes]]:
    import tempfile

    # Beside the database and not in /tmp, which is often memory.
    with tempfile.TemporaryFile(dir=clock.home()) as out:
        yield out


def _add(tar: tarfile.TarFile, manifest: dict[str, Any], name: str, source: Any) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = source.seek(0, io.SEEK_END), int(clock.now().timestamp()), 0o600
    source.seek(0)
    manifest["members"][name] = hashlib.file_digest(source, "sha256").hexdigest()
    source.seek(0)
    tar.addfile(info, source)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def check(path: Path, progress: Progress = lambda done, total: None) -> dict[str, Any]:
    """Reads the whole archive against its manifest and returns that; refuses a damaged or cut one."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    size = path.stat().st_size
    try:
        with path.open("rb") as raw, tarfile.open(fileobj=raw, mode="r:gz") as tar:
            for member in tar:
                content: Any = tar.extractfile(member)
                if member.name == MANIFEST:
                    manifest = json.load(content)
                else:
                    found[member.name] = hashlib.file_digest(content, "sha256").hexdigest()
                progress(raw.tell(), size)
    except (tarfile.TarError, EOFError, zlib.error, OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise Refused("bad_archive", f"arsip {path} rusak atau terpotong ({error}); tidak ada yang diubah") from None
    if manifest.get("format") != FORMAT:
        raise Refused("bad_archive", f"{path} bukan arsip Rembuk yang utuh; tidak ada yang diubah")
    wrong = sorted(set(found.items()) ^ set(manifest["members"].items()))
    if wrong:
        raise Refused(
            "bad_archive", f"arsip {path} rusak: {wrong[0][0]} tidak cocok dengan sidiknya; tidak ada yang diubah"
        )
    return manifest
