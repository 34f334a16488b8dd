"""Ballots: handed out, typed twice or given on one screen, settled, counted. Each counts once, whatever happens."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import ballots, queries
from rembuk.planning.musrenbang.actions.sessions import FLOW, Sent, hold, make_ballots, renew_list, set_delegations
from rembuk.planning.musrenbang.models import Ballot, Delegation, Matter, Session, Typed

MOST_NAMES, MOST_POINTS = 100, 1000


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a typed ballot: `agrees` is None until a second person typed it."""

    ballot: Ballot
    agrees: bool | None


@transaction.atomic
def set_ballots(
    *, actor: Actor, session: Session, form: str, is_secret: bool = True, names_most: int = 0, points_each: int = 0
) -> Session:
    """Whether and how delegates vote; without a form nobody votes."""
    hold(actor, "set_ballots", session)
    if form not in dict(Session.FORMS):
        raise Refused("no_form", "Pilih cara memilihnya.", "form")
    if form == ballots.POINTS and not 0 < points_each <= MOST_POINTS:
        raise Refused("no_points", f"Berapa poin tiap utusan? Antara 1 dan {MOST_POINTS}.", "points_each")
    if not 0 <= names_most <= MOST_NAMES:
        raise Refused("no_most", f"Paling banyak {MOST_NAMES} usulan; 0 berarti tidak dibatasi.", "names_most")
    told = {"ballot_form": form, "is_secret": is_secret, "names_most": names_most if form else 0,
            "points_each": points_each if form == ballots.POINTS else 0}  # fmt: skip
    audit.move(actor, session, FLOW["set_ballots"], changes=told)
    return session


@transaction.atomic
def open_voting(*, actor: Actor, session: Session) -> Session:
    """What stands on the ballot is fixed, and each seat has its paper."""
    hold(actor, "open_voting", session)
    if not session.ballot_form:
        raise Refused("no_form", "Tetapkan dulu cara memilihnya.")
    if not queries.delegations(session):
        raise Refused("nobody", "Catat dulu utusannya: surat suara dibuat sebanyak utusan.")
    renew_list(actor=actor, session=session)
    numbers = queries.numbers(session)
    if not numbers:
        raise Refused("nothing", "Belum ada usulan yang bisa dipilih.")
    Matter.objects.filter(session=session, number__in=numbers).update(on_ballot=True)
    make_ballots(session)
    told = {"ballots": len(queries.serials(session)), "numbers": len(numbers)}
    audit.move(actor, session, FLOW["open_voting"], details=told)
    return session


@transaction.atomic
def hand_out(*, actor: Actor, session: Session, handed: Mapping[UUID, int]) -> Session:
    """How many ballots each delegation has got, by body; the same said twice is the same. Which ones, nobody notes."""
    hold(actor, "hand_out", session)
    told = {}
    for row in queries.delegations(session):
        count = handed.get(row.institution_id, row.handed)
        if not 0 <= count <= row.seats:
            raise Refused("too_many", f"{row.institution}: paling banyak {row.seats} surat suara, sebanyak utusannya.")
        if count != row.handed:
            Delegation.objects.filter(pk=row.pk).update(handed=count)
            told[str(row.institution)] = [row.handed, count]
    counts = queries.counts(session)
    if counts.received > counts.handed:
        raise Refused("too_few", f"{counts.received} surat suara sudah masuk: yang dibagi tidak mungkin lebih sedikit.")
    if told:
        audit.move(actor, session, FLOW["hand_out"], details={"handed": told})
    return session


@transaction.atomic
def set_table(
    *, actor: Actor, session: Session, sent: Sequence[Sent], handed: Mapping[UUID, int] | None = None
) -> Session:
    """A whole table of delegations at once, and of the ballots that they were given: all of it or nothing."""
    set_delegations(actor=actor, session=session, sent=sent)
    return hand_out(actor=actor, session=session, handed=handed) if handed is not None else session


@transaction.atomic
def type_ballot(*, actor: Actor, session: Session, serial: int, told: str) -> Taken:
    """What one person reads from a paper. Typed alike by two it counts; the same typed again is the same answer."""
    hold(actor, "type_ballot", session)
    if actor.user_id is None:
        raise Refused("not_allowed", "Surat suara diketik orang yang masuk dengan namanya.")
    row, marks = queries.ballot(session, serial), ballots.canonical(told, queries.asks(session))
    known = queries.typed(row)
    own = next((one for one in known if one.user_id == actor.user_id), None)
    if own is not None and own.marks == marks:
        return Taken(row, _agree(known))
    if own is not None:
        raise Refused("yours", f"Surat suara {serial} sudah Anda ketik. Yang kedua diketik orang lain.", "serial")
    _demand_open(row, len(known))
    if not known:
        _demand_handed(session)
    made = Typed(ballot=row, place=len(known) + 1, user_id=actor.user_id, office=actor.label[:300], marks=marks)
    made.save(force_insert=True)
    agrees = _agree([*known, made])
    if agrees:
        _count(row, "twice", marks)
    audit.move(actor, session, FLOW["type_ballot"], details={"serial": serial, "place": made.place, "agrees": agrees})
    return Taken(row, agrees)


