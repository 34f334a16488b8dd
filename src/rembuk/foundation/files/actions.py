"""Writes: storing, masking, publishing, removing, issuing; and the pictures that the worker draws."""

import hashlib
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from rembuk.foundation.audit import rows
from rembuk.foundation.audit.actions import record, record_new
from rembuk.foundation.files import fingerprints, pictures, queries, rules, store
from rembuk.foundation.files.models import Document, File, Fingerprint, Original
from rembuk.foundation.kernel import chance, clock, seal
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused

MAX_DOCUMENT = 20_000_000
ORPHAN_SECONDS = 86_400
# How a document shows itself, whatever its name says.
HEADS = {"application/pdf": b"%PDF-"}
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
log = logging.getLogger(__name__)


class Upload(Protocol):
    """What Django hands a view, or any open file."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """A photo as it was sent, found to be one; nothing of it is kept yet."""

    content: bytes
    sha256: str
    claims: pictures.Claims


def take(upload: "Upload | bytes | Taken") -> Taken:
    """Reads what was sent, before any transaction. What is no photo is refused, by its head and its end."""
    if isinstance(upload, Taken):
        return upload
    content = upload if isinstance(upload, bytes) else upload.read(pictures.MAX_BYTES + 1)
    claims = pictures.look_over(content)
    return Taken(content, hashlib.sha256(content).hexdigest(), claims)


@transaction.atomic
def store_photo(
    *, actor: Actor, owner_kind: str, owner_id: UUID, path: str, upload: Upload | bytes | Taken,
    claimed_at: datetime | None = None, claimed_lat: float | None = None, claimed_lng: float | None = None,
) -> File:  # fmt: skip
    """Keeps a photo for the worker to draw; what it or the phone claims of time and place is sealed beside it."""
    (file,) = store_photos(
        actor=actor, owner_kind=owner_kind, owner_id=owner_id, path=path, uploads=[upload], claimed_at=claimed_at,
        claimed_lat=claimed_lat, claimed_lng=claimed_lng,
    )  # fmt: skip
    return file


@transaction.atomic(savepoint=False)
def store_photos(
    *, actor: Actor, owner_kind: str, owner_id: UUID, path: str, uploads: Sequence[Upload | bytes | Taken],
    claimed_at: datetime | None = None, claimed_lat: float | None = None, claimed_lng: float | None = None,
) -> list[File]:  # fmt: skip
    """The same of several, in a statement for each table."""
    photos = [take(one) for one in uploads]
    if not photos:
        return []
    files, now = [], clock.now()
    for photo in photos:
        claims = photo.claims
        at = claims.taken_at or claimed_at
        told = {
            "at": at.isoformat() if at else None, "lat": claims.lat if claims.lat is not None else claimed_lat,
            "lng": claims.lng if claims.lng is not None else claimed_lng,
            "source": "exif" if claims.taken_at or claims.lat is not None else "phone",
        }  # fmt: skip
        file = File(
            owner_kind=owner_kind, owner_id=owner_id, kind="photo", state="waiting", path=path, received_at=now,
            sha256=photo.sha256, thumbnails_due=True, media_type=pictures.MEDIA_TYPE, size=len(photo.content),
            claimed_at=at,
        )  # fmt: skip
        if at or told["lat"] is not None:
            file.claims = seal.seal("files_file", "claims", file.pk, json.dumps(told))
        files.append(file)
    # First what is large: PostgreSQL writes it down while we still make the rest.
    rows.write([_sealed(file, photo.content) for file, photo in zip(files, photos, strict=True)])
    rows.write(files)
    record_new(actor, files, "files.stored", changes={file.pk: _told(file) for file in files})
    return files


def _sealed(file: File, content: bytes) -> Original:
    original = Original(file=file)
    original.content = seal.seal_bytes(Original._meta.db_table, "content", original.pk, content)
    return original


@transaction.atomic
def store_document(
    *, actor: Actor, owner_kind: str, owner_id: UUID, path: str, content: bytes, name: str, media_type: str
) -> File:
    """Keeps a document as it is. Its kind is what its first bytes say; only kinds that we know are kept."""
    if len(content) > MAX_DOCUMENT:
        raise Refused("too_large", f"Dokumen lebih dari {MAX_DOCUMENT // 1_000_000} MB.", "file")
    head = HEADS.get(media_type)
    if head is None or not content.startswith(head) or b"%%EOF" not in content[-2048:]:
        raise Refused("not_a_document", "Berkas ini bukan PDF yang utuh. Simpan sebagai PDF, lalu kirim lagi.", "file")
    sha = store.put(content)
    file = File(
        owner_kind=owner_kind, owner_id=owner_id, kind="document", path=path, received_at=clock.now(), sha256=sha,
        base_sha256=sha, served_sha256=sha, media_type=media_type, size=len(content), name=clean_name(name),
    )  # fmt: skip
    file.save(force_insert=True)
    record(actor, file, "files.stored", changes=_told(file))
    return file


def clean_name(name: str) -> str:
    """A name to show and to save as; never a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return _UNFIT.sub(" ", last).strip(" .")[-120:].strip(" .") or "berkas"


