"""What an office leaves to whoever comes next: everything open, promised, silent, asked for, ahead, and vacant."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, UUIDField
from django.urls import reverse

from rembuk.coordination.decisions import queries as decided
from rembuk.coordination.decisions import rules as decision_rules
from rembuk.coordination.decisions import worklist as work
from rembuk.coordination.decisions.models import Extension, Status
from rembuk.coordination.meetings import queries as meetings
from rembuk.coordination.reports import queries as reported
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Appointment, Position
from rembuk.foundation.institutions.queries import seats
from rembuk.foundation.kernel import clock, seams, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.regulations import queries as regulations
from rembuk.front.home import rules
from rembuk.front.home.models import Handover
from rembuk.front.home.queries.todo import waiting

AHEAD = timedelta(days=90)
MOST = 100
# Deputies and operators act in somebody's name and leave nothing of their own.
MANDATES = ("definitive", "acting")
WITH = (
    "position__institution__territory__parent", "position__institution__kind", "appointment__user", "document__file",
)  # fmt: skip

Item = dict[str, str]
Section = dict[str, Any]


def handover(actor: Actor, appointment_id: UUID) -> Handover:
    """The memori of a term; an outsider finds nothing."""
    found = Handover.objects.filter(appointment=appointment_id).select_related(*WITH).first()
    if found is None or not rules.sees_handover(actor, found):
        raise Refused("not_found", "Memori jabatan ini tidak ada, atau bukan untuk Anda.")
    return found


def handover_by_id(pk: UUID) -> Handover | None:
    """One by id, for the program itself; whoever shows it asks first."""
    return Handover.objects.filter(pk=pk).select_related(*WITH).first()


def handover_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every one for `verify`."""
    yield from Handover.objects.order_by("pk").values_list("pk", "version", "status").iterator()


_of_seat = Prepared(
    lambda position: Handover.objects.filter(position=position)
    .select_related("appointment").order_by("-id")[:5],
    position=UUIDField(),
)  # fmt: skip


def pending(actor: Actor) -> Handover | None:
    """What the actor has to read before anything else in this seat, or has to hand over soon."""
    if actor.office is None or not rules.in_person(actor):
        return None
    found: list[Handover] = _of_seat(position=actor.office.position_id)
    # Of what was left in this seat only the newest is read; what came before it was somebody else's to read.
    left = next((row for row in found if row.status != "asked"), None)
    if left is not None and left.status != "read" and rules.comes(actor, left):
        return left
    return next((row for row in found if row.status == "asked" and rules.leaves(actor, row)), None)


def asked_before() -> int:
    """How many days before its end a term's memori is asked for."""
    try:
        return regulations.number(rules.ASKED_BEFORE, clock.today())
    except Refused:
        return rules.UNTIL_THEN


def not_asked_yet(actor: Actor, appointment_id: UUID) -> Appointment | None:
    """A term that has no memori yet, for whoever would see it."""
    rows = Appointment.objects.filter(pk=appointment_id, mandate__in=MANDATES).select_related(
        "user", "position__institution__territory"
    )
    term = rows.filter(~Exists(Handover.objects.filter(appointment=OuterRef("pk")))).first()
    if term is None:
        return None
    return term if rules.sees_handover(actor, Handover(appointment=term, position=term.position)) else None


def unasked(days: int) -> QuerySet[Appointment]:
    """Terms that end within so many days, or ended as many ago, of which nobody has been asked anything."""
    today = clock.today()
    known = Handover.objects.filter(appointment=OuterRef("pk"))
    rows = Appointment.objects.filter(
        ~Exists(known), mandate__in=MANDATES, ends__gt=today - timedelta(days=days),
        ends__lte=today + timedelta(days=days), position__institution__ends__isnull=True,
    )  # fmt: skip
    return rows.select_related("user", "position__institution__territory").order_by("ends", "id")


def over() -> QuerySet[Handover]:
    """Those of terms that have ended without being handed over."""
    rows = Handover.objects.filter(status="asked", appointment__ends__lte=clock.today())
    return rows.select_related(*WITH).order_by("id")


