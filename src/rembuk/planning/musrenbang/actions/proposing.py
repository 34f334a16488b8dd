"""What a proposer does: propose, change, complete, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from rembuk.coordination.decisions import places
from rembuk.coordination.decisions import queries as work
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import actions as report_actions
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports import rules as report_rules
from rembuk.coordination.reports.models import Report
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.files import actions as files
from rembuk.foundation.files import queries as file_queries
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang import checks, ladder, queries, rules
from rembuk.planning.musrenbang.models import Asked, Field, Item, Land, Proposal, Purse, Round, Rung

# How long each text may be, and what it is called: what does not fit is refused, never cut.
LONGEST = (("title", 160, "Pekerjaannya"), ("problem", 2000, "Masalahnya"), ("unit", 30, "Satuannya"),
           ("place", 160, "Patokan tempatnya"), ("materials", 200, "Bahan swadayanya"),
           ("pokir", 120, "Nama anggota DPRD-nya"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, in the proposer's words and figures."""

    title: str
    problem: str
    territory: Territory
    volume: Decimal
    unit: str
    unit_price: int
    cost: int
    purse: str
    field: str
    item: Item | None = None
    institution: Institution | None = None
    place: str = ""
    lat: float | None = None
    lng: float | None = None
    land: str = ""
    beneficiaries: int | None = None
    people: int | None = None
    hours: int | None = None
    materials: str = ""
    pokir: str = ""


