"""An office is handed on: asked for before the term ends, handed over or made from data, and read by the next."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.front.home import memoir, queries, rules
from rembuk.front.home.models import Handover

REMARK = 300


def ask_handovers(now: datetime, limit: int) -> int:
    """Some days before a term ends its holder is asked to hand it over; also of what ended all at once."""
    done = 0
    for term in list(queries.unasked(queries.asked_before())[:limit]):
        try:
            with transaction.atomic():
                _ask(term)
        except IntegrityError:
            continue  # another worker was first
        done += 1
    return done


def _ask(term: Appointment) -> None:
    row = Handover(appointment=term, position=term.position)
    row.save(force_insert=True)
    changes = {"ends": term.ends, "name": term.user.name, "title": term.position.title}
    audit.record(SYSTEM, row, rules.FLOW["ask_handover"].event, changes=changes)


def make_handovers(now: datetime, limit: int) -> int:
    """What was not handed over when the term ended is made from data: the next one never finds nothing."""
    done = 0
    for row in list(queries.over()[:limit]):
        try:
            with transaction.atomic():
                _keep(SYSTEM, "make_handover", row, {}, "")
        except Refused:
            continue
        done += 1
    return done


@transaction.atomic
def hand_over(*, actor: Actor, handover: Handover, remarks: Mapping[str, str], remark: str = "") -> Handover:
    """Whoever leaves says that it is handed over, as it stands now, with a remark beside whatever needs one."""
    rules.demand_handover(actor, "hand_over", handover)
    _keep(actor, "hand_over", handover, remarks, remark.strip())
    return handover


@transaction.atomic
def read_handover(*, actor: Actor, handover: Handover) -> Handover:
    """Whoever comes says that it was read; until then it is their first screen."""
    rules.demand_handover(actor, "read_handover", handover)
    changes = {"read_by": actor.label[:300]}
    audit.move(
        actor, handover, rules.FLOW["read_handover"], changes=changes, unrecorded={"read_at": clock.now()}
    )  # fmt: skip
    return handover


def _keep(actor: Actor, name: str, row: Handover, remarks: Mapping[str, str], remark: str) -> None:
    """Writes down what is there now, and issues it once as a document that can be checked."""
    content = queries.sections(row.position)
    for section in content:
        for item in section["items"]:
            item["remark"] = " ".join(remarks.get(item["key"], "").split())[:REMARK]
    now = clock.now()
    count = sum(len(section["items"]) for section in content)
    audit.move(
        actor, row, rules.FLOW[name], details={"items": count, "title": row.position.title}, reason=remark,
        unrecorded={"content": content, "remark": remark, "by": actor.label[:300], "made_at": now},
    )  # fmt: skip
    code = chance.word(8)
    drawn = memoir.pdf(row, code, now)
    file = files.store_document(
        actor=actor, owner_kind=Handover.subject_kind, owner_id=row.pk, path=row.path, content=drawn,
        name=f"memori-jabatan-{code}.pdf", media_type="application/pdf",
    )  # fmt: skip
    row.document = files.issue(actor=actor, file=file, title=str(row)[:200], code=code)
    Handover.objects.filter(pk=row.pk).update(document=row.document)
