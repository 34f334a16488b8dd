"""What an RW and the kelurahan do with proposals: put them in order, send back, merge and part."""

from collections.abc import Collection, Sequence
from itertools import combinations
from uuid import UUID

from django.db import transaction

from rembuk.coordination.decisions import places
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import queries as file_queries
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Move
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import queries, rules
from rembuk.planning.musrenbang.models import Apart, Proposal, Round, Session


@transaction.atomic
def order(*, actor: Actor, round_: Round, rw: Territory, ids: Sequence[UUID]) -> list[Proposal]:
    """An RW's own order, first the most wanted: `ids` are all its open proposals, each once."""
    if rw.level != "rw" or actor.office is None or not actor.holds(rules.ORDER, rw.path):
        raise Refused("not_allowed", "Urutan ditetapkan RW sendiri, atau kelurahan dari kertas atas nama RW.")
    rules.demand_open(round_)
    if queries.is_decided(round_, rw.path):
        raise Refused("too_late", "Sidang kelurahan sudah memutuskan; urutan RW tidak dipakai lagi.")
    rows = {row.pk: row for row in queries.ordered(round_, rw)}
    if len(set(ids)) != len(ids) or set(ids) != rows.keys():
        raise Refused("stale", "Daftar usulan RW sudah berubah. Muat ulang halaman, lalu urutkan lagi.")
    for place, pk in enumerate(ids, 1):
        if rows[pk].rank != place:
            audit.move(actor, rows[pk], rules.FLOW["rank"], changes={"rank": place})
    return [rows[pk] for pk in ids]


@transaction.atomic
def return_for_completion(*, actor: Actor, proposal: Proposal, reason: str) -> Proposal:
    """The proposer is asked for what is missing."""
    rules.demand(actor, "return_for_completion", proposal)
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan apa yang perlu dilengkapi; pengusul membacanya.", "reason")
    audit.move(actor, proposal, rules.FLOW["return_for_completion"], reason=reason.strip())
    return proposal


@transaction.atomic
def show_photos(*, actor: Actor, proposal: Proposal, shown: Collection[UUID]) -> Proposal:
    """Which photos everyone sees on its page, once somebody looked at them and masked what shows a person."""
    rules.demand(actor, "show_photos", proposal)
    for photo in file_queries.photos_of(Proposal.subject_kind, proposal.pk):
        if photo.pk in shown:
            files.publish(actor=actor, file=photo)
        else:
            files.hide(actor=actor, file=photo)
    audit.move(actor, proposal, rules.FLOW["show_photos"], details={"shown": len(shown)})
    return proposal


@transaction.atomic
def merge(*, actor: Actor, proposal: Proposal, into: Proposal, beneficiaries: int | None = None) -> Proposal:
    """The same work, asked for twice, becomes one: the other keeps its proposer, words and figures.

    `beneficiaries` is how many all of it serves; without a number, as many as can be told with nobody counted twice.
    """
    rules.demand(actor, "merge", proposal)
    rules.demand(actor, "merge", into)
    if into.pk == proposal.pk:
        raise Refused("itself", "Pilih usulan lain untuk digabungi.", "into")
    if (into.round_id, into.kelurahan_id) != (proposal.round_id, proposal.kelurahan_id):
        raise Refused("elsewhere", "Yang digabung harus dari kelurahan dan putaran yang sama.", "into")
    if queries.merged(proposal):
        raise Refused("gathered", "Usulan lain sudah digabung ke usulan ini. Gabungkan arah sebaliknya.", "into")
    together = beneficiaries or queries.served([into, *queries.merged(into), proposal])
    audit.move(actor, into, rules.FLOW["gather"], changes={"beneficiaries_together": together},
               details={"merged": proposal.code})  # fmt: skip
    audit.move(actor, proposal, rules.FLOW["merge"], changes={"merged_into": into, "rank": None},
               details={"into": into.code})  # fmt: skip
    return into


@transaction.atomic
def merge_all(*, actor: Actor, proposals: Sequence[Proposal], into: Proposal) -> Proposal:
    """A whole group at once: all or none."""
    others = [row for row in proposals if row.pk != into.pk]
    if not others or len(others) == len(proposals):
        raise Refused("nothing", "Centang paling sedikit dua usulan, termasuk yang menjadi induk.")
    for proposal in others:
        merge(actor=actor, proposal=proposal, into=into)
    return into


@transaction.atomic
def tell_apart(*, actor: Actor, proposals: Sequence[Proposal]) -> None:
    """They only look alike: no two of these are offered as the same work again."""
    rows = sorted({row.pk: row for row in proposals}.values(), key=lambda row: row.pk)
    if len(rows) < 2:
        raise Refused("nothing", "Centang paling sedikit dua usulan yang ternyata bukan pekerjaan yang sama.")
    for row in rows:
        rules.demand(actor, "tell_apart", row)
    pairs = [Apart(one=one, other=other) for one, other in combinations(rows, 2)]
    Apart.objects.bulk_create(pairs, ignore_conflicts=True)
    for row in rows:
        from_ = ", ".join(other.code for other in rows if other.pk != row.pk)
        audit.move(actor, row, rules.FLOW["tell_apart"], details={"from": from_})


@transaction.atomic
def part(*, actor: Actor, proposal: Proposal) -> Proposal:
    """It was not the same after all."""
    rules.demand(actor, "part", proposal)
    into = proposal.merged_into
    audit.move(actor, proposal, rules.FLOW["part"], changes={"merged_into": None})
    if into is not None:
        left = queries.merged(into)
        together = queries.served([into, *left]) if left else None
        audit.move(actor, into, rules.FLOW["gather"], changes={"beneficiaries_together": together},
                   details={"parted": proposal.code})  # fmt: skip
    return proposal


def move_places(*, actor: Actor, moves: Sequence[Move]) -> None:
    """Follows territories that got other parents; the deed on the territories is the one that is recorded."""
    for move in moves:
        fields = {column: move.ids[level] for level, column in places.COLUMNS.items() if level in move.ids}
        Proposal.objects.filter(path=move.old).update(path=move.new, **fields)
        Session.objects.filter(path=move.old).update(path=move.new)