@transaction.atomic
def propose(
    *, actor: Actor, proposer: Institution, wish: Wish, photos: Sequence[Any] = (), request_key: str = "",
    report: Report | None = None, follow_up: FollowUp | None = None, came_from: Proposal | None = None,
) -> Proposal:  # fmt: skip
    """Asks the open round for something. The same key again gives the first answer."""
    found = rules.demand_open(queries.open_round())
    if not rules.writes_for(actor, proposer.pk, proposer.territory.path):
        raise Refused("not_allowed", "Usulan ditulis pengurusnya sendiri, atau kelurahan dari kertas atas nama mereka.",
                      "proposer")  # fmt: skip
    if earlier := queries.by_key(found, request_key):
        if not rules.visible(actor, earlier):
            raise Refused("busy", "Usulan belum tersimpan. Muat ulang formulirnya.")
        return earlier
    _in_time(actor, found, proposer)
    own = actor.office is not None and actor.office.institution_id == proposer.pk
    fields = _fields(found, proposer, wish)
    row = Proposal(
        code=_code(found), round=found, proposer=proposer, noted_by_id=actor.user_id, office=actor.label[:300],
        is_from_paper=not own, noted_at=clock.now(), request_key=request_key[:64], handler=wish.institution,
        came_from=came_from, **fields,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if earlier := queries.by_key(found, request_key):
            return earlier
        raise Refused("busy", "Usulan belum tersimpan. Coba kirim sekali lagi.") from None
    source = _link(actor, row, report, follow_up) or (came_from.code if came_from else "")
    told = {"code": row.code, "proposer": str(proposer), "year": found.year, "from": source, **_figures(row)}
    audit.record(actor, row, rules.FLOW["propose"].event, changes=told, reason=row.problem)
    _keep_photos(actor, row, photos)
    return row


@transaction.atomic
def amend(*, actor: Actor, proposal: Proposal, wish: Wish, photos: Sequence[Any] = ()) -> Proposal:
    """The proposer puts it right."""
    return _again(actor, "amend", proposal, wish, photos)


@transaction.atomic
def complete(*, actor: Actor, proposal: Proposal, wish: Wish, photos: Sequence[Any] = ()) -> Proposal:
    """What was missing is there now; it stands among the others again."""
    return _again(actor, "complete", proposal, wish, photos)


def _again(actor: Actor, name: str, proposal: Proposal, wish: Wish, photos: Sequence[Any]) -> Proposal:
    rules.demand(actor, name, proposal)
    early, step = proposal.waits_at == Rung.KELURAHAN, rules.FLOW[name]
    if early:
        _in_time(actor, proposal.round, proposal.proposer)
    fields = _fields(proposal.round, proposal.proposer, wish, but=proposal)
    words = {"problem": fields.pop("problem")}
    if fields["rw_id"] != proposal.rw_id:
        fields["rank"] = None
    if proposal.handler_id == proposal.institution_id:
        fields["handler"] = fields["institution"]
    if not early:
        # It goes back to the rung that asked, by the money that was asked there.
        fields["goes_by"] = rules.purse_of(proposal)
        step = replace(step, target=ladder.below(Rung(proposal.waits_at), fields["goes_by"]))
    audit.move(actor, proposal, step, changes=fields, unrecorded=words, reason=words["problem"])
    _keep_photos(actor, proposal, photos)
    return proposal


@transaction.atomic
def ask_again(*, actor: Actor, proposal: Proposal, wish: Wish | None = None, photos: Sequence[Any] = ()) -> Proposal:
    """What was not funded returns in the open round, as last time or as it is put now; both know of each other."""
    rules.demand(actor, "ask_again", proposal)
    found = rules.demand_open(queries.open_round())
    if found.year <= proposal.round.year:
        raise Refused("too_early", "Usulan ini masih dari putaran yang sama.")
    if again := queries.asked_again(proposal):
        raise Refused("twice", f"Sudah diusulkan lagi: {again}.")
    made = propose(actor=actor, proposer=proposal.proposer, wish=wish or _as_before(proposal), photos=photos,
                   came_from=proposal, request_key=f"lagi:{proposal.pk}")  # fmt: skip
    audit.move(actor, proposal, rules.FLOW["ask_again"], details={"as": made.code})
    return made


def _as_before(row: Proposal) -> Wish:
    """The words and figures of last time. Raises Refused where the dictionary no longer has the item."""
    item = queries.item_called(row.item.code) if row.item else None
    if row.item is not None and item is None:
        raise Refused("item_gone", f"“{row.item.name}” tidak ada lagi di kamus usulan. Pilih yang ada sekarang, "
                                   "atau biarkan sebagai pekerjaan yang ditulis sendiri.", "title")  # fmt: skip
    kept = ("title", "problem", "territory", "volume", "unit", "unit_price", "cost", "purse", "field", "place", "lat",
            "lng", "land", "beneficiaries", "people", "hours", "materials", "pokir", "institution")  # fmt: skip
    return Wish(item=item, **{name: getattr(row, name) for name in kept})


@transaction.atomic
def withdraw(*, actor: Actor, proposal: Proposal, reason: str) -> Proposal:
    """It is asked for no more."""
    rules.demand(actor, "withdraw", proposal)
    if not reason.strip():
        raise Refused("no_reason", "Tuliskan mengapa ditarik.", "reason")
    if queries.merged(proposal):
        raise Refused("gathered", "Usulan lain sudah digabung ke sini. Pisahkan dulu.")
    for photo in file_queries.photos_of(Proposal.subject_kind, proposal.pk):
        files.hide(actor=actor, file=photo)
    audit.move(actor, proposal, rules.FLOW["withdraw"], changes={"rank": None}, reason=reason.strip())
    return proposal


def _fields(found: Round, proposer: Institution, wish: Wish, but: Proposal | None = None) -> dict[str, Any]:
    """The columns of a wish, once nothing speaks against it. Raises Refused."""
    title, problem, unit = " ".join(wish.title.split()), wish.problem.strip(), " ".join(wish.unit.split())
    if not title:
        raise Refused("empty", "Tulis pekerjaan yang diusulkan.", "title")
    if not problem:
        raise Refused("empty", "Tulis masalahnya, satu kalimat cukup.", "problem")
    for name, most, what in LONGEST:
        if len(getattr(wish, name).strip()) > most:
            raise Refused("too_long", f"{what} paling banyak {most} huruf.", name)
    if wish.purse not in Purse.values or wish.field not in Field.values:
        raise Refused("no_purse", "Pilih sumber dana dan bidangnya.", "purse")
    if wish.land not in Land.values:
        raise Refused("no_land", "Pilih milik siapa tempatnya.", "land")
    where = places.columns(wish.territory)
    if "kelurahan_id" not in where or not wish.territory.path.startswith(proposer.territory.path[: rules.KELURAHAN]):
        raise Refused("elsewhere", "Tempatnya harus di kelurahan pengusul.", "kelurahan")
    held, point = queries.known(
        found, title=title, item=wish.item, place=wish.territory, purse=wish.purse, field=wish.field,
        point=(wish.lat, wish.lng), but=but.pk if but else None,
    )  # fmt: skip
    written = checks.Written(wish.volume, unit, wish.unit_price, wish.cost, wish.land, wish.territory.path,
                             proposer.territory.path, point, wish.field == Field.WORKS)  # fmt: skip
    for finding in checks.found(written, held):
        if finding.refuses:
            raise Refused(finding.key, finding.sentence, finding.field)
    kept = ("volume", "unit_price", "cost", "purse", "field", "item", "institution", "lat", "lng", "land",
            "beneficiaries", "people", "hours")  # fmt: skip
    return {name: getattr(wish, name) for name in kept} | where | {
        "title": title, "problem": problem, "unit": unit, "place": wish.place.strip(),
        "materials": " ".join(wish.materials.split()), "pokir": " ".join(wish.pokir.split()),
    }  # fmt: skip


def _figures(row: Proposal) -> dict[str, object]:
    names = ("title", "purse", "field", "volume", "unit", "unit_price", "cost", "pokir", "is_from_paper")
    return {name: getattr(row, name) for name in names} | {"volume": str(row.volume)}


def _in_time(actor: Actor, found: Round, proposer: Institution) -> None:
    """After the last day of intake only those who look through the proposals still write them down."""
    intake = queries.stage(found, "intake")
    if intake and clock.today() > intake.ends and not actor.holds(rules.REVIEW, proposer.territory.path):
        raise Refused("too_late", "Masa usulan RT dan RW sudah lewat. Hubungi kelurahan.")


def _link(actor: Actor, row: Proposal, report: Report | None, follow_up: FollowUp | None) -> str:
    """What it came from stays known; a report that waits for money is carried into the proposal by whoever holds it."""
    if report is not None:
        if report.is_private or not reports.sees(actor, report):
            raise Refused("not_found", "Laporan itu tidak ada, atau bukan untuk Anda.", "report")
        Asked(proposal=row, report=report).save(force_insert=True)
        if report_rules.may(actor, "carry", report):
            report_actions.carry(actor=actor, report=report, note=f"Diusulkan ke {row.round}: {row.code}.",
                                 year=row.round.year)  # fmt: skip
        return report.code
    if follow_up is not None:
        if follow_up.is_private or not work.sees(actor, follow_up):
            raise Refused("not_found", "Tindak lanjut itu tidak ada, atau bukan untuk Anda.", "follow_up")
        Asked(proposal=row, follow_up=follow_up).save(force_insert=True)
        return follow_up.code
    return ""


def _keep_photos(actor: Actor, row: Proposal, photos: Sequence[Any]) -> None:
    for photo in photos:
        files.store_photo(actor=actor, owner_kind=Proposal.subject_kind, owner_id=row.pk, path=row.path, upload=photo)


def _code(found: Round) -> str:
    while True:
        code = f"MU-{found.year % 100:02}-{chance.word(5)}"
        if not Proposal.objects.filter(code=code).exists():
            return code
