"""The installation's keys: REMBUK_HOME/keys/secret_key and ring.json, readable by their owner only.

They are never made by the way: losing them loses what is sealed, so only `rembuk keys` and `rembuk demo` make them.
"""

import os
from pathlib import Path

from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.errors import Refused

# What `rembuk check` calls their absence.
CHECK = "web.E001"


def secret_key_file() -> Path:
    """Django's signing key."""
    return clock.home() / "keys" / "secret_key"


def ring_file() -> Path:
    """The key ring of `kernel.seal`; REMBUK_KEYS may put it elsewhere (another disk, a mounted secret)."""
    return Path(os.environ.get("REMBUK_KEYS") or clock.home() / "keys" / "ring.json")


def missing() -> list[Path]:
    """The key files that are not there."""
    return [path for path in (secret_key_file(), ring_file()) if not path.is_file() or not path.stat().st_size]


def demo_mark() -> Path:
    """Stands beside a ring that comes from a demo's seed, and so is no secret."""
    return ring_file().parent / "CONTOH"


def of_demo() -> bool:
    """Whether the ring is a demo's."""
    return demo_mark().exists()


def mark_as_demo() -> None:
    """Before the ring is made."""
    demo_mark().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    demo_mark().write_text("Kunci ini berasal dari benih kota contoh. Jangan dipakai untuk data sungguhan.\n")


def demand() -> None:
    """Refuses to go on without keys."""
    if gone := missing():
        raise Refused("no_keys", f"kunci tidak ada ({gone[0]}). Buat sekali dengan: rembuk keys")


def told() -> None:
    """A program whose settings were read before the key was made takes the key that is there now."""
    from django.conf import settings

    settings.SECRET_KEY = secret_key_file().read_text().strip()


def make() -> list[Path]:
    """Makes what is missing and returns it; never touches a key that is there."""
    from rembuk.foundation.kernel import seal

    made = missing()
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if secret_key_file() in made:
        write_private(secret_key_file(), chance.secret(48))
    if ring_file() in made:
        ring_file().unlink(missing_ok=True)
        seal.make_ring(ring_file())
        ring_file().chmod(0o600)
    return made


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner may read, from its first byte on."""
    half = path.with_suffix(".half")
    half.unlink(missing_ok=True)
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:  # noqa: PTH123 - a descriptor
        out.write(text)
    half.replace(path)
