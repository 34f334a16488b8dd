"""Every sealed value of every module gets the new key, and nothing is lost on the way."""

from pathlib import Path
from typing import Any

import pytest
from django.db import models

from rembuk.foundation.files.models import File
from rembuk.foundation.kernel import chance, clock, rotation, seal
from rembuk.foundation.kernel.errors import Refused

TABLE, COLUMN = "files_file", "claims"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ring(tmp_path: Path, settings: Any) -> Path:
    settings.KEY_RING_FILE = tmp_path / "ring.json"
    seal.make_ring(settings.KEY_RING_FILE)
    return Path(settings.KEY_RING_FILE)


def photo(said: str | None) -> File:
    made = File(
        owner_kind="reports.report", owner_id=chance.new_id(), kind="photo",
        sha256="", base_sha256="", served_sha256="", media_type="image/webp", size=1, received_at=clock.now(),
    )  # fmt: skip
    if said is not None:
        made.claims = seal.seal(TABLE, COLUMN, made.pk, said)
    made.save(force_insert=True)
    return made


def claims() -> list[tuple[str, str]]:
    """(key, what it says) of every sealed value."""
    sealed = File.objects.exclude(claims=None).order_by("pk")
    return [
        (seal.key_of(bytes(row.claims)), seal.unseal(TABLE, COLUMN, row.pk, bytes(row.claims)))
        for row in sealed
        if row.claims is not None
    ]


def test_all_is_sealed_anew_and_says_the_same(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    for n in range(5):
        photo(f"GPS {n}")
    photo(None)
    seal.add_key(ring)
    photo("GPS baru")
    seen: list[tuple[int, int]] = []
    assert rotation.reseal(lambda done, total: seen.append((done, total))) == 5
    assert claims() == [*(("k2", f"GPS {n}") for n in range(5)), ("k2", "GPS baru")]
    assert seen[-1] == (5, 0)
    assert rotation.reseal() == 0, "a second time there is nothing to do"
    seal.drop_old_keys(ring)
    assert claims()[0] == ("k2", "GPS 0")


def test_what_does_not_open_stops_it_by_name(ring: Path) -> None:
    good, bad = photo("GPS"), photo("GPS")
    File.objects.filter(pk=bad.pk).update(claims=good.claims)
    seal.add_key(ring)
    with pytest.raises(Refused) as refused:
        rotation.reseal()
    assert refused.value.code == "bad_seal"
    assert str(bad.pk) in refused.value.message
    assert TABLE in refused.value.message


def test_who_changed_it_meanwhile_was_first(ring: Path) -> None:
    row = photo("lama")
    old = bytes(row.claims or b"")
    seal.add_key(ring)
    File.objects.filter(pk=row.pk).update(claims=seal.seal(TABLE, COLUMN, row.pk, "baru"))
    assert rotation._replace(File, COLUMN, row.pk, old) == 0
    assert claims() == [("k2", "baru")]


def test_every_module_with_sealed_values_is_known() -> None:
    known = {(model._meta.db_table, column) for model, column in rotation.sealed_columns()}
    assert (TABLE, COLUMN) in known
    assert ("reports_wording", "sealed_contact") in known
    for model, column in rotation.sealed_columns():
        assert isinstance(model._meta.pk, models.UUIDField), "what seals needs the row's id before the row is there"
        assert model._meta.get_field(column).null
