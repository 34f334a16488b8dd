"""How often the judge is right, on pairs that people have labelled."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang.alike.judging import Alike, Kind, judge
from rembuk.planning.musrenbang.alike.proposals import Text
from rembuk.planning.musrenbang.alike.reading import read

LABELS = {"sama": Kind.SAME, "bagian": Kind.PART, "beda": None}
FIELDS = "usulan masalah tempat rw rt kamus volume satuan biaya lat lng".split()


@dataclass(frozen=True)
class Labelled:
    """Two proposals and what people say of them. `use`: pairs to choose by (pilih), pairs to look at once (akhir)."""

    number: str
    use: str
    one: Text
    other: Text
    label: Kind | None

    @property
    def verdict(self) -> Alike | None:
        """What the judge says."""
        return judge(read(self.one), read(self.other))


@dataclass(frozen=True)
class Found:
    """Of the pairs called alike, how many are (precision); of those that are, how many were called so (recall)."""

    pairs: int
    alike: int
    precision: float
    recall: float
    kinds: float
    mistaken: tuple[str, ...]
    missed: tuple[str, ...]


def pairs(path: Path) -> list[Labelled]:
    """A CSV with the columns of examples/contoh-pasangan-usulan.csv; what is wrong is named by line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        needed = {"nomor", "label", *(f"{name}_{side}" for name in ("usulan", "rw", "rt") for side in "ab")}
        if lacking := needed - set(reader.fieldnames or ()):
            raise Refused("columns", f"Kolom tidak ada: {', '.join(sorted(lacking))}.")
        return list(_labelled(reader))


def _labelled(rows: Iterator[dict[str, str]]) -> Iterator[Labelled]:
    for line, row in enumerate(rows, start=2):
        label = (row["label"] or "").strip()
        if label not in LABELS:
            raise Refused("label", f"Baris {line}: label “{label}” bukan sama, bagian, atau beda.")
        try:
            one, other = _text(row, "a"), _text(row, "b")
        except ValueError as wrong:
            raise Refused("number", f"Baris {line}: angka tidak terbaca ({wrong}).") from wrong
        yield Labelled(row["nomor"], row.get("untuk") or "", one, other, LABELS[label])


def _text(row: dict[str, str], side: str) -> Text:
    said = {name: (row.get(f"{name}_{side}") or "").strip() for name in FIELDS}
    volume, lat, lng = (float(said[name]) if said[name] else None for name in ("volume", "lat", "lng"))
    return Text(
        id=side, work=said["usulan"], problem=said["masalah"], place=said["tempat"], rw=said["rw"], rt=said["rt"],
        item=said["kamus"], volume=volume, unit=said["satuan"], cost=int(said["biaya"]) if said["biaya"] else None,
        lat=lat, lng=lng,
    )  # fmt: skip


def measure(labelled: Sequence[Labelled]) -> Found:
    """Counts. Where nothing was called alike, precision is 1; where nothing is, recall is 1."""
    verdicts = [(pair, pair.verdict) for pair in labelled]
    right = [(pair, verdict) for pair, verdict in verdicts if pair.label and verdict]
    mistaken = tuple(pair.number for pair, verdict in verdicts if verdict and not pair.label)
    missed = tuple(pair.number for pair, verdict in verdicts if pair.label and not verdict)
    kinds = sum(verdict.kind is pair.label for pair, verdict in right)
    return Found(
        pairs=len(labelled), alike=len(right) + len(missed), mistaken=mistaken, missed=missed,
        precision=len(right) / (len(right) + len(mistaken) or 1) if right or mistaken else 1.0,
        recall=len(right) / (len(right) + len(missed)) if right or missed else 1.0,
        kinds=kinds / len(right) if right else 1.0,
    )  # fmt: skip