@transaction.atomic
def set_masks(*, actor: Actor, file: File, masks: object) -> File:
    """Paints boxes over a photo; the boxes before are replaced, for it is drawn from the unmasked picture."""
    rules.demand_drawn(file)
    boxes = rules.sound_masks(masks)
    if boxes is None or file.kind != "photo":
        raise Refused("bad_masks", "Kotak harus berada di dalam foto, paling banyak 40.", "masks")
    base = store.read(file.base_sha256)
    served = store.put(pictures.masked(base, boxes)) if boxes else file.base_sha256
    fields = {"masks": boxes, "served_sha256": served, "public_sha256": _public_sha(served, file, file.is_blurred)}
    _change(file, **fields, thumbnail_sha256="", public_thumbnail_sha256="", thumbnails_due=True)
    record(actor, file, "files.masked", changes={"masks": boxes, "shown": served})
    return file


@transaction.atomic
def publish(*, actor: Actor, file: File, blurred: bool = False) -> File:
    """Lets everyone see a file; `blurred` for matters of the home and social matters."""
    if file.is_public and file.is_blurred == blurred:
        return file
    public = _public_sha(file.served_sha256, file, blurred, publishing=True)
    due = file.kind == "photo"
    _change(
        file, is_public=True, is_blurred=blurred, public_sha256=public, public_thumbnail_sha256="", thumbnails_due=due
    )
    record(actor, file, "files.published", changes={"blurred": blurred})
    return file


@transaction.atomic
def hide(*, actor: Actor, file: File, reason: str = "") -> File:
    """Takes a file out of the public's sight; those with permission still see it."""
    if file.is_public:
        _change(file, is_public=False, public_sha256="", public_thumbnail_sha256="")
        record(actor, file, "files.hidden", reason=reason)
    return file


@transaction.atomic
def remove(*, actor: Actor, file: File, reason: str = "") -> None:
    """Takes a file down for good: the bytes go when the deed is committed, the row and its events stay."""
    if file.removed_at is not None:
        return
    if Document.objects.filter(file=file).exists():
        raise Refused("issued", "Dokumen yang sudah diterbitkan tidak dapat dihapus.")
    shas = {getattr(file, column) for column in queries.SHA_COLUMNS}
    _change(file, removed_at=clock.now(), is_public=False, thumbnails_due=False, claims=None, claimed_at=None)
    Fingerprint.objects.filter(file=file).delete()
    Original.objects.filter(file=file).delete()
    record(actor, file, "files.removed", reason=reason)
    transaction.on_commit(lambda: _drop(shas))


@transaction.atomic
def issue(*, actor: Actor, file: File, title: str, code: str | None = None) -> Document:
    """Issues a document: from now on /periksa/<code>/ tells whether a copy is the real one."""
    document = Document(
        file=file, title=title, code=(code or chance.word(10)).upper(), issued_at=clock.now(), issued_by=actor.label
    )
    document.save(force_insert=True)
    record(actor, document, "files.issued", changes={"code": document.code, "sha256": file.sha256, "title": title})
    return document


@transaction.atomic
def move_place(old: str, new: str) -> int:
    """Files of a territory that moved; the move itself is the audited deed."""
    return File.objects.filter(path=old).update(path=new)


def draw(limit: int, owner_id: UUID | None = None) -> int:
    """Draws the photos that were sent and the small pictures that are due, takes their fingerprints, and returns how
    many files it saw to. With `owner_id` only what belongs to that row.

    It claims nothing: what a killed worker leaves is still due, and two workers would draw the same bytes.
    """
    whose = {"owner_id": owner_id} if owner_id else {}
    due = list(File.objects.filter(thumbnails_due=True, **whose).order_by("id")[:limit])
    known = set(Fingerprint.objects.filter(file__in=due).values_list("file_id", flat=True))
    for file in due:
        if file.state != "waiting" or _draw(file):
            _finish(file, file.pk in known)
    return len(due)


