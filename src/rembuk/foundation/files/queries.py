"""Reads: what belongs to a subject, who may see it, what was issued."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, BinaryIO
from uuid import UUID

from django.db.models import Aggregate, CharField, OuterRef, Q, Subquery

from rembuk.foundation.files import fingerprints, rules, store
from rembuk.foundation.files.models import Document, File, Fingerprint, Original
from rembuk.foundation.kernel import seal
from rembuk.foundation.kernel.actor import Actor

MOST = 10_000
SHA_COLUMNS = ("base_sha256", "served_sha256", "public_sha256", "thumbnail_sha256", "public_thumbnail_sha256")


def files_of(kind: str, owner_id: UUID) -> list[File]:
    """The files of a subject, oldest first; the caller has asked whether the subject may be seen."""
    return list(File.objects.filter(owner_kind=kind, owner_id=owner_id, removed_at=None).order_by("received_at", "id"))


def undrawn() -> int:
    """How many photos a worker has not seen to yet; /metrics tells it."""
    return File.objects.filter(thumbnails_due=True)[:MOST].count()


def photos_of(kind: str, owner_id: UUID) -> list[File]:
    """The photos of a subject."""
    return [file for file in files_of(kind, owner_id) if file.kind == "photo"]


class _Joined(Aggregate):
    """Values as text in one, with commas between; "" has no place here: no value, no row."""

    function, output_field = "GROUP_CONCAT", CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same by its other name."""
        return self.as_sql(compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')", **context)


def with_photos(kind: str) -> Subquery:
    """For `annotate` on rows of a kind: what `photo_ids` reads, so that a page asks once for both."""
    photos = File.objects.filter(
        owner_kind=kind, owner_id=OuterRef("pk"), removed_at=None, kind="photo", is_public=True
    )
    return Subquery(photos.order_by().values("owner_id").annotate(ids=_Joined("id")).values("ids"))


def photo_ids(joined: str | None) -> list[UUID]:
    """The photos that everyone may see, first come first; ids are made in the order of time."""
    return sorted(map(UUID, joined.split(","))) if joined else []


def file(actor: Actor, file_id: UUID) -> File | None:
    """A file that the actor may see, through the permission of what it belongs to."""
    found = File.objects.filter(pk=file_id, removed_at=None).first()
    return found if found is not None and rules.may_see(actor, found) else None


def content(found: File) -> bytes:
    """A photo's bytes as they are shown; one that is not drawn yet as it was sent, for going along with another."""
    original = Original.objects.filter(file=found).first() if found.state != "drawn" else None
    if original is None:
        return store.read(found.served_sha256)
    return seal.unseal_bytes(Original._meta.db_table, "content", original.pk, bytes(original.content or b""))


def public_file(file_id: UUID) -> File | None:
    """A file that everyone may see."""
    return File.objects.filter(pk=file_id, removed_at=None, is_public=True).first()


MOST_ALIKE = 12


@dataclass(frozen=True, slots=True)
class Alike:
    """A photo that looks like another; of 64 bits so many differ, 0 in the same picture."""

    file: File
    differs: int


def alike(actor: Actor, found: File) -> list[Alike]:
    """Photos that look like this one and that the actor may see, the nearest first, then the oldest."""
    mine = Fingerprint.objects.filter(file=found).first()
    near = near_to(mine.bits) if mine else {}
    near.pop(found.pk, None)
    nearest = sorted(near, key=lambda pk: (near[pk], pk))[: 4 * MOST_ALIKE]
    files = File.objects.filter(removed_at=None).in_bulk(nearest)
    seen = (Alike(files[pk], near[pk]) for pk in nearest if pk in files and rules.may_see(actor, files[pk]))
    return list(islice(seen, MOST_ALIKE))


def near_to(bits: int) -> dict[UUID, int]:
    """The photos whose fingerprint is near to this one, by how many bits differ; of all that there are."""
    parts = enumerate(fingerprints.bands(bits))
    banded = reduce(or_, (Q(**{f"band_{band}__in": fingerprints.near(part)}) for band, part in parts))
    rows = Fingerprint.objects.filter(banded).values_list("file_id", "bits")
    apart = ((pk, fingerprints.distance(bits, other)) for pk, other in rows)
    return {pk: differs for pk, differs in apart if differs <= fingerprints.ALIKE}


def claims(actor: Actor, found: File) -> dict[str, Any]:
    """What the phone claimed of a photo (at, lat, lng, source); only for those who may see it."""
    if not found.claims or not rules.may_see(actor, found):
        return {}
    told: dict[str, Any] = json.loads(seal.unseal("files_file", "claims", found.pk, bytes(found.claims)))
    return told


def by_code(code: str) -> Document | None:
    """The issued document with this code."""
    return Document.objects.select_related("file").filter(code=code.strip().upper()).first()


def is_the_issued(document: Document, upload: BinaryIO) -> bool:
    """Whether a file is byte for byte the one that was issued; it is read in pieces and kept nowhere."""
    digest = hashlib.sha256()
    while piece := upload.read(1 << 16):
        digest.update(piece)
    return digest.hexdigest() == document.file.sha256


def needed(shas: Iterable[str]) -> set[str]:
    """Which of these bytes a row still points to."""
    wanted = [sha for sha in shas if sha]
    found: set[str] = set()
    for column in SHA_COLUMNS:
        rows = File.objects.filter(**{f"{column}__in": wanted}, removed_at=None)
        found.update(rows.values_list(column, flat=True))
    return found


def file_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every file for `verify`."""
    rows = File.objects.order_by("pk").values_list("pk", "version").iterator()
    return ((pk, version, "") for pk, version in rows)


def document_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every issued document for `verify`."""
    rows = Document.objects.order_by("pk").values_list("pk", "version").iterator()
    return ((pk, version, "") for pk, version in rows)


def titles(kind: str, subject_id: UUID) -> str:
    """The name of a file or document."""
    model: Any = Document if kind == Document.subject_kind else File
    return str(model.objects.filter(pk=subject_id).first() or "")


def document_of(subject_id: UUID) -> Document | None:
    """An issued document by its id."""
    return Document.objects.select_related("file").filter(pk=subject_id).first()
