"""What a city still lacks before it is opened to its residents; each line says where it is put right."""

from collections.abc import Iterator

from django.conf import settings

from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.institutions.roles import NAMED
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territory

MOST_NAMED = 5
WHERE = {
    "perlindungan": "petugas perlindungan, yang membaca laporan tertutup (layar Lembaga, diangkat Inspektorat)",
    "petugas_kota": "petugas pengaduan kota, untuk urusan pemilik di luar kota (layar Lembaga, diangkat Inspektorat)",
    "pemerintahan": "Kepala Bagian Pemerintahan (rembuk begin)",
    "inspektorat": "Inspektur (rembuk begin)",
}


def lacking() -> list[str]:
    """In the order in which it is best done."""
    return [*_offices(), *_kelurahan(), *_boundaries(), *_days(), *_settings()]


def _offices() -> Iterator[str]:
    for role in sorted(NAMED):
        seat = _office(role)
        if seat is None or institutions.holder(seat) is None:
            yield WHERE[role]


def _office(role: str) -> Position | None:
    try:
        return institutions.named_office(role)
    except Refused:
        return None


def _kelurahan() -> Iterator[str]:
    """A kelurahan without a lurah has nobody who prints its sheets."""
    led = institutions.places_led_by("lurah")
    places = territory.subtree(territory.served(), "kelurahan", "desa")
    without = [place.name for place in places if place.pk not in led]
    if without:
        more = f" dan {len(without) - MOST_NAMED} lagi" if len(without) > MOST_NAMED else ""
        yield f"lurah di {', '.join(without[:MOST_NAMED])}{more} (rembuk import institutions, atau layar Lembaga)"


def _boundaries() -> Iterator[str]:
    if not territory.boundaries([territory.served()]):
        yield "batas wilayah, supaya titik di peta menemukan kelurahannya (rembuk import boundaries)"


def _days() -> Iterator[str]:
    year = clock.today().year
    if calendar.decree(year) is None:
        yield f"keputusan hari libur {year}; tenggatnya bertanda sementara (layar Kalender)"


def _settings() -> Iterator[str]:
    if not settings.HTTPS:
        yield "alamat https (REMBUK_URL)"
    if settings.EMAIL_BACKEND.endswith("OutboxBackend"):
        yield "server surel; surat menumpuk di REMBUK_HOME/surat (REMBUK_EMAIL_BACKEND)"
    if settings.INSPEKTORAT_EMAIL.endswith("@localhost"):
        yield "surel Inspektorat, yang menerima sidik harian (REMBUK_INSPEKTORAT)"
