"""Who is told that somebody came: the offices of the place, those who hold or lead what was looked at or promised.

What was seen is read on the page, by those who may: a message says only that somebody came, and where to read on.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.visits import note_notices, plan_notices, queries, rules
from rembuk.coordination.visits.models import FieldNote, Plan, Visit
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Notice, Told
from rembuk.foundation.territory.models import DIGITS

# How deep in the tree of places each level's office stands.
LEVELS = {"kelurahan": 4 * DIGITS, "rw": 5 * DIGITS, "rt": 6 * DIGITS}
NOTED, CONNECTED, PROMISED = (rules.FLOW[name].event for name in ("note", "connect", "promise"))


def notices(told: Told) -> Iterable[Notice]:
    """Each office once; never the body that came itself."""
    if told.subject_kind == Plan.subject_kind:
        return plan_notices.notices(told)
    if told.subject_kind == FieldNote.subject_kind:
        return note_notices.notices(told)
    if told.subject_kind != Visit.subject_kind or told.verb not in {NOTED, CONNECTED, PROMISED}:
        return []
    visit = queries.by_id(told.subject_id)
    if visit is None or visit.status != "noted":
        return []
    found = _promised(visit, told) if told.verb == PROMISED else _came(visit, told)
    once: dict[UUID, Notice] = {}
    for seat, subject, text, url in found:
        if seat.institution_id != visit.body_id:
            once.setdefault(seat.pk, Notice(seat.pk, None, subject[:200], text, url))
    return list(once.values())


Line = tuple[Position, str, str, str]


def _came(visit: Visit, told: Told) -> Iterator[Line]:
    """Who holds what was looked at; at the first note also the offices of the place, nearest first."""
    codes, text = told.body["changes"]["concerns"], f"{visit.title} melihatnya di tempat. Kunjungan {visit.code}."
    looked_at = [link.follow_up for link in queries.work_links(visit)] if codes else []
    for work in looked_at:
        if work.code in codes:
            yield work.holder, f"Dikunjungi: {work.title}", text, reverse("decisions:detail", args=[work.code])
    heard = [link.report for link in queries.report_links(visit)] if codes else []
    for report in heard:
        if report.code in codes:
            yield report.holder, f"Dikunjungi: {report.title}", text, reverse("reports:detail", args=[report.code])
    if told.verb == NOTED:
        subject, text = f"{visit.title} datang ke {visit.territory.label}", "Yang dilihat di sana sudah dicatat."
        yield from ((seat, subject, text, _page(visit)) for seat in _offices(visit))


def _promised(visit: Visit, told: Told) -> Iterator[Line]:
    """Whoever leads is asked by the follow-up itself; here it reads where the promise comes from. So does the place."""
    code = told.body["changes"]["follow_up"]
    work = next((link.follow_up for link in queries.work_links(visit) if link.follow_up.code == code), None)
    if work is None:
        return
    subject, text = f"Dijanjikan di tempat: {work.title}", f"{visit.title} menjanjikannya saat datang."
    yield work.holder, subject, f"{text} Yang dilihat ada di catatan kunjungannya.", _page(visit)
    url = reverse("decisions:detail", args=[work.code])
    yield from ((seat, subject, f"{text} {work.lead} memimpin.", url) for seat in _offices(visit))


def _offices(visit: Visit) -> Iterator[Position]:
    """Of the RT, RW and kelurahan in which the place lies, as far as it lies in one."""
    for level, depth in reversed(LEVELS.items()):
        if len(visit.path) >= depth:
            try:
                yield institutions.responsible_at(visit.path, level)
            except Refused:
                continue


def _page(visit: Visit) -> str:
    return reverse("visits:detail", args=[visit.code])
