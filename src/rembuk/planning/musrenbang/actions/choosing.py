"""What a session binds, and what it decides: a purse at a time, all proposals of it at once or none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.text import capfirst

from rembuk.coordination.meetings import actions as halls
from rembuk.coordination.meetings import queries as hall_queries
from rembuk.coordination.meetings import signing
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import rows
from rembuk.foundation.files import actions as files
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.planning.musrenbang import berita_acara, choice_rules, queries
from rembuk.planning.musrenbang.actions.ladder import Figures, Opinion, write_all
from rembuk.planning.musrenbang.actions.sessions import title_of, wait_for
from rembuk.planning.musrenbang.choosing import checking
from rembuk.planning.musrenbang.choosing.problem import Instance, Outcome
from rembuk.planning.musrenbang.choosing.rules import RULES, offered
from rembuk.planning.musrenbang.models import (
    Choice,
    Envoy,
    Fate,
    Issued,
    Proposal,
    Purse,
    Ruling,
    Session,
    Tie,
    Verdict,
)  # fmt: skip
from rembuk.planning.musrenbang.queries import Case
from rembuk.planning.musrenbang.session_rules import SESSION_FLOW

ENVOYS = 30
CHANGED = "Usulan, suara, atau syaratnya berubah sejak dibandingkan. Lihat lagi perbandingannya, lalu putuskan."


@dataclass(frozen=True, slots=True)
class Agreed:
    """How the session came to it: by mufakat, or by so many votes; and the words for the berita acara."""

    is_by_vote: bool = False
    votes_for: int | None = None
    votes_against: int | None = None
    note: str = ""


@transaction.atomic
def tie(*, actor: Actor, session: Session, kind: str, proposals: Sequence[Proposal], reason: str = "") -> Tie:
    """Works that exclude each other, or that are done together or not at all."""
    known = choice_rules.demand(actor, "tie", session)
    if kind not in dict(Tie.KINDS):
        raise Refused("no_kind", "Pilih apakah usulan ini saling menggantikan atau sepaket.", "kind")
    if len({row.pk for row in proposals}) < 2:
        raise Refused("too_few", "Pilih paling sedikit dua usulan.", "codes")
    told = {"kind": kind, "proposals": sorted(row.code for row in proposals)}
    audit.move(actor, session, known, details=told, reason=reason.strip())
    made = Tie.objects.create(session=session, kind=kind, reason=" ".join(reason.split())[:200])
    made.proposals.set(proposals)
    return made


@transaction.atomic
def untie(*, actor: Actor, session: Session, tie_id: UUID) -> None:
    """It no longer holds."""
    known = choice_rules.demand(actor, "untie", session)
    found = next((row for row in queries.ties(session) if row.pk == tie_id), None)
    if found is None:
        raise Refused("not_found", "Syarat itu sudah tidak ada.")
    told = {"kind": found.kind, "proposals": sorted(row.code for row in found.proposals.all())}
    audit.move(actor, session, known, details=told)
    found.proposals.clear()
    found.delete()


@transaction.atomic
def decide_session(
    *, actor: Actor, session: Session, purse: str, rule: str, seen: str, agreed: Agreed | None = None,
    onward: Collection[str] = (), reason: str = "", unit: Institution | None = None,
) -> Ruling:  # fmt: skip
    """The purse is decided as the rule says, out of what was `seen`: the fingerprint of the comparison.

    What is in becomes a priority. What is not goes on to the units (`onward`, codes; of the kelurahan's own purse only)
    or is not agreed, with its reason; `unit` is asked for what names none. Once every purse is decided, the session is.
    """
    choice_rules.demand(actor, "rule_on", session)
    wait_for(session)
    known = choice_rules.demand(actor, "rule_on", session)
    case = _case(session, purse)
    if case.fingerprint != seen:
        raise Refused("stale_comparison", CHANGED)
    if rule not in offered(case.instance):
        raise Refused("no_rule", "Pilih aturan yang dipakai.", "rule")
    outcome = RULES[rule].choose(case.instance)
    if checking.breaches(case.instance, outcome):
        raise Refused("breach", "Hasil aturan ini melanggar syaratnya sendiri, jadi tidak dicatat. Kabari pengelola "
                                "Rembuk di kota.")  # fmt: skip
    how = _sound(agreed or Agreed())
    if choice_rules.is_early(session) and not how.note.strip():
        raise Refused("too_early", "Sidangnya belum diadakan. Tulis di catatan mengapa diputuskan sekarang.", "note")
    ruling = Ruling(
        session=session, path=session.path, purse=purse, rule=rule, budget=int(case.instance.budget),
        spent=int(outcome.cost), instance=case.text, fingerprint=seen, is_by_vote=how.is_by_vote,
        votes_for=how.votes_for, votes_against=how.votes_against, note=how.note, office=actor.label[:300],
        decided_at=clock.now(),
    )  # fmt: skip
    made = _choices(ruling, case, outcome, onward, reason)
    _name_units(made, queries.sent_on(session), unit)
    audit.move(actor, session, known, details={"purse": purse, "rule": rule, "fingerprint": seen})
    ruling.save(force_insert=True)
    told = {"session": session.pk, "purse": purse, "rule": rule, "spent": ruling.spent, "chosen": len(outcome.selected)}
    audit.record(actor, ruling, known.event, changes=told, reason=how.note)
    rows.write(made)
    _tell_the_ladder(actor, ruling, made)
    _tell_the_minutes(actor, ruling)
    _conclude(actor, session)
    return ruling


def _conclude(actor: Actor, session: Session) -> None:
    """Once nothing is left to decide: what was put off is told so, and the session is over."""
    done = queries.rulings(session)
    if any(name not in done and queries.claimed(session, name) for name in choice_rules.purses(session)):
        return
    rows = queries.put_off(session).select_related("proposal__round", "proposal__proposer__territory")
    said = [Opinion(row.proposal, Verdict.POSTPONED, reason=row.note) for row in rows]
    if said:
        write_all(actor=actor, rung=_rung(session), opinions=said)
    audit.move(actor, session, SESSION_FLOW["decide"])


def _rung(session: Session) -> str:
    return "kelurahan" if session.territory.level in {"kelurahan", "desa"} else "kecamatan"


def _case(session: Session, purse: str) -> Case:
    """What there is to decide now. Raises Refused("no_purse" | "again" | "order" | "nothing")."""
    done, known = queries.rulings(session), choice_rules.purses(session)
    if purse not in known:
        raise Refused("no_purse", "Pilih kantong yang diputuskan.", "purse")
    if purse in done:
        raise Refused("again", f"{capfirst(done[purse].get_purse_display())} sudah diputuskan.")
    if purse == Purse.UNIT and Purse.KELURAHAN in known and Purse.KELURAHAN not in done \
            and queries.claimed(session, Purse.KELURAHAN):  # fmt: skip
        raise Refused("order", "Putuskan dulu dana kelurahan: yang tidak tertampung bisa diteruskan ke usulan OPD.")
    found = queries.case(session, purse)
    if not found.rows:
        raise Refused("nothing", "Tidak ada usulan yang diputuskan dari kantong ini.")
    return found


def _sound(agreed: Agreed) -> Agreed:
    """Raises Refused("no_votes")."""
    votes = (agreed.votes_for, agreed.votes_against)
    if agreed.is_by_vote and (None in votes or not (votes[0] or 0) > (votes[1] or 0)):
        raise Refused("no_votes", "Tulis suara setuju dan tidak setuju; yang setuju harus lebih banyak.", "votes_for")
    if not agreed.is_by_vote and votes != (None, None):
        raise Refused("no_votes", "Mufakat tidak dihitung suaranya. Pilih pemungutan suara bila ada.", "votes_for")
    return agreed


def _choices(ruling: Ruling, case: Case, outcome: Outcome, onward: Collection[str], reason: str) -> list[Choice]:
    """A row for each, the chosen ones in the order in which the rule took them."""
    order = [name for step in outcome.steps for name in step.ids]
    order += [name for name in outcome.selected if name not in set(order)]
    ranks = {name: place for place, name in enumerate(order, 1)}
    costs = {one.id: int(one.cost) for one in case.instance.projects}
    voted = bool(case.instance.ballots)
    may_go_on = ruling.purse == Purse.KELURAHAN
    made = []
    for name, row in case.rows.items():
        fate = Fate.IN if name in ranks else Fate.ONWARD if may_go_on and row.code in onward else Fate.OUT
        made.append(Choice(
            ruling=ruling, proposal=row, fate=fate, rank=ranks.get(name), cost=costs[name],
            votes=case.votes[name] if voted else None,
            sentence="" if fate == Fate.IN else _why(case.instance, outcome, costs[name], fate, reason),
        ))  # fmt: skip
    return made


def _name_units(made: Sequence[Choice], sent: Mapping[UUID, Institution], unit: Institution | None) -> None:
    """Whatever is asked of a unit names it: as proposed, as sent on, by its standard item, or as said now."""
    for row in made:
        if row.fate == Fate.ONWARD or (row.fate == Fate.IN and row.ruling.purse == Purse.UNIT):
            one = row.proposal
            named = one.handler or one.institution or sent.get(one.pk) or (one.item.institution if one.item else None)
            row.institution = named or unit
            if row.institution is None:
                raise Refused("no_unit", f"Pilih OPD yang diminta: {one.code} belum menyebutkannya.", "unit")


def _why(instance: Instance, outcome: Outcome, cost: int, fate: Fate, reason: str) -> str:
    """What stands in Lampiran III; what would have brought it in is worked out when somebody asks."""
    left = int(instance.budget - outcome.cost)
    short = f", kurang {rupiah(cost - left)}" if cost > left else ""
    said = f"Tidak tertampung: biayanya {rupiah(cost)}, sisa pagu {rupiah(left)}{short}."
    ends = "Diteruskan ke usulan OPD." if fate == Fate.ONWARD else " ".join(reason.split())
    return f"{said} {ends}".strip()[:300]


def _tell_the_ladder(actor: Actor, ruling: Ruling, made: Sequence[Choice]) -> None:
    """Each reviewed at the rung of the session; what goes on waits for the other purse, and says so there."""
    said = [_opinion(ruling, row) for row in made if row.fate != Fate.ONWARD]
    if said:
        write_all(actor=actor, rung=_rung(ruling.session), opinions=said)


def _tell_the_minutes(actor: Actor, ruling: Ruling) -> None:
    """How it was decided stands in the minutes of the meeting, as long as they are written; its outcome is noted there.

    Whoever minutes elsewhere, or without the item, writes it down by hand.
    """
    meeting = ruling.session.meeting
    if meeting is None:
        return
    meeting.refresh_from_db(fields=["status"])
    if meeting.status != "running" or not hall_queries.may(actor, "decide", meeting):
        return
    title = title_of(ruling.session)
    for item in [row for row in hall_queries.items(meeting) if row.title == title and not row.outcome][:1]:
        halls.dictate(actor=actor, item=item, decision=berita_acara.ruled(ruling))


def _opinion(ruling: Ruling, row: Choice) -> Opinion:
    if row.fate == Fate.OUT:
        return Opinion(row.proposal, Verdict.REFUSED, reason=row.sentence)
    moved = ruling.purse != (row.proposal.goes_by or row.proposal.purse)
    figures = Figures(institution=row.institution, purse=ruling.purse if moved else "")
    return Opinion(row.proposal, figures=figures, text=f"Prioritas nomor {row.rank}")


@transaction.atomic
def send(*, actor: Actor, session: Session, names: Sequence[tuple[str, str]]) -> list[Envoy]:
    """Who speaks for the session one level up, with their body; the list before is replaced."""
    known = choice_rules.demand(actor, "send", session)
    if queries.issued(session):
        raise Refused("issued", "Berita acara sudah diterbitkan; utusannya tidak diubah lagi.")
    told = {" ".join(name.split())[:120]: " ".join(body.split())[:120] for name, body in names if name.strip()}
    if len(told) > ENVOYS:
        raise Refused("too_many", f"Paling banyak {ENVOYS} utusan.", "names")
    audit.move(actor, session, known, details={"envoys": len(told)})
    Envoy.objects.filter(session=session).delete()
    return Envoy.objects.bulk_create(Envoy(session=session, name=name, body=body) for name, body in told.items())


@transaction.atomic
def issue(*, actor: Actor, session: Session) -> Issued:
    """The berita acara with its annexes, once: from now on /periksa/ knows it."""
    known = choice_rules.demand(actor, "issue", session)
    if queries.issued(session):
        raise Refused("issued", "Berita acara sidang ini sudah diterbitkan.")
    code, signs, now = chance.word(8), signing.signing(), clock.now()
    audit.move(actor, session, known, details={"code": code})
    sheet = berita_acara.sheet(session)
    content = signs.sign(berita_acara.pdf(sheet, code=code, note=signs.note, at=now))
    file = files.store_document(
        actor=actor, owner_kind=session.subject_kind, owner_id=session.pk, path=session.path, content=content,
        name=f"berita-acara-musrenbang-{session.round.year}.pdf", media_type="application/pdf",
    )  # fmt: skip
    document = files.issue(actor=actor, file=file, title=f"Berita acara {session}"[:200], code=code)
    return Issued.objects.create(session=session, document=document)
