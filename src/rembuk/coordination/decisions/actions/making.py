"""A decision asks for work: who leads, who helps with which part, until when, and who will look at it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rembuk.coordination.decisions import counting, places, queries, rules
from rembuk.coordination.decisions.actions import course
from rembuk.coordination.decisions.actions.deciding import decide
from rembuk.coordination.decisions.models import Decision, FollowUp, Inspector, Part, Partner, Priority, Status
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.regulations.models import Rule
from rembuk.foundation.territory.models import Territory


@dataclass(frozen=True, slots=True)
class Support:
    """A body, or a partner by name, and what it does. `is_mutual`: gotong royong, counted in people and hours."""

    task: str
    institution: Institution | None = None
    partner: str = ""
    partner_name: str = ""
    is_mutual: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What is asked. A partner that leads has no account: the city's officer holds it.

    `inspectors` are asked besides RT and RW; who reported the matter is added by the module that knows them.
    """

    title: str
    lead: Institution | None = None
    due: date | None = None
    partner: str = ""
    partner_name: str = ""
    supports: Sequence[Support] = ()
    inspectors: Sequence[Institution] = ()
    priority: str = Priority.NORMAL
    cost: int | None = None
    flagged: bool = False
    place: str = ""
    territory: Territory | None = None


@transaction.atomic
def make_at_item(*, actor: Actor, item: AgendaItem, work: Work) -> FollowUp:
    """A follow-up of what a meeting decided; the first one writes the decision down."""
    decision = queries.of_item(item.pk)
    if decision is None:
        try:
            with transaction.atomic():
                decision = decide(actor=actor, item=item)
        except IntegrityError:
            raise Refused("stale", "Orang lain baru saja membuatnya. Muat ulang halaman.") from None
    return make(actor=actor, decision=decision, work=work)


@transaction.atomic
def make(*, actor: Actor, decision: Decision, work: Work) -> FollowUp:
    """Asks a body to lead a piece of work, with all who help and all who may inspect it."""
    if not rules.may_decide(actor, decision.body_id) and decision.body_id not in queries.stands_in(actor):
        raise Refused("not_allowed", "Hanya lembaga yang memutuskan yang membuat tindak lanjutnya.")
    course.hold(decision)
    if decision.status != "standing":
        raise Refused("wrong_step", f"Keputusan ini {decision.get_status_display()}; tidak bisa ditambah lagi.")
    title = course.line(work.title, "title", 160, "Tulis apa yang dikerjakan.")
    holder = _holder(decision.body, work)
    now = clock.now()
    due, pinned = _due(work.due, decision, now)
    place = work.territory or decision.territory
    if not place.path.startswith(decision.path) and not decision.path.startswith(place.path):
        raise Refused("elsewhere", "Tempatnya di luar wilayah keputusan ini.", "territory")
    row = FollowUp(
        code=_code(now), decision=decision, title=title, place=work.place.strip()[:160],
        is_private=decision.is_private, body=decision.body, lead=holder.institution, holder=holder,
        partner=work.partner, partner_name=_partner(work), priority=_priority(work.priority), cost=work.cost,
        needs_more=_needs_more(work), decided_at=decision.decided_at, asked_at=now, news_at=now, total_due=due,
        total_rule=pinned, **places.columns(place), **course.stage(Status.ASKED, now, due),
    )  # fmt: skip
    row.save(force_insert=True)
    parts = _parts(row, decision.body, work.supports)
    inspectors = _inspectors(row, work, {row.lead_id, *(part.institution_id for part in parts if part.institution_id)})
    audit.record(
        actor, row, rules.FLOW["make"].event,
        changes={
            "decision": decision.code, "lead": str(row.lead), "partner": row.partner_name, "due": due,
            "parts": [part.who for part in parts], "inspectors": [known.who for known in inspectors],
            "needs_more": row.needs_more, "priority": row.priority,
            "counted": [[], counting.standing(row)],
        },
    )  # fmt: skip
    audit.move(actor, decision, rules.DECISION_FLOW["follow"], details={"follow_up": row.code})
    course.tell_above(actor, decision, "followed")
    return row


@transaction.atomic
def pass_on(
    *, actor: Actor, follow_up: FollowUp, reason: str, lead: Institution | None = None, partner: str = "",
    partner_name: str = "",
) -> FollowUp:  # fmt: skip
    """Gives the lead to another body, which has to accept it anew: the first one was closed, or is not the right one.

    What was promised stays, and the clock of the whole runs on. Nobody who may inspect can become the doer.
    """
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan mengapa dipindahkan; keduanya membacanya.", "reason")
    course.allow(actor, "pass_on", follow_up)
    work = Work(follow_up.title, lead=lead, partner=partner, partner_name=partner_name)
    holder = _holder(queries.asks(actor, follow_up), work)
    if holder.institution_id == follow_up.lead_id and not partner:
        raise Refused("same_lead", f"{follow_up.lead} sudah memimpinnya.", "lead")
    if lead is not None and follow_up.inspectors.filter(institution=lead).exists():
        raise Refused("inspector", f"{lead} yang mengecek pekerjaan ini, jadi tidak bisa memimpinnya.", "lead")
    if lead is not None and follow_up.parts.filter(institution=lead).exclude(status="excused").exists():
        raise Refused("twice", f"{lead} sudah mendukung dengan bagiannya sendiri.", "lead")
    changes = {"lead_id": holder.institution_id, "holder_id": holder.pk, "partner": partner,
               "partner_name": _partner(work)}  # fmt: skip
    details = {"lead_was": str(follow_up.lead), "lead_now": work.partner_name or str(holder.institution)}
    course.go(actor, "pass_on", follow_up, changes=changes, details=details, reason=reason, allowed=True)
    return follow_up


