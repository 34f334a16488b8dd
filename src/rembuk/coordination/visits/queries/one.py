"""One visit, what it concerns, and who may read it."""

import json
from collections.abc import Iterator
from uuid import UUID

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.models import FollowUp, Part
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import rules
from rembuk.coordination.visits.models import Companion, Visit, VisitReport, VisitWork
from rembuk.foundation.files import queries as files
from rembuk.foundation.kernel import seal
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

ROW = ("territory__parent", "body")
# The codes of follow-ups begin so; those of reports with three letters of their kelurahan.
OF_WORK = "TL-"


def visit(actor: Actor, code: str) -> Visit:
    """One visit by code; what the actor may not see is not found."""
    found = Visit.objects.filter(code=code.strip().upper()).select_related(*ROW).first()
    if found is None or not sees(actor, found):
        raise Refused("not_found", "Kunjungan ini tidak ada, atau bukan untuk Anda.")
    return found


def by_id(pk: UUID) -> Visit | None:
    """One visit by id, for the program itself; whoever shows it asks `sees` first."""
    return Visit.objects.filter(pk=pk).select_related(*ROW).first()


def by_key(actor: Actor, key: str) -> Visit | None:
    """The visit that this person sent under a key."""
    return Visit.objects.filter(visitor=actor.user_id, request_key=key).select_related(*ROW).first()


def sees(actor: Actor, found: Visit) -> bool:
    """Whether the actor may read it; who was concerned is asked only where the answer hangs on it."""
    return rules.visible(actor, found) or rules.visible(actor, found, concerned=concerned(found))


def is_seen(actor: Actor, pk: UUID) -> bool:
    """Whether the actor may read a visit."""
    found = by_id(pk)
    return found is not None and sees(actor, found)


def concerned(found: Visit) -> set[UUID]:
    """The bodies that came along, and those that lead or help with what was promised."""
    promised = list(VisitWork.objects.filter(visit=found, is_promise=True).values_list("follow_up", "follow_up__lead"))
    bodies = {lead for _, lead in promised}
    if promised:
        parts = Part.objects.filter(follow_up__in=[pk for pk, _ in promised], institution__isnull=False)
        bodies.update(parts.values_list("institution", flat=True))
    return bodies | set(Companion.objects.filter(visit=found).values_list("institution", flat=True))


def subject(actor: Actor, code: str) -> Report | FollowUp:
    """The report or follow-up with a code, as far as the actor sees it."""
    try:
        return decisions.follow_up(actor, code) if code.startswith(OF_WORK) else reports.report(actor, code)
    except Refused:
        raise Refused("not_found", f"Kode {code} tidak ada, atau bukan untuk Anda.", "codes") from None


def report_links(found: Visit) -> list[VisitReport]:
    """The reports that it concerns, oldest first."""
    rows = VisitReport.objects.filter(visit=found).order_by("id")
    return list(rows.select_related(*(f"report__{name}" for name in ("category", "holder", "territory__parent",
                                                                     "body", "stage_rule"))))  # fmt: skip


def work_links(found: Visit) -> list[VisitWork]:
    """The follow-ups that it concerns, what was promised first."""
    rows = VisitWork.objects.filter(visit=found).order_by("-is_promise", "id")
    names = ("decision", "body", "lead", "holder", "territory__parent", "stage_rule", "raised_to")
    with_all = rows.select_related(*(f"follow_up__{name}" for name in names))
    return list(with_all.prefetch_related(
        "follow_up__parts__institution", "follow_up__inspectors__institution", "follow_up__extensions"
    ))  # fmt: skip


def seen_work(actor: Actor, found: Visit) -> list[VisitWork]:
    """Those that the actor may see."""
    return [link for link in work_links(found) if decisions.sees(actor, link.follow_up)]


def has_promise(found: Visit) -> bool:
    """Whether anything was promised there."""
    return VisitWork.objects.filter(visit=found, is_promise=True).exists()


def companions(found: Visit) -> list[Companion]:
    """The bodies that came along."""
    rows = Companion.objects.filter(visit=found).select_related("institution__kind", "institution__territory__parent")
    return list(rows.order_by("id"))


def point(actor: Actor, found: Visit) -> tuple[float | None, float | None]:
    """Where the phone was, for those who may read the visit."""
    if not found.claims or not sees(actor, found):
        return None, None
    told = json.loads(seal.unseal(Visit._meta.db_table, "claims", found.pk, bytes(found.claims)))
    return told["lat"], told["lng"]


def pictures(found: Visit) -> list[bytes]:
    """The photos' bytes as they are shown, to go along with a report on the same place."""
    return [files.content(photo) for photo in files.photos_of(Visit.subject_kind, found.pk)]


def rows() -> Iterator[tuple[UUID, int, str]]:
    """Every visit's id, version and state, for `verify`."""
    yield from Visit.objects.order_by("pk").values_list("id", "version", "status").iterator()
