"""Photos and small pictures are drawn by the worker: again after a kill, never of what is no longer served."""

import errno
import os
from typing import Any
from uuid import UUID

import pytest

from rembuk.foundation.audit.models import Event
from rembuk.foundation.files import actions, pictures, queries, store
from rembuk.foundation.files.models import File, Original
from rembuk.foundation.files.tests import samples
from rembuk.foundation.files.tests.conftest import KIND, PLACE
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.kernel.errors import Refused


def test_thumbnail_is_small_and_due_only_once(sent: File) -> None:
    assert actions.draw(10) == 1
    assert actions.draw(10) == 0
    sent.refresh_from_db()
    small = store.read(sent.thumbnail_sha256)
    assert samples.opened(small).size == (320, 240)
    assert len(small) < 20_000


def test_limit_is_kept(sent: File, officer: Actor) -> None:
    actions.store_photo(actor=officer, owner_kind="x", owner_id=sent.pk, path="", upload=samples.photo())
    assert [actions.draw(1) for _ in range(3)] == [1, 1, 0]


@pytest.mark.parametrize("deed", ["draw", "thumbnail"])
def test_worker_killed_in_the_middle_leaves_it_due(sent: File, monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    def killed(content: bytes) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pictures, deed, killed)
        with pytest.raises(KeyboardInterrupt):
            actions.draw(10)
    assert actions.draw(10) == 1
    sent.refresh_from_db()
    assert sent.thumbnail_sha256


def test_what_was_sent_is_sealed_until_it_is_drawn_and_then_gone(sent: File, home: Any) -> None:
    content = bytes(Original.objects.get(file=sent).content or b"")
    assert b"Kamera Rahasia" not in content
    assert b"Kamera Rahasia" in queries.content(sent)
    assert not list((home / "files").rglob("*"))
    actions.draw(10)
    assert not Original.objects.exists()
    sent.refresh_from_db()
    assert b"Kamera Rahasia" not in queries.content(sent)


def test_before_it_is_drawn_a_picture_says_so(browser: Any, sent: File, officer: Actor, neighbour: Actor) -> None:
    for size in ("thumb", "full"):
        answer = browser.as_(officer).get(f"/berkas/foto/{sent.pk}/{size}/")
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
            200,
            "image/svg+xml",
            "no-store",
        )
        assert b"sedang disiapkan" in answer.content
        assert browser.as_(neighbour).get(f"/berkas/foto/{sent.pk}/{size}/").status_code == 404
    assert b"sedang disiapkan" in browser.as_(officer).get(f"/berkas/foto/{sent.pk}/asal/").content
    with pytest.raises(Refused) as refused:
        actions.set_masks(actor=officer, file=sent, masks=[[0, 0, 10, 10]])
    assert refused.value.code == "not_drawn"


@pytest.mark.parametrize("blurred", [False, True])
def test_published_before_it_is_drawn_it_is_published_as_it_should_be(
    browser: Any, sent: File, officer: Actor, blurred: bool
) -> None:
    actions.publish(actor=officer, file=sent, blurred=blurred)
    assert b"sedang disiapkan" in browser.as_(PUBLIC).get(f"/berkas/foto/{sent.pk}/full/").content
    actions.draw(10)
    sent.refresh_from_db()
    assert (sent.public_sha256 == sent.served_sha256) is not blurred
    shown = b"".join(browser.get(f"/berkas/foto/{sent.pk}/full/").streaming_content)
    assert not samples.opened(shown).getexif()
    assert sent.public_thumbnail_sha256


