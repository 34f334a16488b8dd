"""Sessions with their delegations, what lies before them, and their ballots."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, UUIDField

from rembuk.coordination.meetings.models import Meeting
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory, label
from rembuk.planning.musrenbang import ballots, rules, session_rules
from rembuk.planning.musrenbang.choosing import problem
from rembuk.planning.musrenbang.models import Ballot, Delegation, Matter, Proposal, Round, Rung, Session, Status, Typed
from rembuk.planning.musrenbang.queries.one import ROW

SESSION = ("round", "territory__parent", "meeting__institution")
# What no longer stands for itself is chosen by nobody.
GONE = (Status.MERGED, Status.WITHDRAWN)
WOMEN_PERCENT, DISABLED_LEAST = "30", "1"


def session(actor: Actor, pk: UUID) -> Session:
    """One session; what the actor may not see is not found."""
    found = session_by_id(pk)
    if found is None or not session_rules.visible(actor, found.path):
        raise Refused("not_found", "Sidang ini tidak ada, atau bukan untuk Anda.")
    return found


def session_by_id(pk: UUID) -> Session | None:
    """One session, for the program itself; whoever shows it asks `session_rules.visible` first."""
    return Session.objects.filter(pk=pk).select_related(*SESSION).first()


def session_of(found: Round, territory: Territory) -> Session | None:
    """The session of a place in a round."""
    return Session.objects.filter(round=found, territory=territory).select_related(*SESSION).first()


_at = Prepared(
    lambda found, place: Session.objects.filter(round=found, territory=place).select_related(*SESSION),
    found=UUIDField(), place=UUIDField(),
)  # fmt: skip


def session_at(found: Round, territory_id: UUID) -> Session | None:
    """The same by the id of the place, for the program itself."""
    session: Session | None = _at.first(found=found.pk, place=territory_id)
    return session


def session_in(meeting: Meeting) -> Session | None:
    """The session that a meeting is."""
    return Session.objects.filter(meeting=meeting).select_related(*SESSION).first()


def sits(actor: Actor, rung: Rung, round_id: UUID) -> Session | None:
    """The session that decides in a round what the actor's kelurahan says, as long as it has not done so."""
    office = actor.office
    if rung != Rung.KELURAHAN or office is None:
        return None
    rows = Session.objects.filter(round=round_id, territory=office.territory_id)
    return rows.exclude(status="decided").select_related(*SESSION).first()


def is_decided(found: Round, path: str) -> bool:
    """Whether the session of the kelurahan in which a place lies has decided: from then on no RW's order counts."""
    return Session.objects.filter(round=found, path=path[: rules.KELURAHAN], status="decided").exists()


def sessions(actor: Actor, found: Round) -> list[Session]:
    """Those of a round that the actor sees, by place; a city has some dozens."""
    rows = Session.objects.filter(round=found).select_related(*SESSION).order_by("path")
    return [row for row in rows if session_rules.visible(actor, row.path)]


def session_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every session's id, version and state, for `verify`."""
    yield from Session.objects.order_by("pk").values_list("id", "version", "status").iterator()


def called(found: Session) -> Meeting | None:
    """The meeting of its kind to which the place invites, and which no other session is tied to."""
    column = "kecamatan_id" if found.territory.level == "kecamatan" else "kelurahan_id"
    rows = Meeting.objects.filter(
        kind__key=session_rules.KINDS[found.territory.level], status__in=("convened", "running"),
        institution__territory=found.territory, **{column: found.territory_id},
    ).exclude(pk__in=Session.objects.exclude(meeting=None).values("meeting"))  # fmt: skip
    return rows.select_related("institution").order_by("starts_at", "id").first()


def before(found: Round, territory: Territory) -> QuerySet[Proposal]:
    """The proposals that come before the session of a place: by RW, each in its own order."""
    column = "kecamatan_id" if territory.level == "kecamatan" else "kelurahan_id"
    places, status = {f"{column}__in": territories.with_former(territory)}, session_rules.LEVELS[territory.level]
    rows = Proposal.objects.filter(round=found, status=status, **places)
    return rows.order_by("path", "rank", "id")


def unlisted(found: Session) -> list[UUID]:
    """What was proposed since the list was made, and has no number yet."""
    known = set(Matter.objects.filter(session=found).values_list("proposal", flat=True))
    return [pk for pk in before(found.round, found.territory).values_list("pk", flat=True) if pk not in known]


def matters(found: Session, numbers: Collection[int] | None = None) -> list[Matter]:
    """What, where, whose of all that lies before a session, by number; or only of what bears these numbers."""
    rows = Matter.objects.filter(session=found).select_related("proposal__territory__parent", "proposal__proposer")
    return list((rows if numbers is None else rows.filter(number__in=numbers)).order_by("number"))