@transaction.atomic
def give_ballot(*, actor: Actor, session: Session, serial: int, told: str, request_key: str) -> Ballot:
    """On the shared screen, by the serial of a paper: once. The same key again gives the first answer."""
    hold(actor, "give_ballot", session)
    row, marks, key = queries.ballot(session, serial), ballots.canonical(told, queries.asks(session)), request_key[:64]
    if key and row.request_key == key:
        if row.marks != marks:
            raise Refused("used", "Suara dari lembar ini sudah masuk.", "serial")
        return row
    _demand_open(row, len(queries.typed(row)), "Suara dari lembar ini sudah masuk. Satu lembar untuk satu suara.")
    _demand_handed(session)
    _count(row, "screen", marks, key)
    # Of a secret ballot the journal tells that one came, and not which.
    audit.move(actor, session, FLOW["give_ballot"], details={} if session.is_secret else {"serial": serial})
    return row


@transaction.atomic
def settle_ballot(*, actor: Actor, session: Session, serial: int, told: str) -> Ballot:
    """Two typed it differently; somebody looked at the paper again."""
    hold(actor, "settle_ballot", session)
    row, marks = queries.ballot(session, serial), ballots.canonical(told, queries.asks(session))
    known = queries.typed(row)
    if row.way == "settled" and row.marks == marks:
        return row
    if row.way or _agree(known) is not False:
        raise Refused("no_difference", f"Surat suara {serial} tidak menunggu keputusan.", "serial")
    _count(row, "settled", marks)
    audit.move(actor, session, FLOW["settle_ballot"], details={"serial": serial})
    return row


@transaction.atomic
def void_ballot(*, actor: Actor, session: Session, serial: int, reason: str) -> Ballot:
    """A paper that counts for nothing: torn, unreadable, or replaced by another one."""
    hold(actor, "void_ballot", session)
    row = queries.ballot(session, serial)
    if not reason.strip():
        raise Refused("no_reason", "Tulis mengapa surat suara itu tidak dihitung.", "reason")
    _demand_open(row, 0)
    _count(row, "void", "")
    audit.move(actor, session, FLOW["void_ballot"], details={"serial": serial}, reason=reason.strip())
    return row


@transaction.atomic
def close_voting(*, actor: Actor, session: Session) -> Session:
    """The count is over: nothing waits for a second typist or look. The journal keeps the sums and a digest."""
    hold(actor, "close_voting", session)
    counts = queries.counts(session)
    if counts.once or counts.differ:
        raise Refused("open", f"Belum bisa ditutup: {counts.once} surat suara menunggu orang kedua, "
                              f"{counts.differ} beda ketikan.")  # fmt: skip
    if not counts.counted:
        raise Refused("none", "Belum ada surat suara yang masuk.")
    rows = list(queries.counted(session).values_list("serial", "marks"))
    digest = hashlib.sha256("\n".join(f"{serial}:{marks}" for serial, marks in rows).encode()).hexdigest()
    sums = {str(number): [one.named, one.points] for number, one in sorted(queries.tally(session).items())}
    told = {"counted": counts.counted, "handed": counts.handed, "void": counts.void, "sums": sums, "digest": digest}
    audit.move(actor, session, FLOW["close_voting"], details=told)
    return session


@transaction.atomic
def reopen_voting(*, actor: Actor, session: Session, reason: str) -> Session:
    """A paper was forgotten: the count goes on."""
    hold(actor, "reopen_voting", session)
    if not reason.strip():
        raise Refused("no_reason", "Tulis mengapa dibuka lagi.", "reason")
    audit.move(actor, session, FLOW["reopen_voting"], reason=reason.strip())
    return session


def _agree(known: list[Typed]) -> bool | None:
    return known[0].marks == known[1].marks if len(known) == 2 else None


def _demand_open(row: Ballot, typings: int, said: str = "") -> None:
    if row.way == "void":
        raise Refused("void", f"Surat suara {row.serial} sudah ditandai rusak.", "serial")
    if row.way or typings == 2 or (said and typings):
        raise Refused("used", said or f"Surat suara {row.serial} sudah diketik dua orang.", "serial")


def _demand_handed(session: Session) -> None:
    """More than were given out cannot come in: somebody voted twice, or a number is wrong."""
    counts = queries.counts(session)
    if counts.received >= counts.handed:
        raise Refused("more_than_handed", f"{counts.handed} surat suara dibagi, dan sebanyak itu sudah masuk. "
                                          "Catat dulu yang dibagi, atau periksa nomornya.", "serial")  # fmt: skip


def _count(row: Ballot, way: str, marks: str, key: str = "") -> None:
    if not Ballot.objects.filter(pk=row.pk, way="").update(way=way, marks=marks, request_key=key):
        raise Refused("used", f"Surat suara {row.serial} sudah masuk.", "serial")
    row.way, row.marks, row.request_key = way, marks, key
