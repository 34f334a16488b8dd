"""What is reported, by whom, where, and what becomes of it if everybody plays their part."""

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from rembuk.config.demo import names, photos, words
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import below, choose, percent, weighed
from rembuk.config.demo.works import Job
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports.models import Report
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.territory.models import Territory

# theme of `words.SAID` → (category, how often)
THEMES = {
    "jalan": ("jalan", 12), "saluran": ("drainase", 14), "banjir": ("drainase", 9), "sampah": ("sampah", 13),
    "lampu": ("lampu", 10),
    "pohon": ("pohon", 5), "ketertiban": ("parkir", 8), "keamanan": ("keamanan", 5), "air": ("air", 4),
    "listrik": ("keamanan", 3),
    "kesehatan": ("kesehatan", 4), "sosial": ("rentan", 5), "layanan": ("adminduk", 5), "fasilitas": ("aspirasi", 4),
    "hewan": ("tetangga", 2), "usul": ("aspirasi", 3), "ketua": ("pungutan", 1), "kekerasan": ("kekerasan_rumah", 1),
    "pungli": ("pemerasan", 1),
}  # fmt: skip
OWNERS = {"listrik": "pln", "air": "pdam"}
# Themes that nobody photographs.
UNSEEN = frozenset({"layanan", "sosial", "usul", "ketua", "kekerasan", "pungli", "keamanan"})
# What people do with a matter at each place of its way, in a hundred.
WILLS: dict[str, dict[str, int]] = {
    "new": {"acknowledge": 87, "sleep": 6, "return": 4, "refuse": 2, "withdraw": 1},
    "rt": {"settle": 46, "sleep": 28, "meet": 10, "urgent": 4, "not_agreed": 6, "merge": 2, "follow": 4},
    "rw": {"settle": 34, "meet": 42, "sleep": 14, "not_agreed": 6, "follow": 4},
    "kelurahan": {"meet": 26, "follow": 24, "assign": 22, "budget": 10, "refer": 4, "carry": 6, "settle": 8},
    "kecamatan": {"follow": 30, "assign": 34, "budget": 21, "sleep": 15},
    "kota": {"assign": 80, "budget": 20},
    "unit": {"finish": 78, "answer": 14, "sleep": 8},
    "settled": {"confirm": 58, "silence": 32, "reopen": 10},
    "returned": {"complete": 60, "silence": 40},
    "meeting": {"agreed": 74, "not_agreed": 22, "postponed": 4},
}


@dataclass
class Story:
    """A report on its way; `fixed` overrides what chance would make people do."""

    theme: str
    report: Report
    secret: str
    fixed: dict[str, str] = field(default_factory=dict)
    seen: int = 0
    times: dict[str, int] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)

    def will(self, where: str) -> str:
        """What people do with it there, drawn once per visit."""
        self.times[where] = self.times.get(where, 0) + 1
        if where in self.fixed:
            return self.fixed[where]
        if where == "settled" and self.times[where] > 1:
            return "confirm"
        return weighed(WILLS[where])


@dataclass(frozen=True)
class Wish:
    """A report to come: when, where, about what; `fixed` tells its story."""

    at: datetime
    place: Territory
    theme: str
    fixed: dict[str, str] = field(default_factory=dict)
    by: str = ""
    text: str = ""


def tell(made: Made, wish: Wish) -> Story:
    """Sends the report as its sender would."""
    category, _ = THEMES[wish.theme]
    gang, near = choose(words.PLACES), choose(words.LANDMARKS)
    text = wish.text or choose(words.SAID[wish.theme]).format(gang=gang, dekat=near)
    more: dict[str, Any] = {"place": f"{gang}, dekat {near}", "owner": OWNERS.get(wish.theme, "unknown")}
    sender = _sender(made, wish, more)
    if wish.theme not in UNSEEN and percent(30):
        more["photos"] = [SimpleUploadedFile("foto.jpg", BytesIO(photos.photo(wish.theme)).read(), "image/jpeg")]
    if wish.theme == "ketua":
        more["passes_by"] = ("ketua_rt",)
    point = made.point(wish.place)
    if point and wish.theme not in {"ketua", "kekerasan", "pungli", "layanan"}:
        more["lat"], more["lng"] = point
    got = reports.receive(actor=sender, category=category, text=text, territory=wish.place, **more)
    return Story(wish.theme, got.report, got.secret, wish.fixed)


def _sender(made: Made, wish: Wish, more: dict[str, Any]) -> Actor:
    """A resident with their phone, most often; or somebody in office for a resident."""
    by = wish.by or weighed({"resident": 58, "anonymous": 9, "head": 16, "pamor": 6, "counter": 6, "other_system": 5})
    if wish.theme in {"kekerasan", "pungli", "ketua"} and by != "anonymous":
        by = "resident"
    if by == "anonymous":
        more["anonymous"] = True
        return PUBLIC
    if by == "head" and (head := made.head(wish.place)):
        return head
    official = made.pamor(wish.place) if by == "pamor" else made.counter(wish.place) if by == "counter" else None
    if official:
        more["on_behalf_name"], more["contact"] = names.person(), _phone()
        return official
    if by == "other_system":
        more["source"], more["external_ref"] = "lapor", f"L{4_100_000 + below(800_000)}"
    more["contact"] = _phone()
    return PUBLIC


def _phone() -> str:
    # 0800-0 is no subscriber's range, so nobody's telephone rings.
    return f"0800-0{below(1000):03d}-{below(10000):04d}"
