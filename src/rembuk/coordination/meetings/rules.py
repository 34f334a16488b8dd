"""The law of the module: a meeting is run by its own body, counts who came, and is locked by the one who chaired it.

Everything here is pure: what may be done when and by whom, when a body meets, and what the locked text is.
"""

import calendar
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Flow, flow, step

FLOW: Flow = flow(
    step("convene", "", "convened", "Undang rapat", "Rapat diundang",
         event="meetings.convened", permission="meetings.convene"),
    step("take_proposal", "convened running", "", "Ambil ke agenda", "Usulan agenda diambil",
         event="meetings.proposal_taken", permission="meetings.convene"),
    step("add_item", "convened running", "", "Tambah butir", "Butir agenda ditambah",
         event="meetings.item_added", permission="meetings.convene"),
    step("order_item", "convened running", "", "Ubah urutan", "Urutan agenda diubah",
         event="meetings.item_ordered", permission="meetings.convene"),
    step("cancel", "convened", "cancelled", "Batalkan rapat", "Rapat dibatalkan",
         event="meetings.cancelled", permission="meetings.convene"),
    step("start", "convened", "running", "Mulai rapat", "Rapat dimulai",
         event="meetings.started", permission="meetings.minute"),
    step("mark_present", "running", "", "Hadir", "Kehadiran dicatat",
         event="meetings.attended", permission="meetings.attend"),
    step("mark_absent", "running", "", "Batal hadir", "Kehadiran dicabut",
         event="meetings.attendance_withdrawn", permission="meetings.attend"),
    step("decide", "running", "", "Catat hasil", "Hasil butir dicatat",
         event="meetings.decided", permission="meetings.minute"),
    step("close_minutes", "running", "minuted", "Selesai rapat", "Notulen selesai ditulis",
         event="meetings.minuted", permission="meetings.minute"),
    step("give_back", "minuted", "running", "Kembalikan ke notulis", "Notulen dikembalikan ke notulis",
         event="meetings.given_back", permission="meetings.minute"),
    step("approve", "minuted", "locked", "Setujui dan kunci", "Notulen disetujui ketua rapat dan dikunci",
         event="meetings.approved", permission="meetings.minute"),
)  # fmt: skip
CHAIRS_ALONE = frozenset({"give_back", "approve"})

ITEM_FLOW: Flow = flow(
    step("rename_item", "open", "", "Ubah judul", "Judul butir diubah", event="meetings.item_renamed",
         permission="meetings.convene"),
    step("remove_item", "open", "", "Hapus butir", "Butir dihapus dari agenda", event="meetings.item_removed",
         permission="meetings.convene"),
    step("discuss", "open agreed voted not_agreed postponed", "", "Simpan", "Pembahasan dicatat",
         event="meetings.discussed", permission="meetings.minute"),
    step("decide", "open", "", "Catat hasil", "Hasil dicatat", event="meetings.item_decided",
         permission="meetings.minute"),
)  # fmt: skip

# Which roles a body of a tier invites: its own and those of the bodies in its area. A city adds others by name.
INVITED: Mapping[str, Sequence[str]] = {
    "rt": ("ketua_rt", "sekretaris_rt"),
    "rw": ("ketua_rw", "sekretaris_rw", "ketua_rt"),
    "kelurahan": ("lurah", "sekretaris_kelurahan", "kasi", "ketua_rw", "lpm", "pamor"),
    "kecamatan": ("camat", "kasi_kecamatan", "lurah"),
    "kota": ("wali_kota", "petugas_kota", "camat", "kepala_opd"),
}
TOP = "kota"
# Whose meetings a body convenes where nobody holds their offices.
BELOW: Mapping[str, Sequence[str]] = {
    "rw": ("rt",), "kelurahan": ("rw",), "desa": ("rw",), "kecamatan": ("kelurahan", "desa"),
    "kota": ("kecamatan",), "kabupaten": ("kecamatan",),
}  # fmt: skip
GROUPS = {"desa": "kelurahan", "kabupaten": "kota"}
QUORUM_RULE = "meetings.quorum"

WEEKS = {1: "pertama", 2: "kedua", 3: "ketiga", 4: "keempat", 5: "terakhir"}
EVERY_WEEK, LAST_WEEK = 0, 5


def group(tier: str) -> str:
    """The level of a body: a desa stands where a kelurahan does, a kabupaten where a kota does."""
    return GROUPS.get(tier, tier)


