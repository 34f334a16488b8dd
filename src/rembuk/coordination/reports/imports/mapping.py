"""What the map file says: which column is what, and what the file's names mean here."""

import codecs
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.rules import fold

NEEDED = ("id", "received", "text")
COLUMNS = (*NEEDED, "answered", "topic", "agency", "kecamatan", "kelurahan")
WORDS = (
    "source", "city", "zone", "publish", "encoding", "delimiter", "time", "columns", "categories", "new_categories",
    "agencies", "offices", "kinds", "places",
)  # fmt: skip
SOURCE_LENGTH = Report._meta.get_field("source").max_length or 0


@dataclass(frozen=True, slots=True)
class Agency:
    """What an agency's name in the file means: an institution here, one to be made, or none (`name` is "")."""

    name: str
    create: bool = False
    kind: str = ""
    kecamatan: str = ""
    kelurahan: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """A map file. Names of agencies and places are compared by letters and digits only, so keys are folded."""

    source: str
    city: str
    columns: Mapping[str, str]
    default_category: str
    zone: ZoneInfo
    publish: bool = False
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    time: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    new_categories: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kecamatan: Mapping[str, str] = field(default_factory=dict)
    kelurahan: Mapping[str, str] = field(default_factory=dict)


def read(path: Path) -> Map:
    """The map, checked; Refused("bad_map") names what is wrong with it."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(f"{path.name} tidak terbaca: {error}") from None
    _only(said, WORDS, path.name)
    columns = _texts(said, "columns")
    _only(columns, COLUMNS, "[columns]")
    if missing := [name for name in NEEDED if not columns.get(name)]:
        raise _bad(f"[columns] belum menyebut {', '.join(missing)}")
    topics = _texts(said, "categories")
    if "default" not in topics:
        raise _bad("[categories] perlu default: jenis untuk topik yang tidak disebut")
    places = _table(said, "places")
    _only(places, ("kecamatan", "kelurahan"), "[places]")
    return Map(
        source=_source(said), city=_text(said, "city"), columns=columns, zone=_zone(_word(said, "zone", "")),
        default_category=topics.pop("default"), publish=_flag(said), encoding=_encoding(said),
        delimiter=_delimiter(said), time=_word(said, "time", ""), categories=_folded(topics),
        new_categories=_tables(said, "new_categories"),
        agencies={fold(name): _agency(name, value) for name, value in _table(said, "agencies").items()},
        offices=_folded(_texts(said, "offices")), kinds=_tables(said, "kinds"),
        kecamatan=_folded(_texts(places, "kecamatan")), kelurahan=_folded(_texts(places, "kelurahan")),
    )  # fmt: skip


def _bad(what: str) -> Refused:
    return Refused("bad_map", f"Peta impor: {what}.")


def _only(said: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    if unknown := sorted(set(said) - set(known)):
        raise _bad(f"{where} memuat “{unknown[0]}”, yang tidak dikenal. Yang dikenal: {', '.join(known)}")


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or not value.strip():
        raise _bad(f'{name} = "…" belum disebut')
    return value.strip()


def _source(said: Mapping[str, Any]) -> str:
    source = _text(said, "source")
    if len(source) > SOURCE_LENGTH or source == "rembuk":
        raise _bad(f"source paling panjang {SOURCE_LENGTH} huruf, dan bukan “rembuk”")
    return source


def _word(said: Mapping[str, Any], name: str, default: str) -> str:
    value = said.get(name, default)
    if not isinstance(value, str):
        raise _bad(f"{name} harus berupa teks")
    return value


def _encoding(said: Mapping[str, Any]) -> str:
    name = _word(said, "encoding", "utf-8-sig")
    try:
        codecs.lookup(name)
    except LookupError:
        raise _bad(f"encoding “{name}” tidak dikenal; yang lazim utf-8 atau cp1252") from None
    return name


def _delimiter(said: Mapping[str, Any]) -> str:
    mark = _word(said, "delimiter", ",")
    if len(mark) != 1:
        raise _bad("delimiter harus satu huruf, misalnya “;”")
    return mark


def _flag(said: Mapping[str, Any]) -> bool:
    publish = said.get("publish", False)
    if not isinstance(publish, bool):
        raise _bad("publish = true atau false")
    return publish


def _zone(name: str) -> ZoneInfo:
    if not name:
        return clock.zone()
    try:
        return clock.ZONES.get(name) or ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        raise _bad(f"zone “{name}” tidak dikenal; tulis WIB, WITA, WIT, atau nama seperti Asia/Jakarta") from None


def _table(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = said.get(name, {})
    if not isinstance(value, dict):
        raise _bad(f"[{name}] harus berupa tabel")
    return value


def _tables(said: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    table = _table(said, name)
    if wrong := [key for key, value in table.items() if not isinstance(value, dict)]:
        raise _bad(f"[{name}] {wrong[0]} = {{ … }} harus berupa tabel")
    return table


def _texts(said: Mapping[str, Any], name: str) -> dict[str, str]:
    table = _table(said, name)
    if wrong := [key for key, value in table.items() if not isinstance(value, str)]:
        raise _bad(f"[{name}] “{wrong[0]}” harus berupa teks")
    return dict(table)


def _folded(table: Mapping[str, str]) -> dict[str, str]:
    return {fold(name): value.strip() for name, value in table.items()}


def _agency(name: str, value: Any) -> Agency:
    if isinstance(value, str):
        return Agency(value.strip())
    if not isinstance(value, dict) or value.get("create") is not True or not isinstance(value.get("kind"), str):
        raise _bad(f'[agencies] “{name}” = "nama lembaga", atau {{ create = true, kind = "dinas" }}')
    _only(value, ("create", "kind", "name", "kecamatan", "kelurahan"), f"[agencies] “{name}”")
    return Agency(
        value.get("name", name).strip(), create=True, kind=value["kind"], kecamatan=value.get("kecamatan", ""),
        kelurahan=value.get("kelurahan", ""),
    )  # fmt: skip
