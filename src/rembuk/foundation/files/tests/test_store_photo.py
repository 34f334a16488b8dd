"""A photo is known by its content, bounded before it is decoded, and drawn anew; its claims are sealed."""

import errno
import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from rembuk.foundation.audit.models import Event
from rembuk.foundation.files import actions, pictures, queries, store
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.files.tests.conftest import KIND, PLACE
from rembuk.foundation.kernel import seal
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def keep(content: Any, **claimed: Any) -> File:
    """Stored, and drawn by the worker."""
    file = actions.store_photo(
        actor=PUBLIC, owner_kind=KIND, owner_id=new_id(), path=PLACE, upload=content, **claimed
    )  # fmt: skip
    actions.draw(10)
    file.refresh_from_db()
    return file


def keep_document() -> File:
    return actions.store_document(
        actor=PUBLIC, owner_kind=KIND, owner_id=new_id(), path=PLACE, content=samples.PDF, name="surat.pdf",
        media_type="application/pdf",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_is_drawn_anew_at_most_1600_wide(kind: str) -> None:
    sent = samples.photo(2400, 1200, kind)
    file = keep(SimpleUploadedFile("../../etc/passwd.svg", sent, "image/svg+xml"))
    served = samples.opened(store.read(file.served_sha256))
    assert (served.format, served.size, file.media_type) == ("JPEG", (1600, 800), "image/jpeg")
    assert (file.width, file.height) == (1600, 800)
    assert file.sha256 == hashlib.sha256(sent).hexdigest()
    assert not store.path(file.sha256).exists(), "what was sent is not kept"


def test_claims_are_read_sealed_and_not_served(file: File, officer: Actor, neighbour: Actor) -> None:
    served = store.read(file.served_sha256)
    assert not samples.opened(served).getexif()
    assert b"Kamera Rahasia" not in served
    assert b"106." not in bytes(file.claims or b"")
    told = queries.claims(officer, file)
    assert told["source"] == "exif"
    assert datetime.fromisoformat(told["at"]) == datetime(2026, 2, 1, 1, 12, tzinfo=UTC), "08.12 by the city's clock"
    assert (round(told["lat"], 4), round(told["lng"], 4)) == (-6.24, 106.9925)
    assert queries.claims(neighbour, file) == {}


@pytest.mark.parametrize("taken", ["0001:01:01 00:00:00", "9999:99:99 00:00:00", "kemarin"])
def test_a_camera_without_a_calendar_claims_no_time(taken: str) -> None:
    assert keep(samples.photo(taken=taken)).claimed_at is None


def test_claims_are_bound_to_their_row(file: File) -> None:
    with pytest.raises(Refused):
        seal.unseal("files_file", "claims", new_id(), bytes(file.claims or b""))


def test_phone_claims_count_where_the_photo_has_none_of_its_own() -> None:
    at = datetime(2026, 2, 1, 1, tzinfo=UTC)
    bare = keep(samples.photo(), claimed_at=at, claimed_lat=-6.2, claimed_lng=107.0)
    own = keep(samples.photo(taken="2026:01:31 10:00:00"), claimed_at=at)
    assert bare.claimed_at == at
    assert own.claimed_at == datetime(2026, 1, 31, 3, tzinfo=UTC)
    assert keep(samples.photo()).claims is None


def test_photo_held_sideways_stands_upright() -> None:
    file = keep(samples.photo(800, 600, turned=6))
    assert (file.width, file.height) == (600, 800)


def test_clear_ground_becomes_white() -> None:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    drawn = samples.opened(store.read(keep(out.getvalue()).served_sha256))
    assert drawn.convert("RGB").getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("what", samples.pretenders())
def test_what_is_not_a_photo_is_refused_whatever_its_name(what: str, home: Path) -> None:
    with pytest.raises(Refused) as refused:
        keep(SimpleUploadedFile("foto.jpg", samples.pretenders()[what], "image/jpeg"))
    assert (refused.value.code, refused.value.field) == ("not_a_photo", "photos")
    assert not list((home / "files").rglob("*"))
    assert not File.objects.exists()


def test_bomb_is_refused_before_it_is_decoded() -> None:
    import tracemalloc

    content = samples.bomb()
    assert len(content) < 1_000_000
    tracemalloc.start()
    with pytest.raises(Refused) as refused:
        keep(content)
    assert refused.value.code == "too_many_pixels"
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_polyglot_is_served_as_a_picture_and_nothing_else() -> None:
    served = store.read(keep(samples.polyglot()).served_sha256)
    assert b"script" not in served
    assert samples.opened(served).size == (800, 600)


def test_file_beyond_the_limit_is_refused_without_reading_it_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)

    class Endless:
        taken = 0

        def read(self, size: int = -1, /) -> bytes:
            assert size > 0
            self.taken += size
            return b"\xff" * size

    source = Endless()
    with pytest.raises(Refused) as refused:
        keep(source)
    assert refused.value.code == "too_large"
    assert source.taken == 1001


def test_same_photo_twice_is_stored_once(home: Path) -> None:
    keep(samples.photo())
    keep(samples.photo())
    assert File.objects.count() == 2
    assert File.objects.values("served_sha256", "thumbnail_sha256").distinct().count() == 1
    assert len([path for path in (home / "files").rglob("*") if path.is_file()]) == 2, "the photo, its small picture"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_full_disk_is_one_clear_sentence_and_leaves_nothing_half(
    home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(handle: int) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="penuh") as refused, transaction.atomic():
        keep_document()
    assert refused.value.code == "disk_full"
    assert not [path for path in (home / "files").rglob("*") if path.is_file()]
    assert not File.objects.exists()


def test_storing_is_an_event_without_the_claims(file: File) -> None:
    event, drawn = Event.objects.filter(subject_id=file.pk).order_by("seq")
    assert (event.verb, event.path, drawn.verb) == ("files.stored", PLACE, "files.drawn")
    assert file.served_sha256 in drawn.body
    assert file.sha256 in event.body
    assert "106." not in event.body


@pytest.mark.parametrize("name", ["../../x", "a" * 64 + "/..", "", "A" * 64, "g" * 64, "a" * 63])
def test_only_a_fingerprint_is_a_name_on_disk(name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.path(name)


def test_files_of_a_subject_are_its_own(file: File, owner: UUID) -> None:
    keep(samples.photo())
    assert queries.files_of(KIND, owner) == [file]
    assert not File.objects.filter(owner_id=owner, is_public=True).exists()