def occurrence(weekday: int, week: int, at: time, after: datetime) -> datetime:
    """The first time strictly after `after` (naive, the city's wall clock) that a rapat rutin is held."""
    day = after.date()
    if week == EVERY_WEEK:
        day += timedelta(days=(weekday - day.weekday()) % 7)
        meets = datetime.combine(day, at)
        return meets if meets > after else meets + timedelta(days=7)
    year, month = day.year, day.month
    while (meets := datetime.combine(_day_of_month(year, month, weekday, week), at)) <= after:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return meets


def _day_of_month(year: int, month: int, weekday: int, week: int) -> date:
    first, days = calendar.monthrange(year, month)
    day = 1 + (weekday - first) % 7 + 7 * (week - 1)
    return date(year, month, day if day <= days else day - 7)


def quorum(invited: int, percent: int) -> int:
    """More than `percent` of the invited: at 50, half plus one. Never more than were invited, never nobody."""
    return max(1, min(invited, invited * percent // 100 + 1))


def of_body(actor: Actor, *institutions: UUID) -> bool:
    """Whether somebody acts in an office of one of these bodies."""
    return actor.office is not None and actor.office.institution_id in institutions


def is_chair(actor: Actor, chair_id: UUID) -> bool:
    """Only who holds the chair's position now; not who types atas nama, for approving is the holder's own deed."""
    return actor.office is not None and actor.office.position_id == chair_id and not actor.on_behalf


def may(actor: Actor, name: str, path: str, institution_id: UUID, chair_id: UUID, chair_body: UUID) -> bool:
    """Whether somebody may do a step on a meeting, whatever its state.

    The body that meets runs it, or the body that stands in for it where nobody holds its offices (`chair_body`).
    """
    if name in CHAIRS_ALONE and not is_chair(actor, chair_id):
        return False
    return actor.holds(FLOW[name].permission, path) and of_body(actor, institution_id, chair_body)


def check_outcome(
    outcome: str, *, decision: str, reason: str, hand_up: bool, votes: Sequence[int] | None, present: int, quorum: int,
    top: bool,
) -> None:  # fmt: skip
    """What an outcome needs: a mufakat and a vote need quorum and a text; the votes must fit those present."""
    if outcome not in {"agreed", "voted", "not_agreed", "postponed"}:
        raise Refused("no_outcome", "Pilih hasilnya: mufakat, suara, belum mufakat, atau ditunda.", "outcome")
    if outcome in {"agreed", "voted"}:
        if present < quorum:
            raise Refused(
                "no_quorum",
                f"Kuorum belum tercapai ({present} hadir, perlu {quorum}). Tanpa kuorum butir ini hanya dapat dicatat "
                "“belum mufakat” atau “ditunda”.",
                "outcome",
            )
        if not decision.strip():
            raise Refused("no_decision", "Tulis apa yang diputuskan.", "decision")
    if outcome == "not_agreed" and not reason.strip():
        raise Refused("no_reason", "Tulis mengapa belum mufakat: alasan ini dibaca warga yang melapor.", "reason")
    if outcome == "voted":
        _check_votes(votes, present)
    elif votes is not None:
        raise Refused("votes_without_vote", "Hitungan suara hanya diisi pada pemungutan suara.", "votes_for")
    if hand_up and outcome == "postponed":
        raise Refused("postponed_hand_up", "Butir yang ditunda tetap di sini, tidak dinaikkan.", "hand_up")
    if hand_up and top:
        raise Refused("top", "Tidak ada tingkat di atas kota untuk menerima butir ini.", "hand_up")


def _check_votes(votes: Sequence[int] | None, present: int) -> None:
    if votes is None or len(votes) != 3 or min(votes) < 0:
        raise Refused("no_votes", "Isi jumlah suara setuju, tidak setuju dan abstain.", "votes_for")
    if sum(votes) > present:
        raise Refused(
            "too_many_votes", f"Jumlah suara {sum(votes)}, padahal undangan yang hadir {present} orang.", "votes_for"
        )
    if votes[0] <= votes[1]:
        raise Refused(
            "not_carried",
            "Suara setuju tidak lebih banyak. Tulis usul yang menang sebagai keputusan, atau catat “belum mufakat”.",
            "votes_for",
        )


def canonical(minutes: Mapping[str, object]) -> str:
    """The text that is hashed at lock: JSON with sorted keys and no spaces; instants are UTC with microseconds."""
    return json.dumps(minutes, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value)


def text_hash(minutes: Mapping[str, object]) -> str:
    """SHA-256 over the canonical minutes."""
    return hashlib.sha256(canonical(minutes).encode()).hexdigest()
