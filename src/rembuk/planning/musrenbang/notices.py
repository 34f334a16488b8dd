"""Who is told what became of a proposal: its proposer, unless they did it themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Notice, Told
from rembuk.planning.musrenbang import ladder, queries
from rembuk.planning.musrenbang.models import Proposal, Review


@dataclass(frozen=True, slots=True)
class Message:
    subject: str
    text: str


MESSAGES = {
    "musrenbang.proposed": Message("Usulan Anda dicatat", "{code}: {title}. Ditulis {office} atas nama Anda."),
    "musrenbang.returned": Message("Usulan perlu dilengkapi", "{code}: {title}. Buka untuk melihat apa yang kurang."),
    "musrenbang.merged": Message("Usulan digabung", "{code}: {title}, digabung ke {into}. Anda tetap tercatat."),
    "musrenbang.parted": Message("Usulan dipisahkan lagi", "{code}: {title} berdiri sendiri lagi."),
    "musrenbang.withdrawn": Message("Usulan ditarik", "{code}: {title}. Alasannya ada di halamannya."),
}
# Each rung's yes and each other verdict, in words that may be passed on as they are.
SAID = {
    **{f"musrenbang.agreed_{place.key}": Message(place.done, "{code}: {title}. {why}") for place in ladder.LADDER},
    "musrenbang.postponed": Message("Usulan ditunda", "{code}: {title}. {why}"),
    "musrenbang.refused": Message("Usulan tidak disetujui", "{code}: {title}. {why} Bisa diusulkan lagi tahun depan."),
    "musrenbang.sent_back": Message("Usulan perlu dilengkapi", "{code}: {title}. {why}"),
    "musrenbang.cancelled": Message("Usulan dibatalkan", "{code}: {title}. {why}"),
}


def notices(told: Told) -> Iterable[Notice]:
    """The head of the body that proposed; nobody for what that body did itself."""
    if told.verb in SAID:
        return _from_the_ladder(told, SAID[told.verb])
    message = MESSAGES.get(told.verb)
    row = queries.by_id(told.subject_id) if message and told.subject_kind == Proposal.subject_kind else None
    if message is None or row is None:
        return []
    seat = _head(row.proposer)
    if seat is None or told.body["office"] == seat.title:
        return []
    if told.verb == "musrenbang.proposed" and not row.is_from_paper:
        return []
    into = row.merged_into.code if row.merged_into else ""
    text = message.text.format(code=row.code, title=row.title, office=row.office, into=into)
    subject = f"{message.subject}: {row.title}"
    return [Notice(seat.pk, None, subject, text, reverse("musrenbang:detail", args=[row.code]))]


def _from_the_ladder(told: Told, message: Message) -> Iterable[Notice]:
    """Everybody who asked for it, those whose wish was merged into it too: what was said, by whom, and why."""
    row = queries.by_id(told.subject_id)
    if row is None:
        return
    said = [one for one in queries.reviews(row) if one.rung == told.body["changes"]["rung"]]
    for one in (row, *queries.merged(row)):
        seat = _head(one.proposer)
        if seat is not None and told.body["office"] != seat.title:
            text = message.text.format(code=one.code, title=one.title, why=_why(said[-1]) if said else "").strip()
            subject = f"{message.subject}: {one.title}"
            yield Notice(seat.pk, None, subject, text, reverse("musrenbang:detail", args=[one.code]))


def _why(said: Review) -> str:
    words = " ".join(part for part in (said.reason, said.text) if part)
    return f"Kata {said.office}: “{words}”" if words else f"Diputuskan {said.office}."


def _head(body: Institution) -> Position | None:
    """Who acts for an RT or RW now; of an organisation its first seat."""
    level = body.territory.level
    if level in {"rt", "rw"}:
        try:
            return institutions.responsible_at(body.territory.path, level)
        except Refused:
            return None
    seats = [seat.position for known in institutions.seated([body]) for seat in known.seats]
    return min(seats, key=lambda seat: (seat.rank, seat.title), default=None)
