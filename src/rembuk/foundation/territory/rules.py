"""Who may edit, which level stands under which, how names are compared, how paths are numbered. Writes nothing."""

import re
import unicodedata

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import DIGITS, Level, Territory

UNDER: dict[str, frozenset[str]] = {
    "": frozenset({Level.PROVINSI}),
    Level.PROVINSI: frozenset({Level.KABUPATEN, Level.KOTA}),
    Level.KABUPATEN: frozenset({Level.KECAMATAN}),
    Level.KOTA: frozenset({Level.KECAMATAN}),
    Level.KECAMATAN: frozenset({Level.KELURAHAN, Level.DESA}),
    Level.KELURAHAN: frozenset({Level.RW}),
    Level.DESA: frozenset({Level.RW}),
    Level.RW: frozenset({Level.RT}),
    Level.RT: frozenset(),
}
# Only the city served has these.
LOCAL = frozenset({Level.RW, Level.RT})
MERGEABLE = frozenset({Level.KECAMATAN, Level.KELURAHAN, Level.DESA, Level.RW, Level.RT})
# A level and the names under which `ancestors` gives it: a desa answers to "kelurahan", a kabupaten to "kota".
ALSO: dict[str, str] = {Level.DESA: Level.KELURAHAN, Level.KABUPATEN: Level.KOTA}
MOST_CHILDREN = 10**DIGITS - 1
DIGITS_OF_NUMBER = {Level.RW: 2, Level.RT: 3}

_KINDS: dict[str, frozenset[str]] = {
    "provinsi": frozenset({Level.PROVINSI}), "prov": frozenset({Level.PROVINSI}),
    "kabupaten": frozenset({Level.KABUPATEN}), "kab": frozenset({Level.KABUPATEN}),
    "kota": frozenset({Level.KOTA}), "kotamadya": frozenset({Level.KOTA}),
    "kecamatan": frozenset({Level.KECAMATAN}), "kec": frozenset({Level.KECAMATAN}),
    "kelurahan": frozenset({Level.KELURAHAN, Level.DESA}), "kel": frozenset({Level.KELURAHAN, Level.DESA}),
    "desa": frozenset({Level.KELURAHAN, Level.DESA}), "ds": frozenset({Level.KELURAHAN, Level.DESA}),
}  # fmt: skip
_WITH_KIND = frozenset({Level.PROVINSI, Level.KABUPATEN, Level.KOTA})
_ADMINISTRATIVE = {"administrasi", "adm"}


def may_edit(actor: Actor, path: str = "") -> bool:
    """Whether the actor keeps the territory at a path ("" is anywhere)."""
    return actor.holds("territory.edit", at=path) or bool(actor.scope("system")) or (
        not path and bool(actor.scope("territory.edit"))
    )  # fmt: skip


def steps(place: Territory, *, succeeded: bool) -> list[str]:
    """The deeds that a territory's page offers to whoever may edit it."""
    if not place.is_present:
        return [] if succeeded else ["succeed"]
    reshaped = ["merge", "split"] if place.level in MERGEABLE else []
    served = ["zone"] if place.is_served else ["close"]
    return [*(["add"] if UNDER[place.level] else []), "rename", *reshaped, "boundary", "spell", *served]


def fold(name: str) -> str:
    """Lower case, letters and digits only, no accents: "Marga Jaya" and "MARGAJAYA" are one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def folded_name(name: str, level: str) -> str:
    """How an official name is searched: kota and kabupaten bear their kind in the name, which is left out."""
    rest, _ = without_kind(name) if level in _WITH_KIND else (name, None)
    return fold(rest) or fold(name)


def without_kind(name: str) -> tuple[str, frozenset[str] | None]:
    """The name without a leading "Kel.", "Kota" and so on, and the levels that word allows (None: it had none)."""
    words = re.findall(r"[^\s.]+", name)
    levels = _KINDS.get(words[0].lower()) if len(words) > 1 else None
    if levels is None:
        return name, None
    words = words[1:]
    if len(words) > 1 and words[0].lower() in _ADMINISTRATIVE:
        words = words[1:]
    return " ".join(words), levels


def local_name(level: str, number: int) -> str:
    """ "RW 02", "RT 004"."""
    return f"{Level(level).label} {number:0{DIGITS_OF_NUMBER[Level(level)]}d}"


def local_number(name: str) -> tuple[str, int] | None:
    """The level and number in "RW 2", "rt.004", or nothing."""
    found = re.fullmatch(r"\s*(r[tw])\W*0*(\d{1,3})\s*", name, re.IGNORECASE)
    return (found[1].lower(), int(found[2])) if found else None


def child_path(parent: str, number: int) -> str:
    """The path of a parent's `number`-th child."""
    if number > MOST_CHILDREN:
        raise Refused("full", f"Satu wilayah paling banyak memuat {MOST_CHILDREN} wilayah di bawahnya.")
    return f"{parent}{number:0{DIGITS}d}"


def prefixes(path: str) -> list[str]:
    """The paths of a territory and everything above it, widest first."""
    return [path[:end] for end in range(DIGITS, len(path) + 1, DIGITS)]


def inside(path: str) -> tuple[str, str]:
    """The first and last possible path in a subtree: a range that an index can serve on every database."""
    return path, path + "9" * (24 - len(path))


def check_place(level: str, parent_level: str, *, in_served: bool) -> None:
    """Refuses a level that does not stand under its parent, and RW or RT outside the city served."""
    if level not in UNDER[parent_level]:
        allowed = " atau ".join(sorted(Level(x).label for x in UNDER[parent_level])) or "tidak ada"
        raise Refused("wrong_level", f"Di bawah tingkat ini hanya {allowed}.", "level")
    if level in LOCAL and not in_served:
        raise Refused("not_served", "RW dan RT hanya ada di kota yang dilayani pemasangan ini.", "level")


def official_level(code: str) -> str:
    """The level that an official code tells by itself (kode wilayah Kemendagri), or "" if it is malformed."""
    if not re.fullmatch(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?", code):
        return ""
    parts = code.split(".")
    if len(parts) == 2:
        return Level.KOTA if int(parts[1]) > 70 else Level.KABUPATEN
    if len(parts) == 4:
        return {"1": Level.KELURAHAN, "2": Level.DESA, "3": Level.DESA}.get(parts[3][0], "")
    return Level.PROVINSI if len(parts) == 1 else Level.KECAMATAN


def parent_code(code: str) -> str:
    """The code one level up, "" for a provinsi."""
    return code.rpartition(".")[0]