def _draw(file: File) -> bool:
    """The photo as it was sent becomes the picture that is kept; one that cannot be drawn stays as it was sent.

    False where there is nothing more to do for now: it is unreadable, or somebody changed the row meanwhile.
    """
    original = Original.objects.filter(file=file).first()
    if original is None:
        return False
    try:
        sent = seal.unseal_bytes(Original._meta.db_table, "content", original.pk, bytes(original.content or b""))
        picture = pictures.draw(sent)
    except Refused as refused:
        log.warning("%s cannot be drawn: %s", file.sha256[:12], refused.code)
        _give_up(file, refused.code)
        return False
    sha = store.put(picture.content)
    fields = {
        "state": "drawn", "base_sha256": sha, "served_sha256": sha, "size": len(picture.content),
        "public_sha256": _public_sha(sha, file, file.is_blurred), "width": picture.width, "height": picture.height,
    }  # fmt: skip
    with transaction.atomic():
        seen = File.objects.filter(pk=file.pk, version=file.version, state="waiting", removed_at=None)
        if not seen.update(**fields):
            return False
        record(SYSTEM, file, "files.drawn", changes={"shown": sha})
        original.delete()
    for name, value in fields.items():
        setattr(file, name, value)
    return True


@transaction.atomic
def _give_up(file: File, code: str) -> None:
    """Says so where the photo stands, and in the trail."""
    _change(file, state="unreadable", thumbnails_due=False)
    record(SYSTEM, file, "files.unreadable", changes={"why": code})


def _finish(file: File, has_fingerprint: bool) -> None:
    if not has_fingerprint:
        _take_fingerprint(file)
    small = _small(file.served_sha256)
    # Whoever published it knew it as it was before it was drawn.
    shown = file.public_sha256 or _public_sha(file.served_sha256, file, file.is_blurred)
    public = small if shown == file.served_sha256 else _small(shown)
    seen = {name: getattr(file, name) for name in ("pk", "served_sha256", "public_sha256", "is_public")}
    # Masked or published meanwhile: then it is still due, with the new bytes.
    File.objects.filter(**seen).update(
        public_sha256=shown, thumbnail_sha256=small, public_thumbnail_sha256=public, thumbnails_due=False
    )


def remove_orphans(part: int) -> int:
    """Removes bytes that no row points to: of deeds that were rolled back, and half files of a killed program.

    Looks into one of the 256 folders (`part`) at a time, and only at what is older than a day: a deed under way has
    just touched its bytes. Returns how many went.
    """
    old = {path.name: path for path in store.old(part, ORPHAN_SECONDS)}
    orphans = set(old) - queries.needed(old)
    for name in orphans:
        old[name].unlink(missing_ok=True)
    return len(orphans)


def _take_fingerprint(file: File) -> None:
    """Of the picture before masks: what is painted over one photo must not hide that it was sent twice."""
    try:
        bits = pictures.looks(store.read(file.base_sha256))
    except (OSError, Refused) as error:
        log.warning("no fingerprint of %s: %s", file.base_sha256[:12], type(error).__name__)
        return
    if bits is None:
        return
    bands = {f"band_{band}": part for band, part in enumerate(fingerprints.bands(bits))}
    # Of two workers the first one wins; what was taken down meanwhile is left out, here and by every reader.
    if File.objects.filter(pk=file.pk, removed_at=None).exists():
        Fingerprint.objects.bulk_create([Fingerprint(file=file, bits=bits, **bands)], ignore_conflicts=True)


def _small(sha: str) -> str:
    """The small picture of a stored one, or "" where it cannot be drawn: the full one is then shown instead."""
    if not sha:
        return ""
    try:
        return store.put(pictures.thumbnail(store.read(sha)))
    except (OSError, Refused) as error:
        if isinstance(error, Refused) and error.code == "disk_full":
            raise
        log.warning("no thumbnail of %s: %s", sha[:12], type(error).__name__)
        return ""


def _public_sha(served: str, file: File, blurred: bool, *, publishing: bool = False) -> str:
    if not served or not (file.is_public or publishing):
        return ""
    return store.put(pictures.blurred(store.read(served))) if blurred and file.kind == "photo" else served


def _told(file: File) -> dict[str, Any]:
    return {
        "owner_kind": file.owner_kind, "owner_id": file.owner_id, "kind": file.kind, "sha256": file.sha256,
        "size": file.size,
    }  # fmt: skip


def _change(file: File, **fields: object) -> None:
    """Compare-and-set on the version."""
    fields["version"] = file.version + 1
    if not File.objects.filter(pk=file.pk, version=file.version, removed_at=None).update(**fields):
        raise Refused("stale", "Berkas ini sudah lebih dulu diubah orang lain. Muat ulang halaman.")
    for name, value in fields.items():
        setattr(file, name, value)


def _drop(shas: set[str]) -> None:
    for sha in shas - {""} - queries.needed(shas):
        store.drop(sha)