def last_spoken(found: Session, most: int) -> list[Matter]:
    """What was spoken of last, the newest first."""
    rows = Matter.objects.filter(session=found, talked_at__isnull=False).select_related("proposal")
    return list(rows.order_by("-talked_at", "-number")[:most])


def gathered(found: Session) -> dict[int, int]:
    """How many were merged into what lies before a session, by number; none where nothing was."""
    rows = Matter.objects.filter(session=found, proposal__merged__isnull=False)
    return dict(rows.values_list("number").annotate(Count("proposal__merged")))


def talks(found: Session) -> dict[int, str]:
    """What was said of each, by number; "" of those that were not spoken of."""
    return dict(Matter.objects.filter(session=found).values_list("number", "talk"))


def matter(found: Session, number: int) -> Matter:
    """One of them; Refused("not_found")."""
    rows = Matter.objects.filter(session=found, number=number).select_related(*(f"proposal__{name}" for name in ROW))
    row = rows.first()
    if row is None:
        raise Refused("not_found", f"Nomor {number} tidak ada di sidang ini.")
    return row


def next_open(found: Session, after: int) -> int | None:
    """The next number that was not spoken of: those behind it first, then from the beginning."""
    rows = Matter.objects.filter(session=found, talk="").exclude(proposal__status__in=GONE).order_by("number")
    loose = list(rows.values_list("number", flat=True))
    return next((number for number in loose if number > after), loose[0] if loose else None)


def spoken(found: Proposal) -> list[TrailLine]:
    """What sessions said of a proposal, for its trail."""
    rows = Matter.objects.filter(proposal=found).exclude(talk="").select_related("session__territory")
    return [
        TrailLine(row.talked_at, f"Dibahas dalam sidang {row.session.territory.label}",
                  " · ".join(part for part in (row.get_talk_display(), row.note) if part))
        for row in rows if row.talked_at
    ]  # fmt: skip


def numbers(found: Session) -> list[int]:
    """The numbers that a ballot may name; before the voting those that still stand and were not put off."""
    rows = Matter.objects.filter(session=found)
    if found.status == "prepared":
        rows = rows.filter(proposal__status=session_rules.LEVELS[found.territory.level]).exclude(talk="postponed")
    else:
        rows = rows.filter(on_ballot=True)
    return list(rows.order_by("number").values_list("number", flat=True))


