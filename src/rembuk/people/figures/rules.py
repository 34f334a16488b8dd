"""Which figures are kept of a place, and who states and reads them."""

from dataclasses import dataclass
from datetime import date

from rembuk.foundation.kernel.actor import Actor

STATE, VIEW = "figures.state", "figures.view"
PEOPLE = "people"
LEVELS = ("kelurahan", "desa")
# What is counted door to door is kept per RW as well.
PER_RW = ("poor", "families")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a figure is called, what it counts, and where it is found."""

    key: str
    label: str
    unit: str
    found_in: str


KINDS = {kind.key: kind for kind in (
    Kind(PEOPLE, "Jumlah penduduk", "jiwa", "Disdukcapil, data konsolidasi semester"),
    Kind("families", "Jumlah kepala keluarga", "KK", "Disdukcapil, data konsolidasi semester"),
    Kind("poor", "Keluarga miskin", "keluarga", "data sosial ekonomi yang dipakai kota"),
    Kind("disabled", "Penyandang disabilitas", "jiwa", "pendataan kelurahan atau Dinas Sosial"),
    Kind("stunted", "Balita stunting", "anak", "penimbangan posyandu, Dinas Kesehatan"),
)}  # fmt: skip


def may_state(actor: Actor, path: str) -> bool:
    """Whoever keeps the monograph of the place, or of the whole city; and the command line, which reads a file."""
    return actor.holds(STATE, path) or actor.holds("system", "")


def may_view(actor: Actor, path: str) -> bool:
    """The offices around it; the figures name nobody."""
    return actor.holds(VIEW, path)


def is_old(on: date, today: date, days: int) -> bool:
    """Whether a figure must be asked for anew."""
    return (today - on).days > days
