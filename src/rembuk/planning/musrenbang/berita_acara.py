"""The berita acara of a session with its annexes: priorities, those by unit, what was not agreed, who was there."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.text import capfirst

from rembuk.coordination.meetings import queries as meetings
from rembuk.coordination.meetings.bundle import blocks, paper
from rembuk.coordination.meetings.bundle.blocks import Sheet
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.planning.musrenbang import queries
from rembuk.planning.musrenbang.choosing.rules import RULES
from rembuk.planning.musrenbang.models import Choice, Fate, Purse, Ruling, Session

NOT_FUNDED = "Prioritas dalam berita acara ini belum didanai: dananya baru ada bila tercantum di DPA."
WORK = ("No.", "Kegiatan", "Lokasi", "Volume", "Perkiraan biaya", "Penerima manfaat")
WIDTHS = (0.4, 2.4, 1.6, 1, 1.3, 1)

docx, pdf = paper.docx, paper.pdf


def sheet(session: Session) -> Sheet:
    """All that the session decided, as it stands."""
    rulings = list(queries.rulings(session).values())
    told = {row.purse: queries.choices(row) for row in rulings}
    office = institutions.institution_at(session.territory, session.territory.level)
    return Sheet(
        title="Berita acara musrenbang", about=str(session),
        letterhead=meetings.letterhead(office) if office else [session.territory.label], landscape=True,
        blocks=[
            *_opening(session, rulings),
            *_own(told.get(Purse.KELURAHAN, [])), *_by_unit(told.get(Purse.UNIT, [])), *_not_agreed(session, told),
            *_present(session), *_envoys(session),
        ],
    )  # fmt: skip


def _opening(session: Session, rulings: Sequence[Ruling]) -> list[dict[str, object]]:
    meeting = session.meeting
    decided = max((row.decided_at for row in rulings), default=session.prepared_at)
    # What was decided before the day to which people were invited was not decided on that day, nor there.
    held = meeting is not None and clock.local(meeting.starts_at).date() <= clock.local(decided).date()
    when = meeting.starts_at if meeting and held else decided
    place = f", bertempat di {meeting.place}" if meeting and held else ""
    return [
        blocks.text(
            f"Pada hari ini, {text.day_in_words(when)} ({text.day(when)}){place}, telah diadakan musrenbang "
            f"{session.territory.label} untuk rencana tahun {session.round.year} dengan tema “{session.round.theme}”. "
            "Peserta menyepakati hal-hal berikut.", NOT_FUNDED,
        ),
        blocks.listed([ruled(row) for row in rulings]),
        *(blocks.text(row.note) for row in rulings if row.note),
    ]  # fmt: skip


def ruled(row: Ruling) -> str:
    """How a purse was decided, in a sentence or two."""
    how = (f"pemungutan suara, {row.votes_for} setuju dan {row.votes_against} tidak setuju" if row.is_by_vote
           else "mufakat")  # fmt: skip
    return (
        f"{capfirst(row.get_purse_display())}: menurut aturan “{RULES[row.rule].label}”, "
        f"disepakati dengan {how}. "
        f"Pagu {rupiah(row.budget)}, terpakai {rupiah(row.spent)}, sisa {rupiah(row.budget - row.spent)}."
    )


def _work(number: int, row: Choice) -> list[str]:
    one = row.proposal
    place = ", ".join(part for part in (one.territory.label, one.place) if part)
    served = one.beneficiaries_together or one.beneficiaries
    return [str(number), one.title, place, f"{one.volume.normalize():f} {one.unit}", rupiah(row.cost),
            f"{served} jiwa" if served else "–"]  # fmt: skip


def _own(rows: Sequence[Choice]) -> list[dict[str, object]]:
    chosen = [row for row in rows if row.fate == Fate.IN]
    if not chosen:
        return []
    table = blocks.table(WORK, WIDTHS, [_work(row.rank or 0, row) for row in chosen])
    return [blocks.heading("Lampiran I: prioritas dana kelurahan"), table]


def _by_unit(rows: Sequence[Choice]) -> list[dict[str, object]]:
    """The priorities in their order, under the unit that is asked."""
    chosen = sorted((row for row in rows if row.fate == Fate.IN), key=lambda row: (unit(row), row.rank or 0))
    found = [blocks.heading("Lampiran II: prioritas menurut OPD")] if chosen else []
    for name, group in groupby(chosen, key=unit):
        works = [_work(row.rank or 0, row) for row in group]
        found += [blocks.item(name), blocks.table(WORK, WIDTHS, works)]
    return found


def unit(row: Choice) -> str:
    """Who is asked for it."""
    return str(row.institution or "OPD belum ditentukan")


def _not_agreed(session: Session, told: dict[str, list[Choice]]) -> list[dict[str, object]]:
    out = [row for rows in told.values() for row in rows if row.fate == Fate.OUT]
    put_off = [row for row in queries.matters(session) if row.talk == "postponed"]
    rows = [[str(number), row.proposal.title, row.proposal.territory.label, rupiah(row.cost), row.sentence]
            for number, row in enumerate(out, 1)]  # fmt: skip
    rows += [[str(number), row.proposal.title, row.proposal.territory.label, rupiah(row.proposal.cost),
              f"Ditunda: {row.note}"] for number, row in enumerate(put_off, len(rows) + 1)]  # fmt: skip
    if not rows:
        return []
    head = ("No.", "Kegiatan", "Lokasi", "Perkiraan biaya", "Alasan")
    return [blocks.heading("Lampiran III: tidak disepakati"), blocks.table(head, (0.4, 2, 1.2, 1.2, 3), rows)]


def _present(session: Session) -> list[dict[str, object]]:
    """Who came, as the meeting has it; without one, how many each body sent."""
    found = _came(session) if session.meeting is not None else _sent(session)
    return [blocks.heading("Daftar hadir"), found] if found["rows"] else []


def _came(session: Session) -> dict[str, Any]:
    people = meetings.attendances(session.meeting) if session.meeting else []
    rows = [[str(number), row.name, row.office, text.hour(row.arrived_at) if row.arrived_at else "tidak hadir"]
            for number, row in enumerate(people, 1)]  # fmt: skip
    return blocks.table(("No.", "Nama", "Jabatan", "Hadir pukul"), (0.4, 2, 2, 1), rows)


def _sent(session: Session) -> dict[str, Any]:
    rows = [[str(number), str(row.institution), f"{row.seats} orang", f"{row.women} orang", f"{row.disabled} orang"]
            for number, row in enumerate(queries.delegations(session), 1)]  # fmt: skip
    return blocks.table(("No.", "Utusan dari", "Jumlah", "Perempuan", "Disabilitas"), (0.4, 2.4, 1, 1, 1), rows)


def _envoys(session: Session) -> list[dict[str, object]]:
    rows = [[str(number), row.name, row.body or "–"] for number, row in enumerate(queries.envoys(session), 1)]
    if not rows:
        return []
    above = "kecamatan" if session.territory.level != "kecamatan" else "kota"
    return [blocks.heading(f"Utusan ke musrenbang {above}"), blocks.table(("No.", "Nama", "Dari"), (0.4, 2, 2), rows)]