# What a ballot says of a proposal.
BALLOT_LINE = (
    "number", "proposal__title", "proposal__cost", "proposal__territory__level", "proposal__territory__name",
    "proposal__territory__parent__name",
)  # fmt: skip
_on_ballot = Prepared(
    lambda session: Matter.objects.filter(session=session, on_ballot=True).order_by("number")
    .values_list(*BALLOT_LINE), session=UUIDField(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What a ballot says of a proposal."""

    number: int
    title: str
    cost: int
    place: str


def on_ballot(found: Session) -> list[Line]:
    """What stands on the ballots, by number; before the voting opens nothing does."""
    return [Line(number, title, cost, label(level, name, parent))
            for number, title, cost, level, name, parent in _on_ballot(session=found.pk)]  # fmt: skip


def asks(found: Session) -> ballots.Rules:
    """What the session asks of a ballot."""
    return ballots.Rules(found.ballot_form, frozenset(numbers(found)), found.names_most, found.points_each)


def delegations(found: Session) -> list[Delegation]:
    """By body: the RW in their order, then the organisations."""
    rows = Delegation.objects.filter(session=found).select_related("institution__territory", "institution__kind")
    return sorted(rows, key=lambda row: _by_place(row.institution, found.territory))


def _by_place(body: Institution, place: Territory) -> tuple[bool, str, str]:
    """What lies below the place comes first, in its order; then the organisations of the place itself."""
    return body.territory_id == place.pk, body.territory.path, str(body)


def senders(territory: Territory) -> list[Institution]:
    """Who may send delegates: the bodies of the RW (of a kecamatan: of its kelurahan) and the organisations there."""
    below = ("kelurahan", "desa") if territory.level == "kecamatan" else ("rw",)
    rows = Institution.objects.filter(
        Q(territory=territory) | Q(territory__parent=territory, territory__level__in=below), ends__isnull=True
    ).exclude(kind__tier="opd")
    return sorted(rows.select_related("territory", "kind"), key=lambda body: _by_place(body, territory))


def quotas(found: Session) -> list[session_rules.Quota]:
    """What the city's quotas ask of the delegations together, and what there is."""
    today = clock.today()
    women = int(regulations.called(session_rules.WOMEN, today, WOMEN_PERCENT))
    disabled = int(regulations.called(session_rules.DISABLED, today, DISABLED_LEAST))
    return session_rules.quotas(delegations(found), women, disabled)


@dataclass(frozen=True, slots=True)
class Counts:
    """Where the ballots of a session are. `once` were typed by one person, `differ` by two who do not agree."""

    made: int
    handed: int
    counted: int
    once: int
    differ: int
    void: int

    @property
    def received(self) -> int:
        """Those that came in and are not spoiled."""
        return self.counted + self.once + self.differ

    @property
    def missing(self) -> int:
        """Those that were given out and did not come in."""
        return max(0, self.handed - self.received)


def counts(found: Session) -> Counts:
    """In two statements, whatever came in."""
    rows = Ballot.objects.filter(session=found).annotate(typings=Count("typed")).values_list("way", "typings")
    ways = list(rows)
    handed = sum(Delegation.objects.filter(session=found).values_list("handed", flat=True))
    return Counts(
        made=len(ways), handed=handed, counted=sum(way not in {"", "void"} for way, _ in ways),
        once=sum(way == "" and typed == 1 for way, typed in ways),
        differ=sum(way == "" and typed == 2 for way, typed in ways), void=sum(way == "void" for way, _ in ways),
    )  # fmt: skip


def spare(seats: int) -> int:
    """How many ballots more than seats are made, for those that are spoiled."""
    return max(2, seats // 10)


def drawn_serial() -> int:
    """Four digits that follow from nothing."""
    return 1000 + int(chance.digits(6)) % 9000


def ballot(found: Session, serial: int) -> Ballot:
    """The ballot under a serial; Refused("no_ballot") where none of this session has it."""
    row = Ballot.objects.filter(session=found, serial=serial).first()
    if row is None:
        raise Refused("no_ballot", f"Tidak ada surat suara bernomor {serial} di sidang ini.", "serial")
    return row


def unused(found: Session, serial: int) -> Ballot:
    """The ballot under a serial if nothing came in under it; Refused("no_ballot" | "used")."""
    row = ballot(found, serial)
    if row.way or typed(row):
        raise Refused("used", "Suara dari lembar ini sudah masuk. Satu lembar untuk satu suara.", "serial")
    return row


def serials(found: Session) -> list[int]:
    """The serials of a session, in order."""
    return list(Ballot.objects.filter(session=found).order_by("serial").values_list("serial", flat=True))


def typed(row: Ballot) -> list[Typed]:
    """What was typed from a ballot, first the first."""
    return list(Typed.objects.filter(ballot=row).order_by("place"))


def differences(found: Session) -> list[tuple[Ballot, Typed, Typed]]:
    """The ballots that two people typed differently, by serial."""
    rows = Typed.objects.filter(ballot__session=found, ballot__way="").select_related("ballot")
    pairs: dict[UUID, list[Typed]] = {}
    for row in rows.order_by("ballot__serial", "place"):
        pairs.setdefault(row.ballot_id, []).append(row)
    return [(first[0].ballot, first[0], first[1]) for first in pairs.values() if len(first) == 2]


def waits_for(found: Session, user_id: UUID | None) -> list[int]:
    """The serials that one person typed and that somebody other than `user_id` did: those a second typist takes up."""
    rows = Typed.objects.filter(ballot__session=found, ballot__way="", place=1).exclude(user=user_id)
    return list(rows.filter(ballot__typed__place=1).annotate(both=Count("ballot__typed")).filter(both=1)
                .order_by("ballot__serial").values_list("ballot__serial", flat=True))  # fmt: skip


def tally(found: Session) -> dict[int, ballots.Tally]:
    """What the counted ballots add up to; nobody is told before the count is closed."""
    return ballots.tally(counted(found).values_list("marks", flat=True), found.ballot_form)


def counted(found: Session) -> QuerySet[Ballot]:
    """The ballots that count, by serial."""
    return Ballot.objects.filter(session=found).exclude(way__in=["", "void"]).order_by("serial")


def ballots_of(found: Session) -> tuple[problem.Ballot, ...]:
    """The counted ballots as the rules read them: the ids of proposals that still stand, with points where given.

    Before the count is closed there are none: nobody looks at half a result.
    """
    if found.status not in {"counted", "decided"}:
        return ()
    known = Matter.objects.filter(session=found).exclude(proposal__status__in=GONE)
    ids = {number: str(pk) for number, pk in known.values_list("number", "proposal")}
    pointed = found.ballot_form != ballots.APPROVAL
    read = []
    for text in counted(found).values_list("marks", flat=True):
        said = [mark for mark in ballots.marks(text, found.ballot_form) if mark.number in ids]
        points = tuple(mark.points for mark in said) if pointed else ()
        read.append(problem.Ballot(tuple(ids[mark.number] for mark in said), points))
    return tuple(read)
