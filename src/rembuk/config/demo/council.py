"""An expert council that watches, and a visit by plan: both with dice of their own, so that they shift nobody else's.

The council stands from the first day on. On the last Thursday a Kasi goes round by a plan, and its member looks at what
they wrote and at work that was given out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from rembuk.config.demo import cast, city, hours, outings, photos
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import sure
from rembuk.config.demo.stories import Story
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.visits import actions, queries
from rembuk.coordination.visits.models import Plan, Visit
from rembuk.coordination.visits.queries import observing
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.territory import queries as places
from rembuk.foundation.territory import sample

PART = next(part for part in cast.CAST if part.key == "pemantau")
BODY = "Dewan Pakar Kota Bekasi"
QUESTIONS = (
    "Apakah papan pekerjaan terpasang dan bisa dibaca warga?",
    "Apakah pekerjaannya sesuai dengan yang dijanjikan?",
    "Apakah tempat itu aman dilalui anak-anak dan orang tua?",
)
GOES = "Kasi Ekonomi dan Pembangunan Kayuringinjaya"
ALONG = "Sekretaris Kelurahan Kayuringinjaya"
DAY = date(2026, 1, 29)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the plan: the newest open report of a theme at that level, else a spot; `seen` there, or `missed`."""

    at: tuple[int, int]
    what: str
    theme: str = ""
    level: str = ""
    seen: str = ""
    missed: str = ""


STOPS = (
    Stop((9, 5), "Jalan yang berlubang", "jalan", "kelurahan",
         seen="Rusaknya melebar ke tengah jalan. Perlu ditambal sebelum hujan berikutnya."),
    Stop((9, 50), "Pedagang di badan jalan", "ketertiban", "kelurahan",
         seen="Jalan tinggal satu jalur. Pedagang mau digeser ke lapangan."),
    Stop((10, 30), "Pintu air di ujung RW 03", missed="Hujan deras, jalan ke pintu air tergenang. Diulang Selasa."),
)  # fmt: skip
ON_VISIT = (
    "Rusaknya memang seperti yang ditulis. Belum ada tanda apa pun di jalan; malam hari tidak kelihatan.",
    ("no", "unseen", "no"), ("Tidak ada papan", "", "Tanpa lampu"),
)  # fmt: skip
ON_WORK = (
    "Pekerjaan sudah dimulai, material ditumpuk rapi di satu sisi. Warga sekitar tahu siapa yang mengerjakan.",
    ("yes", "yes", "unseen"), ("", "Sebagian", ""),
)  # fmt: skip


def found(seed: int, made: Made) -> None:
    """The council with its member, who can sign in, and what its checklist asks."""
    with chance.branch(seed + 1):
        kind = institutions.add_kind(actor=SYSTEM, key="dewan_pakar", label="Dewan Pakar", tier="kota")
        territory = sure(places.by_code(sample.CITY), sample.CITY)
        body = institutions.add_institution(actor=SYSTEM, kind=kind, name=BODY, territory=territory)
        seat = institutions.add_position(actor=SYSTEM, institution=body, role="pemantau", title=PART.office)
        made.seats[seat.title] = seat
        made.terms[seat.pk] = institutions.appoint(
            actor=SYSTEM, position=seat, starts=clock.today(), name=PART.name, decree="SK 77/2025",
            decree_on=clock.today(),
        )  # fmt: skip
        city.let_in(made, PART)
        for text in QUESTIONS:
            actions.ask_question(actor=made.of("Kepala Bagian Tata Pemerintahan"), text=text)


def plan(seed: int, made: Made, stories: Mapping[Any, Story]) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Each deed with its moment."""
    walk = Walk(made, stories)
    deeds: list[tuple[datetime, Callable[[], None]]] = [
        (hours.at(DAY, 7, 40), walk.prepare),
        *((hours.at(DAY, *stop.at), partial(walk.stop, order)) for order, stop in enumerate(STOPS)),
        (hours.at(DAY, 17, 10), walk.observe_visit),
        (hours.at(DAY, 17, 40), walk.observe_work),
    ]
    for number, (when, deed) in enumerate(deeds, 2):
        yield when, partial(_apart, seed + number, deed)


def _apart(seed: int, deed: Callable[[], None]) -> None:
    with chance.branch(seed):
        deed()


@dataclass
class Walk:
    """One day: the plan, its places as they are reached or not, and the observer who comes after."""

    made: Made
    stories: Mapping[Any, Story]
    plan: Plan | None = None
    first: Visit | None = None

    def prepare(self) -> None:
        """The plan in the morning, with the secretary along."""
        actor = self.made.of(GOES)
        rw = self.made.place(1, 3, cast.PLAYED).parent
        goals = []
        for stop in STOPS:
            heard = outings.looked_at(actor, self.stories, stop.theme, stop.level) if stop.theme else None
            goals.append(actions.Goal(heard.code) if heard else actions.Goal(what=stop.what, territory=rw))
        self.plan = actions.plan(
            actor=actor, day=DAY, purpose="Lihat jalan dan pintu air sebelum hujan", goals=goals,
            fellows=[self.made.seats[ALONG]],
        )  # fmt: skip

    def stop(self, order: int) -> None:
        """Somebody is there and writes what there is to see; or nobody got there."""
        if self.plan is None:
            return
        stop, actor = STOPS[order], self.made.of(GOES)
        place = queries.places_of(self.plan)[order]
        if stop.missed:
            actions.miss(actor=actor, place=place, reason=stop.missed)
            return
        came = clock.now() - timedelta(minutes=6)
        actions.check_in(actor=actor, place=place, lat=place.lat, lng=place.lng, claimed_at=came)
        about = place.report or place.follow_up
        visit = actions.note(
            actor=actor, seen=stop.seen, photos=[photos.photo(stop.theme)], planned=place,
            concerns=[about.code] if about else [],
        )  # fmt: skip
        self.first = self.first or visit

    def observe_visit(self) -> None:
        """The member reads what was written, and goes there."""
        if self.first is not None:
            self._observe(self.first, *ON_VISIT)

    def observe_work(self) -> None:
        """And looks at work in the same kelurahan, the one that is due first; another seed may have none."""
        here = self.made.kelurahan[cast.PLAYED].path
        for work in observing.to_observe(self.made.of(PART.office)):
            if work.path.startswith(here):
                self._observe(work, *ON_WORK)
                return

    def _observe(self, about: Visit | FollowUp, text: str, said: tuple[str, ...], remarks: tuple[str, ...]) -> None:
        asked = observing.questions()
        answers = {row.pk: pair for row, pair in zip(asked, zip(said, remarks, strict=True), strict=True)}
        actions.observe(actor=self.made.of(PART.office), about=about, text=text, answers=answers,
                        photos=[photos.photo("jalan")])  # fmt: skip
