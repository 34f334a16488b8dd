"""What a session asks of the office of its place on *Hari ini*: to be prepared, to begin, to have its ballots typed, to
be decided, and its berita acara to be issued."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse

from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor, Office
from rembuk.foundation.kernel.seams import Task
from rembuk.foundation.territory.models import DIGITS
from rembuk.planning.musrenbang import choice_rules, queries, rules, session_rules
from rembuk.planning.musrenbang.models import Round, Session

# A session is prepared so long before its stage begins.
AHEAD = timedelta(days=14)
STAGES = {3 * DIGITS: "kecamatan", rules.KELURAHAN: "kelurahan"}


def tasks(actor: Actor) -> list[Task]:
    """Of those who run a session or type its ballots; nobody else is asked."""
    office = actor.office
    if office is None or len(office.path) not in STAGES or not session_rules.types(actor, office.path):
        return []
    found = queries.current_now()
    if found is None or found.status == "prepared":
        return []
    session = queries.session_at(found, office.territory_id)
    if session is None:
        return list(_to_prepare(actor, office, found))
    if session.status == "voting":
        return list(_typing(actor, session))
    return list(_beginning(session)) or list(_to_end(actor, session))


def _to_prepare(actor: Actor, office: Office, found: Round) -> Iterator[Task]:
    stage = queries.stage(found, STAGES[len(office.path)])
    if stage is None or not session_rules.runs(actor, office.path):
        return
    if stage.starts - AHEAD <= clock.today() <= stage.ends:
        url = reverse("musrenbang:sessions")
        due = datetime.combine(stage.starts, time(23, 59, 59), clock.zone())
        yield Task(f"Siapkan sidang musrenbang, mulai {text.day(stage.starts)}", str(found), url, due=due,
                   buttons=(("Siapkan", url),), key=f"musrenbang.prepare:{found.pk}", group="agenda")  # fmt: skip


def _beginning(session: Session) -> Iterator[Task]:
    meeting = session.meeting
    if session.status != "prepared" or meeting is None or meeting.status == "cancelled":
        return
    if clock.local(meeting.starts_at).date() != clock.today():
        return
    page, list_ = (reverse(f"musrenbang:{name}", args=[session.pk]) for name in ("session", "discussion"))
    yield Task(f"Sidang musrenbang hari ini, pukul {text.hour(meeting.starts_at)}", meeting.place, page,
               due=meeting.starts_at, note=str(session.round), buttons=(("Bahas usulan", list_),),
               key=f"musrenbang.session:{session.pk}", group="agenda")  # fmt: skip


def _to_end(actor: Actor, session: Session) -> Iterator[Task]:
    """After its day, or once the votes are counted, a session is decided; then it has a berita acara."""
    meeting = session.meeting
    if not session_rules.runs(actor, session.path):
        return
    if session.status == "decided":
        if not queries.issued(session):
            page = reverse("musrenbang:result", args=[session.pk, choice_rules.purses(session)[-1]])
            yield Task("Terbitkan berita acara musrenbang", str(session), page, buttons=(("Terbitkan", page),),
                       key=f"musrenbang.issue:{session.pk}")  # fmt: skip
        return
    if session.status == "counted" or (meeting is not None and meeting.starts_at < clock.now()):
        page = reverse("musrenbang:session", args=[session.pk])
        yield Task("Putuskan hasil sidang musrenbang", str(session), page, buttons=(("Putuskan", page),),
                   key=f"musrenbang.decide:{session.pk}")  # fmt: skip


def _typing(actor: Actor, session: Session) -> Iterator[Task]:
    differ, wait = queries.counts(session).differ, len(queries.waits_for(session, actor.user_id))
    for count, words, name, button in (
        (differ, "surat suara beda ketikan", "differences", "Lihat lagi"),
        (wait, "surat suara menunggu ketikan kedua", "typing", "Ketik"),
    ):
        if count:
            url = reverse(f"musrenbang:{name}", args=[session.pk])
            yield Task(f"{count} {words}", str(session), url, tone="soon", buttons=((button, url),),
                       key=f"musrenbang.{name}:{session.pk}")  # fmt: skip
