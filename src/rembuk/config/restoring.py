"""Loading an archive of `backup` into a database: whole or not at all, and checked before it counts."""

import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from rembuk.config import backup, database, queries
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import verify
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.tallies import actions as tallies

Progress = Callable[[int, int], None]


def restore(path: Path, *, replace: bool, progress: Progress) -> dict[str, int]:
    """Checks the archive, loads it, verifies the chain, and only then lets it count."""
    if not path.is_file():
        raise Refused("no_file", f"tidak ada arsip {path}")
    manifest = backup.check(path)
    demand_keys(manifest)
    _demand_room(replace=replace)
    target = database.sqlite_file()
    if target is None:
        _into_server(path, manifest, progress)
    else:
        _into_file(path, manifest, progress, target)
    return {"rows": sum(manifest["rows"].values()), "files": len(manifest["files"])}


def _demand_room(*, replace: bool) -> None:
    if not replace and not queries.is_empty():
        raise Refused("not_empty", "basis data ini sudah berisi; dengan --replace isinya diganti dan hilang")


def _into_file(path: Path, manifest: dict[str, Any], progress: Progress, target: Path) -> None:
    """SQLite: into a file of its own, which takes the place of the old one when all is well."""
    half = target.with_name("restore-half.sqlite3")
    database.remove_sqlite(half)
    database.use_sqlite(half)
    try:
        load(path, manifest, progress)
        finish()
        extract(path, Path(settings.MEDIA_ROOT))
        database.settle(half)
    except BaseException:
        connections.close_all()
        database.remove_sqlite(half)
        raise
    database.remove_sqlite(target)
    half.replace(target)
    database.use_sqlite(target)


def _into_server(path: Path, manifest: dict[str, Any], progress: Progress) -> None:
    """PostgreSQL: everything in one transaction, tables too."""
    with transaction.atomic():
        database.wipe()
        load(path, manifest, progress)
        database.grant()
        finish()
        extract(path, Path(settings.MEDIA_ROOT))


def finish() -> None:
    """What belongs to one database only starts anew; then the whole chain is checked."""
    audit.restored()
    tallies.rebuild()
    report = verify.verify()
    if report.broken:
        raise Refused("broken_chain", f"rantai audit dalam arsip rusak ({report.broken}); tidak ada yang diubah")


def demand_keys(manifest: dict[str, Any]) -> None:
    """Refuses an archive whose sealed values no key here opens."""
    mine = set(backup.fingerprints().values())
    if missing := [name for name, print_ in manifest["keys"].items() if print_ not in mine]:
        raise Refused(
            "other_keys", f"arsip disegel dengan kunci lain ({', '.join(missing)}): pulihkan dulu folder keys yang asli"
        )


def targets(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """The migrations to go to first; refuses an archive from newer code."""

    loader = MigrationLoader(connection, ignore_no_migrations=True)
    wanted = {(app, name) for app, name in manifest["migrations"]}
    # A squashed migration stands for those that it replaced.
    known = {key for key in wanted if key in loader.disk_migrations}
    if unknown := sorted(wanted - known):
        raise Refused(
            "newer_archive", f"arsip dibuat oleh Rembuk yang lebih baru ({unknown[0][0]}.{unknown[0][1]} tidak dikenal)"
        )
    nodes = loader.graph.node_map
    return sorted(
        key for key in known if not {child.key for child in nodes[key].children if child.key[0] == key[0]} & known
    )


def load(path: Path, manifest: dict[str, Any], progress: Progress) -> None:
    """Makes the tables as the archive knows them, fills them, brings them up to date. The database must be empty."""
    goals = targets(manifest)
    executor = MigrationExecutor(connection)
    with database.fields_copied():
        executor.migrate(goals)
    models = {backup.member(model): model for model in backup.tables(executor.loader.project_state(goals).apps)}
    with transaction.atomic(), tarfile.open(path, mode="r:gz") as tar:
        _empty(list(models.values()))
        _defer_checks()
        total, done = sum(manifest["rows"].values()), 0
        for found in tar:
            content = tar.extractfile(found)
            if content is None or found.name not in models:
                continue
            for batch in _batches(models[found.name], content):
                backup.rows_of(models[found.name]).bulk_create(batch, batch_size=backup.BATCH)
                done += len(batch)
                progress(done, total)
        # Now and not at the end: PostgreSQL changes no table while checks of it are still to come.
        connection.check_constraints()
        _sequences(list(models.values()))
    with database.fields_copied():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _defer_checks() -> None:
    """Rows come in the order of their tables; a migration before may have had references checked at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _empty(models: list[Any]) -> None:
    """What migrations have put in of themselves comes again from the archive."""

    with connection.cursor() as cursor:
        for model in models:
            if backup.rows_of(model).exists():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our own table


def _batches(model: Any, content: Any) -> Iterator[list[Any]]:
    columns = json.loads(content.readline())
    fields = [next(field for field in model._meta.concrete_fields if field.attname == name) for name in columns]
    batch: list[Any] = []
    for line in content:
        values = {
            f.attname: f.to_python(v) if v is not None else None for f, v in zip(fields, json.loads(line), strict=True)
        }
        batch.append(model(**values))
        if len(batch) == backup.BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _sequences(models: list[Any]) -> None:

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def extract(path: Path, files: Path) -> int:
    """The files, each whole or not at all; returns how many."""
    count = 0
    with tarfile.open(path, mode="r:gz") as tar:
        for member in tar:
            if not member.name.startswith("files/") or not member.isfile():
                continue
            target = (files / member.name.removeprefix("files/")).resolve()
            if not target.is_relative_to(files.resolve()):
                raise Refused("bad_archive", f"arsip memuat nama berkas yang tidak sah: {member.name}")
            target.parent.mkdir(parents=True, exist_ok=True)
            half = target.with_name(f"{target.name}.half")
            with half.open("wb") as out:
                shutil.copyfileobj(cast("IO[bytes]", tar.extractfile(member)), out)
            half.replace(target)
            count += 1
    return count
