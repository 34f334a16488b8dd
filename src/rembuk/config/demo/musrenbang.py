"""The musrenbang of the demo: a kelurahan that asks for 330 things and decides on Tuesday, a handful from next door,
and three years that are over. What is asked for is drawn once, before the days are played; `asked` has the words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from rembuk.config.demo import asked, cast, hours, photos, words
from rembuk.config.demo.asked import PEOPLE, THINGS, Thing
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import below, between, choose, percent, shuffled, sure
from rembuk.config.demo.fates import Fates
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports.models import Report
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.actions import Entry, Sent, Wish
from rembuk.planning.musrenbang.models import Item, Proposal, Purse, Round

Deed = Callable[[], object]
JUTA = 1_000_000
KEEPER, SECRETARY = "Kepala Bagian Tata Pemerintahan", "Sekretaris Kelurahan Pengasinan"
LURAH = "Lurah Pengasinan"
# So many are asked for in the small city of the tests, and in any other.
FEW, MANY = 60, 330
# The RW that has not put its wishes in order yet.
UNORDERED = 3
BASIS = "Angka contoh, seperti dalam surat edaran pagu indikatif"


@dataclass(frozen=True)
class Year:
    """A round: what its plan is for, its theme, and the days from opening to the end of intake."""

    year: int
    theme: str
    opens: date
    until: date
    session: date
    asks: int = 0


NOW = Year(2027, "Lingkungan yang sehat, terang, dan siap hujan", date(2026, 1, 5), date(2026, 1, 31),
           date(2026, 2, 3))  # fmt: skip
PAST = (
    Year(2024, "Jalan dan saluran untuk semua gang", date(2023, 1, 9), date(2023, 1, 27), date(2023, 2, 7), 26),
    Year(2025, "Keluarga sehat, usaha warga tumbuh", date(2024, 1, 8), date(2024, 1, 26), date(2024, 2, 6), 32),
    Year(2026, "Gang terang, anak pulang dengan aman", date(2025, 1, 6), date(2025, 1, 24), date(2025, 2, 4), 38),
)
# Purse, field, and what a kelurahan has; the played one has its own.
CEILINGS = ((Purse.KELURAHAN, asked.WORKS, 900), (Purse.KELURAHAN, PEOPLE, 400), (Purse.UNIT, asked.WORKS, 3_000),
            (Purse.UNIT, PEOPLE, 800))  # fmt: skip
WEIGHTS = {"urgency": 30, "beneficiaries": 25, "poverty": 20, "priority": 15, "readiness": 10}
OWN = ((Purse.KELURAHAN, asked.WORKS, 1_400), (Purse.KELURAHAN, PEOPLE, 600))


@dataclass
class Ask:
    """A thing that a body wants, as it is written down."""

    body: Institution
    place: Territory
    thing: Thing
    gang: str
    near: str
    title: str
    problem: str
    volume: int
    price: int
    pokir: str = ""
    pictured: bool = False
    report: Report | None = None


def past(made: Made) -> Iterator[tuple[datetime, Deed]]:
    """The years that are over; the draws are a stream of their own, so that nobody else's story depends on them."""
    with chance.branch(PAST[0].year):
        yield hours.at(date(2023, 1, 3), 9, 0), partial(fill, made)
        before: Fates | None = None
        for year in PAST:
            yield from Played(made, year).past()
            fates = Fates(made, year.year, year.session)
            yield from fates.deeds()
            if before is not None:
                yield hours.at(year.opens, 14, 0), before.again
            before = fates


def now(made: Made, size: str) -> Iterator[tuple[datetime, Deed]]:
    """The round that is open on the last day."""
    with chance.branch(NOW.year):
        yield from Played(made, NOW).now(FEW if size == "kecil" else MANY)


def fill(made: Made) -> None:
    """The city's dictionary of standard items."""
    for thing in THINGS:
        entry = Entry(
            thing.code, thing.name, thing.unit, Purse.UNIT if thing.office else Purse.KELURAHAN, thing.field,
            date(2023, 1, 1), thing.low * 1000, thing.high * 1000, made.units[thing.office] if thing.office else None,
            "Kamus usulan contoh",
        )  # fmt: skip
        actions.set_item(actor=made.of(KEEPER), entry=entry)


