"""Small pictures: made by the worker, again after a kill, never of a picture that is no longer served."""

from typing import Any

import pytest

from rembuk.foundation.files import actions, pictures, store
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.kernel.actor import Actor


def test_thumbnail_is_small_and_due_only_once(file: File) -> None:
    assert actions.make_thumbnails(10) == 1
    assert actions.make_thumbnails(10) == 0
    file.refresh_from_db()
    small = store.read(file.thumbnail_sha256)
    assert samples.opened(small).size == (320, 240)
    assert len(small) < 20_000


def test_limit_is_kept(file: File, officer: Actor) -> None:
    actions.store_photo(actor=officer, owner_kind="x", owner_id=file.pk, path="", upload=samples.photo())
    assert [actions.make_thumbnails(1) for _ in range(3)] == [1, 1, 0]


def test_worker_killed_in_the_middle_leaves_it_due(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(content: bytes) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pictures, "thumbnail", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.make_thumbnails(10)
    assert actions.make_thumbnails(10) == 1


def test_photo_masked_while_its_thumbnail_is_drawn_stays_due(
    file: File, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pictures.thumbnail

    def slow(content: bytes) -> bytes:
        monkeypatch.setattr(pictures, "thumbnail", real)
        actions.set_masks(actor=officer, file=File.objects.get(pk=file.pk), masks=[[0, 0, 500, 1000]])
        return real(content)

    monkeypatch.setattr(pictures, "thumbnail", slow)
    actions.make_thumbnails(10)
    file.refresh_from_db()
    assert (file.thumbnail_sha256, file.thumbnails_due) == ("", True)


def test_lost_bytes_do_not_stop_the_others(file: File, officer: Actor, home: Any) -> None:
    store.drop(file.base_sha256)
    other = actions.store_photo(
        actor=officer, owner_kind="x", owner_id=file.pk, path="", upload=samples.photo(300, 300)
    )
    assert actions.make_thumbnails(10) == 2
    assert actions.make_thumbnails(10) == 0
    other.refresh_from_db()
    assert other.thumbnail_sha256


def test_thumbnail_of_a_published_photo_is_shown_to_the_public(browser: Any, file: File, officer: Actor) -> None:
    actions.publish(actor=officer, file=file)
    actions.make_thumbnails(10)
    content = b"".join(browser.get(f"/berkas/foto/{file.pk}/thumb/").streaming_content)
    assert samples.opened(content).size == (320, 240)


def test_files_of_a_merged_place_go_with_it(file: File, officer: Actor) -> None:
    from rembuk.foundation.files.seams import moved
    from rembuk.foundation.kernel.seams import Move

    moved(officer, (Move(old=file.path, new="001009009", ids={}),))
    assert File.objects.get(pk=file.pk).path == "001009009"
