"""What stands in the open data of a kelurahan: read in small portions, so that it needs little memory."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F

from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang.models import Choice, Fate, Proposal, Round, Ruling, Status
from rembuk.planning.musrenbang.queries import openly

PORTION = 500
NAMES = {
    "kode": F("code"), "tahun": F("round__year"), "pengusul": F("proposer__name"), "kode_kamus": F("item__code"),
    "pekerjaan": F("title"), "masalah": F("problem"), "tempat": F("place"), "satuan": F("unit"),
    "harga_satuan": F("unit_price"), "biaya": F("cost"), "dana": F("purse"), "bidang": F("field"),
    "opd": F("institution__name"), "penerima_manfaat": F("beneficiaries"), "swadaya_orang": F("people"),
    "swadaya_jam": F("hours"), "urutan_rw": F("rank"), "digabung_ke": F("merged_into__code"), "keadaan": F("status"),
}  # fmt: skip


class Called(NamedTuple):
    """A proposal as everyone knows it."""

    code: str
    title: str


def open_rows(found: Round, kelurahan: Territory, code: str) -> Iterator[dict[str, object]]:
    """All that a kelurahan asked for in a round, but what its proposers took back, oldest first."""
    places = territories.with_former(kelurahan)
    rows, closed = Proposal.objects.filter(round=found, kelurahan_id__in=places), openly.closed_in(places)
    rows = rows.exclude(status=Status.WITHDRAWN).order_by("id")
    more = {"level": F("territory__level"), "own": F("territory__number"), "above": F("territory__parent__number")}
    last: UUID | None = None
    while True:
        portion = rows.filter(id__gt=last) if last else rows
        wanted = portion.values(*openly.CHAIN, "volume", "pokir", "noted_at", "item__name", **NAMES, **more)
        told: list[dict[str, Any]] = [dict(row) for row in wanted[:PORTION]]
        for row in told:
            rt = row["own"] if row["level"] == "rt" else None
            is_closed = not closed.isdisjoint(row[name] for name in openly.CHAIN)
            unsaid = {"masalah": "", "tempat": ""} if is_closed else {}
            yield row | unsaid | {
                "pekerjaan": openly.title(row["pekerjaan"], row["item__name"], is_closed),
                "kode_wilayah": code, "kelurahan": kelurahan.name, "rt": rt,
                "rw": row["above"] if rt else row["own"] if row["level"] == "rw" else None,
                "volume": f"{row['volume'].normalize():f}", "pokir": "ya" if row["pokir"] else "tidak",
                "dicatat": row["noted_at"].date().isoformat(),
            }  # fmt: skip
        if len(told) < PORTION:
            return
        last = told[-1]["id"]


def votes_in(kelurahan: Territory) -> list[Ruling]:
    """The rulings of a kelurahan that were made on ballots, the newest year first."""
    sessions = Ruling.objects.filter(session__territory__in=territories.with_former(kelurahan))
    known = sessions.exclude(session__ballot_form="").select_related("session__round", "session__territory")
    return list(known.order_by("-session__round__year", "purse"))


def proposals_of(ruling: Ruling) -> tuple[dict[str, Called], list[str]]:
    """What a ruling was about, by id, and the ids of what is in."""
    rows = list(Choice.objects.filter(ruling=ruling).order_by("rank", "id"))
    about = Proposal.objects.filter(pk__in=[row.proposal_id for row in rows])
    known = list(about.values_list("code", "title", "item__name", *openly.CHAIN, named=True))
    closed = openly.closed_of({pk for row in known for pk in row[3:]})
    told = {str(row.id): Called(row.code, openly.title(row.title, row.item__name, not closed.isdisjoint(row[3:])))
            for row in known}  # fmt: skip
    return told, [str(row.proposal_id) for row in rows if row.fate == Fate.IN]