def test_published_while_it_is_drawn_it_is_drawn_again(
    sent: File, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pictures.draw

    def slow(content: bytes) -> pictures.Picture:
        monkeypatch.setattr(pictures, "draw", real)
        actions.publish(actor=officer, file=File.objects.get(pk=sent.pk), blurred=True)
        return real(content)

    monkeypatch.setattr(pictures, "draw", slow)
    actions.draw(10)
    sent.refresh_from_db()
    assert (sent.state, sent.thumbnails_due) == ("waiting", True)
    actions.draw(10)
    sent.refresh_from_db()
    assert sent.state == "drawn"
    assert sent.public_sha256 not in {"", sent.served_sha256}


@pytest.mark.parametrize("blurred", [False, True])
def test_published_by_who_knew_it_undrawn_it_is_public_all_the_same(sent: File, officer: Actor, blurred: bool) -> None:
    actions.draw(10)
    actions.publish(actor=officer, file=sent, blurred=blurred)
    actions.draw(10)
    sent.refresh_from_db()
    assert sent.public_sha256
    assert (sent.public_sha256 == sent.served_sha256) is not blurred


def broken() -> bytes:
    """Head and end of a photo, and between them nothing that could be drawn."""
    whole = samples.photo(taken="2026:02:01 08:12:00")
    at = whole.index(b"\xff\xda") + 14
    return whole[:at] + b"\xff\xc0" * 40 + whole[-2:]


def test_what_cannot_be_drawn_says_so_and_is_kept(browser: Any, sent: File, owner: UUID, officer: Actor) -> None:
    actions.draw(10)
    file = actions.store_photo(actor=officer, owner_kind=KIND, owner_id=owner, path=PLACE, upload=broken())
    assert actions.draw(10) == 1
    assert actions.draw(10) == 0
    file.refresh_from_db()
    assert file.state == "unreadable"
    assert b"tidak bisa dibuka" in browser.as_(officer).get(f"/berkas/foto/{file.pk}/thumb/").content
    assert queries.content(file) == broken()
    told = Event.objects.filter(subject_id=file.pk).order_by("seq").values_list("verb", flat=True)
    assert list(told) == ["files.stored", "files.unreadable"]
    actions.remove(actor=officer, file=file)
    assert not Original.objects.exists()


def test_full_disk_leaves_it_as_it_was_sent(sent: File, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(Refused, match="penuh"):
            actions.draw(10)
    assert Original.objects.filter(file=sent).exists()
    assert actions.draw(10) == 1


def test_photo_masked_while_its_thumbnail_is_drawn_stays_due(
    file: File, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    File.objects.update(thumbnails_due=True, thumbnail_sha256="")
    real = pictures.thumbnail

    def slow(content: bytes) -> bytes:
        monkeypatch.setattr(pictures, "thumbnail", real)
        actions.set_masks(actor=officer, file=File.objects.get(pk=file.pk), masks=[[0, 0, 500, 1000]])
        return real(content)

    monkeypatch.setattr(pictures, "thumbnail", slow)
    actions.draw(10)
    file.refresh_from_db()
    assert (file.thumbnail_sha256, file.thumbnails_due) == ("", True)


def test_lost_bytes_do_not_stop_the_others(file: File, officer: Actor, home: Any) -> None:
    File.objects.update(thumbnails_due=True)
    store.drop(file.base_sha256)
    other = actions.store_photo(
        actor=officer, owner_kind="x", owner_id=file.pk, path="", upload=samples.photo(300, 300)
    )
    assert actions.draw(10) == 2
    assert actions.draw(10) == 0
    other.refresh_from_db()
    assert other.thumbnail_sha256


def test_thumbnail_of_a_published_photo_is_shown_to_the_public(browser: Any, file: File, officer: Actor) -> None:
    actions.publish(actor=officer, file=file)
    actions.draw(10)
    content = b"".join(browser.get(f"/berkas/foto/{file.pk}/thumb/").streaming_content)
    assert samples.opened(content).size == (320, 240)


def test_files_of_a_merged_place_go_with_it(file: File, officer: Actor) -> None:
    from rembuk.foundation.files.seams import moved
    from rembuk.foundation.kernel.seams import Move

    moved(officer, (Move(old=file.path, new="001009009", ids={}),))
    assert File.objects.get(pk=file.pk).path == "001009009"
