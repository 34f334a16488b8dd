"""What is sealed opens only in its own place, with the keys of the file."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from rembuk.foundation.kernel import chance, seal
from rembuk.foundation.kernel.errors import Refused

ROW = UUID(int=7)


@pytest.fixture
def ring(tmp_path: Path, settings: Any) -> Path:
    settings.KEY_RING_FILE = tmp_path / "keys" / "ring.json"
    seal.make_ring(settings.KEY_RING_FILE)
    return Path(settings.KEY_RING_FILE)


@effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(text=st.text(), row=st.uuids())
def test_what_is_sealed_opens_again(text: str, row: UUID, ring: Path) -> None:
    blob = seal.seal("residents_person", "name", row, text)
    assert seal.unseal("residents_person", "name", row, blob) == text
    assert seal.key_of(blob) == "k1"


@pytest.mark.parametrize("place", [("a", "b", UUID(int=8)), ("a", "c", ROW), ("d", "b", ROW)])
def test_it_does_not_open_elsewhere(place: tuple[str, str, UUID], ring: Path) -> None:
    blob = seal.seal("a", "b", ROW, "3275042501900001")
    with pytest.raises(Refused) as refused:
        seal.unseal(*place, blob)
    assert refused.value.code == "bad_seal"


def test_one_changed_bit_is_noticed(ring: Path) -> None:
    blob = seal.seal("a", "b", ROW, "Siti")
    for at in range(len(blob)):
        changed = bytearray(blob)
        changed[at] ^= 1
        with pytest.raises(Refused):
            seal.unseal("a", "b", ROW, bytes(changed))


def test_equal_texts_do_not_look_equal(ring: Path) -> None:
    assert seal.seal("a", "b", ROW, "Siti") != seal.seal("a", "b", ROW, "Siti")


def test_a_new_key_seals_and_the_old_one_still_opens(ring: Path) -> None:
    old = seal.seal("a", "b", ROW, "Siti")
    index = seal.blind("nik", "3275042501900001")
    assert seal.add_key(ring) == "k2"
    new = seal.seal("a", "b", ROW, "Siti")
    assert (seal.key_of(old), seal.key_of(new)) == ("k1", "k2")
    assert seal.unseal("a", "b", ROW, old) == seal.unseal("a", "b", ROW, new) == "Siti"
    assert seal.blind("nik", "3275042501900001") == index, "the index is found after a rotation too"
    assert seal.drop_old_keys(ring) == ("k1",)
    with pytest.raises(Refused) as refused:
        seal.unseal("a", "b", ROW, old)
    assert refused.value.code == "no_key"
    assert seal.add_key(ring) == "k3", "a key's id is never used twice"


def test_the_index_is_keyed_and_keeps_purposes_apart(ring: Path) -> None:
    index = seal.blind("nik", "3275042501900001")
    assert index == seal.blind("nik", "3275042501900001")
    assert index not in {seal.blind("kk", "3275042501900001"), seal.blind("nik", "3275042501900002")}
    ring.unlink()
    seal.make_ring(ring)
    assert seal.blind("nik", "3275042501900001") != index


def test_without_keys_nothing_is_sealed(ring: Path) -> None:
    ring.unlink()
    for deed in (lambda: seal.seal("a", "b", ROW, "Siti"), lambda: seal.blind("nik", "1"), seal.ring):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "no_keys"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"current": "k1", "keys": {}, "blind": ""}',
        '{"current":"k1","keys":{"k1":"c2hvcnQ="},"blind":"?"}',
    ],
)
def test_a_damaged_ring_is_named(text: str, ring: Path) -> None:
    ring.write_text(text)
    with pytest.raises(Refused) as refused:
        seal.ring()
    assert refused.value.code == "bad_keys"


def test_a_ring_that_lost_its_current_key_is_named(ring: Path) -> None:
    data = json.loads(ring.read_text())
    ring.write_text(json.dumps({**data, "current": "k9"}))
    with pytest.raises(Refused, match="k9"):
        seal.ring()


def test_a_ring_is_private_and_never_overwritten(ring: Path) -> None:
    assert ring.stat().st_mode & 0o777 == 0o600
    seal.add_key(ring)
    assert ring.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused) as refused:
        seal.make_ring(ring)
    assert refused.value.code == "keys_exist"


def test_keys_are_not_printed(ring: Path) -> None:
    held = seal.ring()
    assert held.keys["k1"].hex() not in repr(held)
    assert str(held.keys["k1"]) not in repr(held)


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x02k1" + bytes(40), b"Siti"])
def test_what_was_never_sealed_is_refused(blob: bytes, ring: Path) -> None:
    with pytest.raises(Refused) as refused:
        seal.unseal("a", "b", ROW, blob)
    assert refused.value.code == "bad_seal"


def test_a_seeded_city_has_the_same_nonces(ring: Path) -> None:
    with chance.seeded(5):
        first = seal.seal("a", "b", ROW, "Siti")
    with chance.seeded(5):
        assert seal.seal("a", "b", ROW, "Siti") == first
