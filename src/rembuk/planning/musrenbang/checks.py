"""Help while a proposal is written: one table of checks, each of which says a sentence or nothing.

A check that refuses names what cannot be taken; the others ask somebody to look again. All of it is arithmetic over
what was written and what is known of the round: nothing here reads a table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median_low

from rembuk.foundation.kernel.rupiah import rupiah

# How far a price may be from the dictionary's (a quarter), and from the same item elsewhere (half as much again).
NEAR = (5, 4)
ALIKE = (3, 2)
FEWEST = 2
BIGGEST = 10**13


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody typed; paths are of territories, "" where there is none."""

    volume: Decimal
    unit: str
    unit_price: int
    cost: int
    land: str = ""
    place_path: str = ""
    proposer_path: str = ""
    point_path: str = ""
    is_works: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the same thing: prices and unit of the dictionary, prices of others, last year, the ceiling."""

    price_low: int = 0
    price_high: int = 0
    unit: str = ""
    elsewhere: Sequence[int] = ()
    earlier: str = ""
    ceiling: int | None = None
    point: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about a field."""

    key: str
    field: str
    sentence: str
    refuses: bool


@dataclass(frozen=True, slots=True)
class Check:
    """`says` answers "" where all is well."""

    key: str
    field: str
    says: Callable[[Written, Known], str]
    refuses: bool = False


def found(written: Written, known: Known) -> list[Finding]:
    """All sentences, refusals first."""
    said = [(check, check.says(written, known)) for check in CHECKS]
    rows = [Finding(check.key, check.field, sentence, check.refuses) for check, sentence in said if sentence]
    return sorted(rows, key=lambda row: not row.refuses)


def total(volume: Decimal, unit_price: int) -> int:
    """Volume times price in whole rupiah, half a rupiah upwards."""
    return int((volume * unit_price).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _cost(written: Written, known: Known) -> str:
    return _sum("Biayanya", written.cost)


def _volume(written: Written, known: Known) -> str:
    return "" if written.volume > 0 else "Volumenya harus lebih dari nol."


def _price(written: Written, known: Known) -> str:
    return _sum("Harga satuannya", written.unit_price)


def _sum(what: str, amount: int) -> str:
    if amount >= BIGGEST:
        return f"{what} terlalu besar. Periksa angka nolnya."
    return "" if amount > 0 else f"{what} harus lebih dari nol."


def _unit(written: Written, known: Known) -> str:
    return "" if written.unit else "Satuannya belum diisi: m, m2, unit, paket, orang."


def _ceiling(written: Written, known: Known) -> str:
    if known.ceiling is None or written.cost <= known.ceiling:
        return ""
    over = rupiah(written.cost - known.ceiling)
    return f"Biayanya melebihi pagu kelurahan untuk bidang ini, {rupiah(known.ceiling)}: kelebihan {over}."


def _arithmetic(written: Written, known: Known) -> str:
    right = total(written.volume, written.unit_price)
    if right == written.cost or right <= 0:
        return ""
    return f"Volume kali harga satuan adalah {rupiah(right)}, tetapi biayanya ditulis {rupiah(written.cost)}."


def _dictionary(written: Written, known: Known) -> str:
    price = written.unit_price
    if not known.price_high or price <= 0:
        return ""
    up, down = NEAR
    if price * down > known.price_high * up:
        return f"Harga satuan {rupiah(price)} jauh di atas kamus, {_range(known)}. Periksa angka nolnya."
    if price * up < known.price_low * down:
        return f"Harga satuan {rupiah(price)} jauh di bawah kamus, {_range(known)}. Periksa angka nolnya."
    return ""


def _range(known: Known) -> str:
    if known.price_low == known.price_high:
        return f"{rupiah(known.price_high)} per {known.unit}"
    return f"{rupiah(known.price_low)} sampai {rupiah(known.price_high)} per {known.unit}"


def _elsewhere(written: Written, known: Known) -> str:
    price, others = written.unit_price, [one for one in known.elsewhere if one > 0]
    if len(others) < FEWEST or price <= 0:
        return ""
    usual, (more, less) = median_low(others), ALIKE
    if price * less <= usual * more and price * more >= usual * less:
        return ""
    return f"Harga satuan {rupiah(price)}; {len(others)} usulan lain untuk pekerjaan yang sama memakai {rupiah(usual)}."


def _other_unit(written: Written, known: Known) -> str:
    if not known.unit or not written.unit or written.unit.casefold() == known.unit.casefold():
        return ""
    return f"Kamus memakai satuan {known.unit}, di sini tertulis {written.unit}."


def _outside(written: Written, known: Known) -> str:
    if not written.proposer_path or not written.place_path:
        return ""
    inside = written.place_path.startswith(written.proposer_path)
    around = written.proposer_path.startswith(written.place_path)
    return "" if inside or around else "Tempatnya di luar wilayah pengusul. Pastikan tetangganya tahu."


def _point(written: Written, known: Known) -> str:
    point, place = written.point_path, written.place_path
    if not point or not place or point.startswith(place) or place.startswith(point):
        return ""
    return f"Titik lokasinya jatuh di {known.point}, bukan di tempat yang dipilih."


def _earlier(written: Written, known: Known) -> str:
    return known.earlier and f"Pernah diusulkan: {known.earlier}."


LANDS = {
    "": "Belum diisi milik siapa tempatnya. Pekerjaan di tanah yang belum jelas tidak dapat dibiayai.",
    "developer": "Yang belum diserahkan pengembang tidak dapat dibiayai APBD. Tanyakan serah terimanya.",
    "private": "Tanah warga perlu surat hibah atau izin pakai dari pemiliknya.",
    "other": "Perlu izin tertulis dari instansi pemilik tempatnya.",
}


def _land(written: Written, known: Known) -> str:
    return LANDS.get(written.land, "") if written.is_works else ""


CHECKS: tuple[Check, ...] = (
    Check("volume", "volume", _volume, refuses=True),
    Check("unit", "unit", _unit, refuses=True),
    Check("price", "unit_price", _price, refuses=True),
    Check("cost", "cost", _cost, refuses=True),
    Check("ceiling", "cost", _ceiling, refuses=True),
    Check("arithmetic", "cost", _arithmetic),
    Check("dictionary", "unit_price", _dictionary),
    Check("elsewhere", "unit_price", _elsewhere),
    Check("other_unit", "unit", _other_unit),
    Check("outside", "place", _outside),
    Check("point", "place", _point),
    Check("earlier", "title", _earlier),
    Check("land", "land", _land),
)