@transaction.atomic
def name_reporters(*, actor: Actor, decision: Decision, users: Collection[UUID]) -> None:
    """Whoever reported the matter may say whether it is done: told by the module above, as the work is made."""
    for row in queries.open_of(decision):
        known = {inspector.user_id for inspector in row.inspectors.all()}
        new = [user for user in users if user not in known] if row.status == Status.ASKED else []
        for user in new:
            Inspector(follow_up=row, kind="reporter", user_id=user).save(force_insert=True)
        if new:
            audit.record(actor, row, "decisions.reporter_named", changes={"reporters": len(new)})


def _holder(body: Institution, work: Work) -> Position:
    """Who must act: the lead's office; for a partner without account the city's officer."""
    if work.partner:
        if work.lead is not None:
            raise Refused("one_lead", "Pilih satu pemimpin: lembaga kota atau mitra, bukan keduanya.", "lead")
        if rules.level_of(body) not in rules.OFFICES:
            raise Refused("lead_not_ours", "Mitra disurati oleh kelurahan ke atas. Minta lewat lurah.", "lead")
        return institutions.named_office("petugas_kota")
    if work.lead is None:
        raise Refused("no_lead", "Pilih satu lembaga yang memimpin.", "lead")
    _demand_open(work.lead, "lead")
    if not rules.may_ask(body, work.lead):
        raise Refused("lead_not_ours", f"{work.lead} di luar yang bisa diminta {body}.", "lead")
    return institutions.unit_office(work.lead)


def _demand_open(body: Institution, field: str) -> None:
    if body.ends is not None and body.ends <= clock.today():
        raise Refused("ended", f"{body} sudah ditutup. Pilih penggantinya.", field)


def _partner(work: Work) -> str:
    if not work.partner:
        return ""
    if work.partner not in Partner.values:
        raise Refused("no_partner", "Pilih mitranya dari daftar.", "partner")
    return (work.partner_name.strip() or str(Partner(work.partner).label))[:160]


def _priority(value: str) -> str:
    if value not in Priority.values:
        raise Refused("no_priority", "Pilih: biasa, penting, atau mendesak.", "priority")
    return value


def _due(wanted: date | None, decision: Decision, now: datetime) -> tuple[datetime, Rule]:
    """What is promised, and the row that bounds it: at the latest, and where nothing is said, its limit."""
    longest, pinned = regulations.limit("decisions.total", now)
    return (rules.check_due(wanted, decision.decided_at, longest) if wanted else longest), pinned


def _needs_more(work: Work) -> bool:
    today = clock.today()
    if work.cost is not None and work.cost < 0:
        raise Refused("no_cost", "Biayanya tidak bisa kurang dari nol.", "cost")
    return rules.needs_more(
        flagged=work.flagged, cost=work.cost, above=regulations.number("decisions.inspect.sum", today),
        drawn=int(chance.digits(2)), percent=regulations.number("decisions.inspect.sample", today),
    )  # fmt: skip


def _parts(row: FollowUp, body: Institution, supports: Iterable[Support]) -> list[Part]:
    """Who helps: each once, with its own part, and never the lead itself."""
    found: list[Part] = []
    for support in supports:
        task = course.line(support.task, "supports", 200, "Tulis bagian tiap pendukung.")
        other = support.institution
        if other is not None:
            _demand_open(other, "supports")
            if other.pk == row.lead_id or other.pk in {part.institution_id for part in found}:
                raise Refused("twice", f"{other} sudah ikut. Satu lembaga satu bagian.", "supports")
            if not rules.may_ask(body, other):
                raise Refused("lead_not_ours", f"{other} di luar yang bisa diminta {body}.", "supports")
        elif support.partner not in Partner.values or not support.partner:
            raise Refused("no_partner", "Pilih lembaga atau mitra yang mendukung.", "supports")
        name = "" if other else (support.partner_name.strip() or str(Partner(support.partner).label))
        part = Part(follow_up=row, institution=other, partner="" if other else support.partner,
                    partner_name=name[:160], task=task, is_mutual=support.is_mutual)  # fmt: skip
        part.save(force_insert=True)
        found.append(part)
    return found


def _inspectors(row: FollowUp, work: Work, doers: set[UUID]) -> list[Inspector]:
    """Who may look: RT and RW of the place, and whom the decision names; never a doer.

    What is closed may be about the neighbourhood's own heads. Where nobody is left, the level above looks.
    """
    near = [] if row.is_private else queries.neighbourhood(row.territory)
    found = [Inspector(follow_up=row, kind="neighbourhood", institution=body) for body in near if body.pk not in doers]
    for body in work.inspectors:
        _demand_open(body, "inspectors")
        if body.pk in doers:
            raise Refused("doer", f"{body} ikut mengerjakan, jadi tidak boleh mengeceknya.", "inspectors")
        if body.pk not in {known.institution_id for known in found}:
            found.append(Inspector(follow_up=row, kind="institution", institution=body))
    if not found:
        found += [Inspector(follow_up=row, kind="institution", institution=_above(row, doers))]
    for known in found:
        known.save(force_insert=True)
    return found


def _above(row: FollowUp, doers: set[UUID]) -> Institution:
    level = rules.level_of(row.lead)
    while level := rules.level_above(level):
        body = institutions.responsible_at(row.path, level).institution
        if body.pk not in doers:
            return body
    watch = institutions.named_office("inspektorat").institution
    if watch.pk in doers:
        raise Refused("no_inspector", "Pilih lembaga lain yang mengecek di lapangan.", "inspectors")
    return watch


def _code(now: datetime) -> str:
    while True:
        code = f"TL-{clock.local(now):%y}-{chance.word(5)}"
        if not FollowUp.objects.filter(code=code).exists():
            return code