def sections(position: Position) -> list[Section]:
    """Everything that an office leaves, as it stands now; what is closed to the public only by its code."""
    actor, now = seats.in_seat(position), clock.now()
    led = _led(actor)
    silent = [row for row in led if decision_rules.without_news(row, now)]
    told = {row.code for row in silent}
    found = [
        ("open", "Yang menunggu keputusan atau jawaban", _open(actor)),
        ("silent", "Tanpa kabar", [_work(row, f"kabar terakhir {text.day(row.news_at)}") for row in silent]),
        ("promises", "Janji yang sedang dikerjakan", [_work(row) for row in led if row.code not in told]),
        ("given", "Diminta dari lembaga lain, didukung, atau perlu dicek", _others(actor)),
        ("extensions", "Permintaan tambahan waktu yang belum dijawab", _extensions(position)),
        ("meetings", "Rapat yang sudah diundang", _meetings(actor, now)),
        ("recurring", "Masalah yang berulang", _recurring(actor)),
        ("vacant", "Jabatan yang kosong", _vacant(actor)),
    ]
    return [{"key": key, "label": label, "items": items} for key, label, items in found if items]


def _item(key: str, code: str, title: str, note: str, url: str = "") -> Item:
    return {"key": key, "code": code, "title": title, "note": note, "url": url}


def _open(actor: Actor) -> list[Item]:
    tasks, _ = waiting(actor, seams.MANY)
    ids = [UUID(task.key.partition(":")[2]) for task in tasks if task.key.startswith("reports:")]
    codes = {str(pk): code for pk, code in reported.codes(ids).items()}
    return [
        _item(task.key, codes.get(task.key.partition(":")[2], ""), task.title,
              " · ".join(part for part in (task.where, task.note) if part), task.url)
        for task in tasks if task.key.startswith("reports:")
    ]  # fmt: skip


def _led(actor: Actor) -> list[Any]:
    rows: list[Any] = []
    page = decided.lines(actor)
    while page.items and len(rows) < MOST:
        rows += page.items
        if not page.next:
            break
        page = decided.lines(actor, page.next)
    return rows


def _work(row: Any, more: str = "") -> Item:
    state = str(Status(row.status).label)
    note = [state, f"{row.percent}%", f"tenggat {text.day(row.total_due)}", more]
    url = reverse("decisions:detail", args=[row.code])
    return _item(f"work:{row.code}", row.code, work.title_of(row), " · ".join(part for part in note if part), url)


def _others(actor: Actor) -> list[Item]:
    return [
        _work(row, group.label.lower()) for group in decided.others(actor) for row in group.rows
    ]  # fmt: skip


def _extensions(position: Position) -> list[Item]:
    body = position.institution_id
    rows = Extension.objects.filter(answer="", follow_up__lead=body) | Extension.objects.filter(
        answer="", follow_up__body=body
    )
    return [
        _item(f"extension:{row.follow_up.code}", row.follow_up.code, work.title_of(row.follow_up),
              f"diminta sampai {text.day(row.new_due)}", reverse("decisions:detail", args=[row.follow_up.code]))
        for row in rows.select_related("follow_up").order_by("asked_at", "id")[:MOST]
    ]  # fmt: skip


def _meetings(actor: Actor, now: datetime) -> list[Item]:
    rows = meetings.today(actor, now, now + AHEAD)
    return [
        _item(f"meeting:{row.code}", row.code, row.title, text.moment(row.starts_at),
              reverse("meetings:meeting", args=[row.code]))
        for row in rows if row.status == "convened" and not row.brings
    ]  # fmt: skip


def _recurring(actor: Actor) -> list[Item]:
    """Of a neighbourhood or a kelurahan: what came back within a year. Above, the boards tell it."""
    return [
        _item(f"recurring:{label}:{place}", "", label, f"{count} laporan dalam setahun, {place}")
        for label, place, count in reported.came_back(actor)
    ]  # fmt: skip


def _vacant(actor: Actor) -> list[Item]:
    rows = institutions.vacant(actor).order_by("institution__territory__path", "rank", "id")[:MOST]
    return [
        _item(f"vacant:{row.pk}", "", row.title, str(row.institution), reverse("institutions:position", args=[row.pk]))
        for row in rows
    ]  # fmt: skip
