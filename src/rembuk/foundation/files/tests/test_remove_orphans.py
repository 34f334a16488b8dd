"""Bytes that no row points to go after a day; what is needed or under way stays."""

import os
from pathlib import Path

import pytest
from django.db import transaction

from rembuk.foundation.files import actions, store
from rembuk.foundation.files.models import File
from rembuk.foundation.files.tests import samples
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor


def age(path: Path, hours: float) -> None:
    then = clock.machine_now().timestamp() - hours * 3600
    os.utime(path, (then, then))


def everywhere() -> int:
    return sum(actions.remove_orphans(part) for part in range(256))


def test_bytes_of_a_deed_that_was_rolled_back_go_after_a_day(file: File, officer: Actor, home: Path) -> None:
    stored: list[File] = []

    def broken() -> None:
        file_of = actions.store_document(
            actor=officer, owner_kind="x", owner_id=file.pk, path="", content=samples.PDF, name="surat.pdf",
            media_type="application/pdf",
        )  # fmt: skip
        stored.append(file_of)
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        broken()
    place = store.path(stored[0].base_sha256)
    assert everywhere() == 0, "it may still be under way"
    age(place, 25)
    age(store.path(file.base_sha256), 25)
    assert everywhere() == 1
    assert not place.exists()
    assert store.path(file.base_sha256).exists()


@pytest.mark.django_db
def test_half_a_file_of_a_killed_program_goes(home: Path) -> None:
    folder = home / "files" / "ab" / "cd"
    folder.mkdir(parents=True)
    half = folder / ".half-x1"
    half.write_bytes(b"half")
    age(half, 25)
    assert (actions.remove_orphans(0xAC), actions.remove_orphans(0xAB)) == (0, 1)
    assert not half.exists()


@pytest.mark.django_db
def test_storing_the_same_bytes_again_makes_them_young() -> None:
    place = store.path(store.put(b"same"))
    age(place, 25)
    store.put(b"same")
    assert everywhere() == 0
    assert place.exists()
