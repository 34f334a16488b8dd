"""Field visits of the demo: in the last two days some of the cast go and look, and write down what they saw."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from rembuk.config.demo import hours, photos
from rembuk.config.demo.city import Made
from rembuk.config.demo.stories import Story
from rembuk.coordination.reports import rules as reports
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import actions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor

OPEN = frozenset({"deliberating", "with_unit"})


@dataclass(frozen=True)
class Outing:
    """Who goes where and sees what; the newest open report of the theme at that level is what they look at."""

    at: datetime
    office: str
    theme: str
    level: str
    seen: str
    place: str = ""
    promise: str = ""
    unit: str = ""


def plan(made: Made, stories: Mapping[Any, Story]) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Each with its moment."""
    for one in outings():
        yield one.at, partial(go, made, stories, one)


def outings() -> tuple[Outing, ...]:
    """Thursday afternoon and the last Friday's morning."""
    thursday, friday = date(2026, 1, 29), date(2026, 1, 30)
    return (
        Outing(
            hours.at(thursday, 15, 20), "Lurah Kayuringinjaya", "saluran", "rt",
            "Got mampet karena tutupnya roboh ke dalam. Air sudah setinggi bibir jalan, tiga rumah kena bila hujan.",
            "Gang Sawo", "Angkat tutup got yang roboh dan keruk lumpurnya", "DBMSDA",
        ),
        Outing(
            hours.at(thursday, 16, 5), "Pamor RW 02 Kayuringinjaya", "sampah", "rt",
            "Tumpukan sampah masih ada, sebagian sudah dipilah warga. Jadwal truk belum ditempel di pos.",
        ),
        Outing(
            hours.at(thursday, 16, 50), "Kasi Ekonomi dan Pembangunan Kayuringinjaya", "jalan", "kelurahan",
            "Lubang sepanjang dua meter, dalamnya sejengkal. Sudah dipasang ban bekas sebagai tanda.",
        ),
        Outing(
            hours.at(friday, 7, 15), "Ketua RT 004 / RW 02 Kayuringinjaya", "keamanan", "rt",
            "Pos ronda gelap karena lampunya putus. Warga bersedia bergiliran, lampu diganti hari Minggu.",
        ),
        Outing(
            hours.at(friday, 8, 20), "Camat Bekasi Selatan", "banjir", "kelurahan",
            "Genangan setinggi betis di dua gang. Pompa menyala, tetapi saringannya tersumbat.",
        ),
    )  # fmt: skip


def go(made: Made, stories: Mapping[Any, Story], one: Outing) -> None:
    """The visit, and the promise that was made there."""
    actor = made.of(one.office)
    found = looked_at(actor, stories, one.theme, one.level)
    if found is None:
        return
    promise = None
    if one.promise:
        lead: Institution | None = made.units.get(one.unit)
        promise = actions.Promise(one.promise, (clock.now() + timedelta(days=10)).date(), lead)
    pictures = [photos.photo(one.theme)] if one.unit else []
    actions.note(
        actor=actor, seen=one.seen, territory=found.territory, lat=found.lat, lng=found.lng, place=one.place,
        photos=pictures, concerns=[found.code], promise=promise,
    )  # fmt: skip


def looked_at(actor: Actor, stories: Mapping[Any, Story], theme: str, level: str) -> Report | None:
    """The newest open one that the visitor sees and where they may go."""
    rows = [story.report for story in stories.values() if story.theme == theme]
    fit = [
        row for row in rows
        if row.status in OPEN and row.handled_at == level and not row.is_private and row.territory is not None
        and reports.visible(actor, row) and actor.holds("visits.make", row.path)
    ]  # fmt: skip
    return max(fit, key=lambda row: (row.received_at, row.code), default=None)
