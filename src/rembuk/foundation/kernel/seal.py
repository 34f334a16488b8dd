"""Sealing of personal data: AES-GCM with keys from a file, each value bound to its table, column and row.

The ring is JSON: `{"current": "k1", "keys": {"k1": "<base64, 32 bytes>"}, "blind": "<base64, 32 bytes>"}`. A sealed
value is `0x01`, the length of the key's id, that id, a nonce of 12 bytes, ciphertext and tag: it names its key, so a
ring may hold old keys until every row is sealed anew (`rotation.reseal`). The blind index has a key of its own that is
never rotated and is the whole city's: the same NIK gives the same index in every kelurahan.
"""

import base64
import binascii
import hmac
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.errors import Refused

FORMAT = 1
NONCE = 12
KEY = 32


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    """The keys of an installation; `current` seals, all of them open."""

    current: str
    keys: dict[str, bytes]
    blind: bytes


def ring() -> Ring:
    """The ring in `settings.KEY_RING_FILE`. Refuses where there is none, or where it is damaged."""
    path: Path = settings.KEY_RING_FILE
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        raise Refused("no_keys", f"Berkas kunci {path} tidak ada. Buat sekali dengan: rembuk keys") from None
    return _read(path, stamp)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> Ring:
    """Read again when the file's `stamp` changes, so that a running server takes up a new key."""
    try:
        data = json.loads(path.read_text())
        keys = {str(name): _key(text) for name, text in data["keys"].items()}
        found = Ring(str(data["current"]), keys, _key(data["blind"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("bad_keys", f"Berkas kunci {path} rusak. Kembalikan salinannya.") from None
    if found.current not in found.keys:
        raise Refused("bad_keys", f"Berkas kunci {path} tidak memuat kunci “{found.current}”.")
    return found


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    """Made once per key; it holds nothing of what it seals."""
    return AESGCM(key)


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if len(key) != KEY:
        raise ValueError("not 32 bytes")
    return key


def make_ring(path: Path) -> None:
    """Makes a ring with one key; refuses to touch one that is there."""
    if path.exists():
        raise Refused("keys_exist", f"Berkas kunci {path} sudah ada.")
    keys = {"k1": chance.token_bytes(KEY)}
    _write(path, Ring("k1", keys, chance.token_bytes(KEY)))


def add_key(path: Path) -> str:
    """Adds a key that seals from now on, keeps the old ones for opening, and returns its id."""
    old = _read(path, path.stat().st_mtime_ns)
    name = f"k{1 + max(int(key[1:]) for key in old.keys if key[1:].isdigit())}"
    _write(path, Ring(name, {**old.keys, name: chance.token_bytes(KEY)}, old.blind))
    return name


def drop_old_keys(path: Path) -> tuple[str, ...]:
    """Leaves only the current key; to be called when nothing is sealed with the others any more."""
    old = _read(path, path.stat().st_mtime_ns)
    _write(path, Ring(old.current, {old.current: old.keys[old.current]}, old.blind))
    return tuple(name for name in old.keys if name != old.current)


def _write(path: Path, kept: Ring) -> None:
    """Whole or not at all, and never readable by others."""
    data = {
        "current": kept.current,
        "keys": {name: base64.b64encode(key).decode() for name, key in kept.keys.items()},
        "blind": base64.b64encode(kept.blind).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{path.name}.half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(data, out)
        out.flush()
        os.fsync(out.fileno())
    half.replace(path)


def seal(table: str, column: str, row_id: UUID, text: str) -> bytes:
    """`text` sealed for one place: the model's `db_table`, the column and the row's id."""
    return seal_bytes(table, column, row_id, text.encode())


def seal_bytes(table: str, column: str, row_id: UUID, content: bytes) -> bytes:
    """The same of what is no text."""
    held = ring()
    name, nonce = held.current.encode(), chance.token_bytes(NONCE)
    body = _cipher(held.keys[held.current]).encrypt(nonce, content, _place(table, column, row_id))
    return bytes((FORMAT, len(name))) + name + nonce + body


def unseal(table: str, column: str, row_id: UUID, blob: bytes) -> str:
    """What was sealed there. Refuses a value that was changed, moved here from another place, or lost its key."""
    return unseal_bytes(table, column, row_id, blob).decode()


def unseal_bytes(table: str, column: str, row_id: UUID, blob: bytes) -> bytes:
    """The same of what is no text."""
    held, name = ring(), key_of(blob)
    if name not in held.keys:
        raise Refused("no_key", f"Kunci segel “{name}” tidak ada dalam berkas kunci.")
    rest = bytes(blob)[2 + len(name.encode()) :]
    try:
        return _cipher(held.keys[name]).decrypt(rest[:NONCE], rest[NONCE:], _place(table, column, row_id))
    except (InvalidTag, ValueError):
        raise Refused("bad_seal", "Isi bersegel tidak cocok dengan tempatnya: berubah atau dipindahkan.") from None


def key_of(blob: bytes) -> str:
    """The id of the key that sealed a value."""
    blob = bytes(blob)
    if len(blob) < 2 or blob[0] != FORMAT or len(blob) < 2 + blob[1] + NONCE:
        raise Refused("bad_seal", "Isi ini tidak bersegel.")
    return blob[2 : 2 + blob[1]].decode(errors="replace")


def _place(table: str, column: str, row_id: UUID) -> bytes:
    return f"{table}|{column}|{row_id}".encode()


def blind(purpose: str, text: str) -> str:
    """A keyed index by which equal values are found without opening them; `purpose` keeps kinds of value apart."""
    return hmac.new(ring().blind, f"{purpose}|{text}".encode(), "sha256").hexdigest()