@dataclass
class Played:
    """A round as it is played."""

    made: Made
    year: Year
    items: dict[str, Item] = field(default_factory=dict)
    told: list[Report] = field(default_factory=list)

    @property
    def round(self) -> Round:
        """The round itself, once it is there."""
        return queries.round_of(self.year.year)

    def past(self) -> Iterator[tuple[datetime, Deed]]:
        """A year that is over: asked for on paper, typed by the kelurahan."""
        year = self.year
        yield hours.at(year.opens, 8, 30), self.open
        asks = [ask for part in self._shared(cast.MUSRENBANG, year.asks).values() for ask in part]
        for number, ask in enumerate(shuffled(asks)):
            on = year.opens + timedelta(days=1 + number * (year.until - year.opens).days // len(asks))
            yield hours.at(on, 9, number % 50), partial(self.send, [ask], self.made.of, SECRETARY)
        yield hours.at(year.session + timedelta(days=1), 16, 0), self.close

    def now(self, count: int) -> Iterator[tuple[datetime, Deed]]:
        """This year: all have asked, most RW have their order, and the kelurahan has not decided yet."""
        yield hours.at(self.year.opens, 8, 30), self.open
        yield from self._heard()
        for code, many in ((cast.MUSRENBANG, count), (cast.PLAYED, 9), (cast.NEIGHBOURS[0], 4)):
            for body, asks in self._shared(code, many).items():
                on = self.year.opens + timedelta(days=1 + below(20))
                yield hours.evening(hours.at(on, 16)), partial(self.send, asks, self._writer, body)
        for number, rw in enumerate(self._rws(cast.MUSRENBANG)):
            if rw.number != UNORDERED:
                yield hours.at(date(2026, 1, 28), 19, number), partial(self.order, rw)
        yield hours.at(date(2026, 1, 29), 9, 30), self.look_through
        yield hours.at(date(2026, 1, 29), 13, 0), self.prepare

    def open(self) -> None:
        """Bagian Pemerintahan prepares the round, with its days and ceilings."""
        keeper, year = self.made.of(KEEPER), self.year
        made = actions.prepare(actor=keeper, year=year.year, theme=year.theme)
        starts = year.session
        days = (("intake", year.opens, year.until), ("kelurahan", starts, starts),
                ("kecamatan", starts + timedelta(days=13), starts + timedelta(days=15)),
                ("forum", starts + timedelta(days=27), starts + timedelta(days=34)),
                ("kota", starts + timedelta(days=48), starts + timedelta(days=49)),
                ("rkpd", starts + timedelta(days=120), starts + timedelta(days=150)))  # fmt: skip
        for key, first, last in days:
            actions.set_stage(actor=keeper, round_=made, key=key, starts=first, ends=last)
        for purse, part, amount in CEILINGS:
            actions.set_ceiling(actor=keeper, round_=made, purse=purse, field=part, amount=amount * JUTA,
                                legal_basis=BASIS)  # fmt: skip
        for purse, part, amount in OWN:
            actions.set_ceiling(actor=keeper, round_=made, purse=purse, field=part, amount=amount * JUTA,
                                kelurahan=self.made.kelurahan[cast.MUSRENBANG], legal_basis=BASIS)  # fmt: skip
        for key, points in WEIGHTS.items():
            actions.set_weight(actor=keeper, round_=made, key=key, points=points, legal_basis=BASIS)
        actions.open_round(actor=keeper, round_=made)

    def close(self) -> None:
        """Nothing is asked for any more."""
        actions.close_round(actor=self.made.of(KEEPER), round_=self.round)

    def send(self, asks: Sequence[Ask], writer: Callable[[Any], Actor], by: object) -> list[Proposal]:
        """A body's wishes, one after the other."""
        return [self._propose(writer(by), ask) for ask in asks]

    def _propose(self, who: Actor, ask: Ask) -> Proposal:
        thing = ask.thing
        item = self.items.setdefault(thing.code, sure(queries.last_of(thing.code), thing.code))
        people = thing.unit in {"orang", "anak"}
        point = self.made.point(ask.place) or (None, None)
        wish = Wish(
            title=ask.title, problem=ask.problem, territory=ask.place, volume=Decimal(ask.volume), unit=thing.unit,
            unit_price=ask.price, cost=ask.volume * ask.price, purse=item.purse, field=item.field, item=item,
            institution=item.institution, place=f"{ask.gang}, dekat {ask.near}", lat=point[0], lng=point[1],
            land="" if thing.field == PEOPLE else choose(("city", "city", "facility", "private", "")),
            beneficiaries=ask.volume if people else between(4, 60) * 5, people=between(3, 25), hours=between(4, 60),
            materials=choose(asked.GIVEN), pokir=ask.pokir,
        )  # fmt: skip
        picture = SimpleUploadedFile("foto.jpg", photos.photo(PICTURES.get(thing.theme, "jalan")), "image/jpeg")
        return actions.propose(actor=who, proposer=ask.body, wish=wish, photos=[picture] if ask.pictured else ())

    def _writer(self, body: Institution) -> Actor:
        """Whoever writes for a body: its head, else its RW, else the kelurahan from paper."""
        place = body.territory
        up = place.parent if place.level == "rt" else None
        heads = (self.made.in_body(body, f"ketua_{body.kind.key}"), self.made.in_body(body, "lpm"),
                 self.made.head(up) if up else None)  # fmt: skip
        return next((actor for actor in heads if actor), None) or self.made.of(SECRETARY)

    def order(self, rw: Territory) -> None:
        """An RW's own order: what serves most comes first, more or less."""
        rows = queries.ordered(self.round, rw)
        who = self.made.head(rw) or self.made.of(LURAH)
        wanted = sorted(rows, key=lambda row: (-(row.beneficiaries or 0) + below(120), row.code))
        actions.order(actor=who, round_=self.round, rw=rw, ids=[row.pk for row in wanted])

    def look_through(self) -> None:
        """The lurah sends some back and merges what is plainly the same; the rest is left to the visitor."""
        who, place = self.made.of(LURAH), self.made.kelurahan[cast.MUSRENBANG]
        plain = [offer for offer in queries.alike(self.round, place) if len({row.item_id for row in offer.rows}) == 1]
        for offer in plain[:2]:
            actions.merge_all(actor=who, proposals=offer.rows, into=offer.rows[0])
        rws = self._rws(cast.MUSRENBANG)
        for reason, rw in zip(asked.RETURNED, rws, strict=False):
            row = queries.ordered(self.round, rw)[-1]
            if row.status == "proposed":
                actions.return_for_completion(actor=who, proposal=row, reason=reason)

    def prepare(self) -> None:
        """The session of Tuesday: called, with what comes before it and how many each RW sends."""
        who, place = self.made.of(LURAH), self.made.kelurahan[cast.MUSRENBANG]
        session = actions.prepare_session(actor=who, round_=self.round, territory=place)
        actions.sit(actor=who, session=session, starts_at=hours.at(self.year.session, 8, 30), place="Aula kelurahan")
        sent = [Sent(body, 4, 1 + below(2), below(2)) for body in queries.senders(place) if body.kind.key == "rw"]
        actions.set_delegations(actor=who, session=session, sent=sent)

    def _rws(self, code: str) -> list[Territory]:
        rws = {place.parent_id: place.parent for (of, _, _), place in self.made.around.items() if of == code}
        return [sure(rw) for rw in rws.values()]

    def _shared(self, code: str, count: int) -> dict[Institution, list[Ask]]:
        """So many wishes of a kelurahan's bodies: an eleventh by RW and LPM, the others by its RT in turn."""
        made = self.made
        rts = [place for (of, _, _), place in made.around.items() if of == code]
        by_place = {body.territory_id: body for body in made.bodies.values() if body.kind.key in {"rt", "rw"}}
        lpm = [body for body in made.bodies.values() if body.kind.key == "lpm" and
               body.territory_id == made.kelurahan[code].pk]  # fmt: skip
        above = [by_place[rw.pk] for rw in self._rws(code)] + lpm
        bodies = [above[turn % len(above)] for turn in range(count // 8)]
        bodies += [by_place[rts[turn % len(rts)].pk] for turn in range(count - len(bodies))]
        found: dict[Institution, list[Ask]] = {}
        before: dict[object, list[Ask]] = {}
        for number, body in enumerate(bodies, 1):
            ask = self._drawn(body, before.setdefault(_rw(body.territory), []))
            ask.pokir = choose(asked.MEMBERS) if number % 30 == 0 else ""
            found.setdefault(body, []).append(ask)
        return found

    def _drawn(self, body: Institution, before: list[Ask]) -> Ask:
        """A wish; now and then the one of a neighbour again, or more than it, in other words."""
        place = body.territory
        known = [ask for ask in before if ask.body != body]
        if known and percent(13):
            ask = self._again(body, choose(known))
        else:
            thing = choose(THINGS)
            gang, near = self._street(place)
            price = between(thing.low, thing.high) * 1000 if percent(94) else thing.high * 1500
            volume = between(thing.least, thing.most)
            ask = Ask(body, place, thing, gang, near, _called(asked.CALLED[thing.kind], thing, gang, near),
                      _why(thing, gang, near), volume, price)  # fmt: skip
        ask.pictured = percent(8)
        before.append(ask)
        return ask

    def _again(self, body: Institution, first: Ask) -> Ask:
        thing = first.thing
        wider = percent(30) and thing.kind == "line"
        volume = first.volume * 2 if wider else min(max(1, first.volume + below(7) - 3), thing.most)
        said = _called(asked.WIDER if wider else asked.AGAIN[thing.kind], thing, first.gang, first.near)
        return Ask(body, body.territory, thing, first.gang, first.near, said, _why(thing, first.gang, first.near),
                   volume, first.price)  # fmt: skip

    def _street(self, place: Territory) -> tuple[str, str]:
        """Each RT has two streets of its RW's; what stands near a street stands there."""
        rw, number = _rw(place), place.number if place.level == "rt" else between(1, 5)
        at = (rw.number or 0) * 3 + 2 * (number or 0) + below(2) if rw else below(len(words.PLACES))
        return words.PLACES[at % len(words.PLACES)], words.LANDMARKS[at % len(words.LANDMARKS)]

    def _heard(self) -> Iterator[tuple[datetime, Deed]]:
        """Two reports that the kelurahan cannot pay this year: one is carried into the plan by the lurah."""
        rts = [place for (of, _, _), place in self.made.around.items() if of == cast.MUSRENBANG][:2]
        for number, (place, ask) in enumerate(zip(rts, HEARD, strict=True)):
            yield hours.at(date(2026, 1, 7), 18, 10 + number), partial(self.hear, place, ask)
            yield hours.at(date(2026, 1, 8), 19, 10 + number), partial(self.lift, number)
            yield hours.at(date(2026, 1, 9), 9, 10 + number), partial(self.wait, number)
        yield hours.at(date(2026, 1, 12), 10, 0), partial(self.carry, rts[0])

    def hear(self, place: Territory, text: str) -> None:
        """The head of an RT reports."""
        who = self.made.head(place) or self.made.of(LURAH)
        got = reports.receive(actor=who, category="drainase", text=text, territory=place, place=words.PLACES[0],
                              owner="kota")  # fmt: skip
        self.told.append(got.report)

    def lift(self, number: int) -> None:
        """It is urgent, and goes up to the kelurahan."""
        report = self.told[number]
        while report.handled_at != "kelurahan":
            who = sure(self.made.actor(report.holder_id))
            if report.status == "new":
                reports.acknowledge(actor=who, report=report)
            reports.climb(actor=who, report=report, basis="urgent", note="Air masuk rumah setiap hujan.")

    def wait(self, number: int) -> None:
        """No money this year."""
        reports.await_budget(actor=self.made.of(LURAH), report=self.told[number], year=NOW.year, source="RKPD 2027",
                             note="Perlu saluran baru, di luar dana pemeliharaan.")  # fmt: skip

    def carry(self, place: Territory) -> None:
        """One tap: what the report asks for stands among the wishes."""
        thing = THINGS[0]
        body = next(one for one in self.made.bodies.values() if one.territory_id == place.pk and one.kind.key == "rt")
        item = sure(queries.last_of(thing.code))
        wish = Wish(title=f"{thing.name} {words.PLACES[0]}", problem=HEARD[0], territory=place, volume=Decimal(60),
                    unit=thing.unit, unit_price=700_000, cost=42_000_000, purse=item.purse, field=item.field,
                    item=item, land="city", beneficiaries=85, people=10, hours=16)  # fmt: skip
        actions.propose(actor=self.made.of(LURAH), proposer=body, wish=wish, report=self.told[0])


PICTURES = {"air": "saluran", "air_bersih": "air", "lampu": "lampu", "sampah": "sampah", "pohon": "pohon"}
HEARD = ("Saluran di gang kami roboh, air masuk lima rumah setiap hujan.",
         "Got di gang sebelah pos terlalu kecil, airnya selalu balik ke jalan.")  # fmt: skip


def _rw(place: Territory) -> Territory | None:
    return place.parent if place.level == "rt" else place if place.level == "rw" else None


def _why(thing: Thing, gang: str, near: str) -> str:
    return choose(asked.WHY[thing.theme]).format(gang=gang, dekat=near, n=between(5, 40))


def _called(ways: Sequence[str], thing: Thing, gang: str, near: str) -> str:
    """A title: the item's name is small where it does not stand first."""
    way = choose(ways)
    return way.format(what=thing.name if way.startswith("{what}") else _small(thing.name), gang=gang, dekat=near)


def _small(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name
