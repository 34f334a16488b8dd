"""One case as a ZIP: its journals, words and files, the digests of its days, and how to check all of it by oneself."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib import resources
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import queries as audit
from rembuk.foundation.audit.actions import canonical
from rembuk.foundation.audit.models import Event
from rembuk.foundation.files import queries as files
from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import clock, seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

PERMISSION, LOOK = "audit.view", "trail.case"
# Up to here a case is made in memory.
IN_MEMORY = 8_000_000
CHECKER = "periksa_berkas.py"


def may_save(actor: Actor) -> bool:
    """Whether the actor watches over the journal."""
    return bool(actor.scope(PERMISSION))


def demand(actor: Actor) -> None:
    """Refuses everybody else."""
    if not may_save(actor):
        raise Refused("not_allowed", "Berkas perkara disimpan oleh Inspektorat atau Bagian Pemerintahan.")


def rows(report: Report) -> list[Any]:
    """What has a journal of its own in this case: the report, and what each module knows to belong to it."""
    return [row for source in seams.CASE for row in source(report)]


def archive(report: Report) -> IO[bytes]:
    """The ZIP, ready to be read. No reporter's name, contact or own words; photos as they are shown."""
    out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
    with ZipFile(out, "w", ZIP_DEFLATED) as pack:
        sums = {}
        for name, content in _contents(report):
            pack.writestr(name, content)
            sums[name] = hashlib.sha256(content).hexdigest()
        pack.writestr("SHA256SUMS", "".join(f"{value}  {name}\n" for name, value in sums.items()))
    out.seek(0)
    return out


def _contents(report: Report) -> Iterator[tuple[str, bytes]]:
    """Every file of the ZIP but the list of their sums."""
    parts = rows(report)
    kept = [file for row in parts for file in files.files_of(row.subject_kind, row.pk)]
    told = [event for row in [*parts, *kept] for event in audit.events(row.subject_kind, row.pk)]
    shown = {file.pk: files.content(file) for file in kept if file.state == "drawn"}
    yield "kejadian.json", _json([_said(event) for event in told])
    yield "berkas.json", _json([_listed(file, shown.get(file.pk)) for file in kept])
    yield from {f"berkas/{_name(content)}": content for content in shown.values()}.items()
    closed = {row["day"]: row for row in audit.export_digests()}
    yield "sidik/sidik.json", _json(list(closed.values()))
    for day in sorted({clock.local(event.recorded_at).date() for event in told}):
        if day.isoformat() in closed:
            yield f"sidik/{day}.json", _json(audit.export_day(day))
    yield "BACA-DULU.txt", _read_me(report, told, kept, closed).encode()
    yield CHECKER, resources.files(__package__).joinpath(CHECKER).read_bytes()


def _said(event: Event) -> dict[str, Any]:
    words = getattr(event, "words", None)
    spoken = {"salt": words.salt, "text": words.text} if words and words.erased_at is None else None
    return {"kind": event.subject_kind, "id": str(event.subject_id), "seq": event.seq, "hash": event.hash,
            "day": clock.local(event.recorded_at).date().isoformat(), "body": event.body, "words": spoken}  # fmt: skip


def _listed(file: File, content: bytes | None) -> dict[str, Any]:
    """`sent` is the sum of what was sent, as the journal has it; `here` that of what lies in the ZIP."""
    return {"id": str(file.pk), "of": f"{file.owner_kind}:{file.owner_id}", "name": file.name, "kind": file.kind,
            "sent": file.sha256, "here": _name(content) if content is not None else "",
            "received_at": canonical(file.received_at).strip('"')}  # fmt: skip


def _name(content: bytes) -> str:
    """What a file is called here: its sum, so that a changed one is found by its name."""
    return hashlib.sha256(content).hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _read_me(report: Report, told: list[Event], kept: list[File], closed: dict[str, Any]) -> str:
    days = {clock.local(event.recorded_at).date() for event in told}
    around = {"report": report, "at": clock.now(), "events": len(told), "files": len(kept), "checker": CHECKER,
              "open_days": sorted(day for day in days if _is_open(day, closed))}  # fmt: skip
    return render_to_string("trail/read_me.txt", around)


def _is_open(day: date, closed: dict[str, Any]) -> bool:
    return day.isoformat() not in closed
