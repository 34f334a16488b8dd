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
    step("decline_proposal", "convened running", "", "Tidak diambil", "Usulan anggota tidak diambil",
         event="meetings.proposal_declined", permission="meetings.convene"),
    step("time_item", "convened running", "", "Atur waktu", "Waktu butir diatur",
         event="meetings.item_timed", permission="meetings.convene"),
    step("reschedule", "convened", "", "Ubah waktu atau tempat", "Waktu atau tempat rapat diubah",
         event="meetings.rescheduled", permission="meetings.convene"),
    step("invite_guest", "convened", "", "Undang dengan surat", "Tamu diundang dengan surat",
         event="meetings.guest_invited", permission="meetings.convene"),
    step("drop_guest", "convened", "", "Batal undang", "Undangan tamu dicabut",
         event="meetings.guest_dropped", permission="meetings.convene"),
    step("write_invitation", "convened", "", "Simpan surat", "Surat undangan ditulis",
         event="meetings.invitation_written", permission="meetings.convene"),
    step("number_letter", "convened running", "", "Beri nomor", "Surat undangan bernomor",
         event="meetings.letter_numbered", permission="meetings.convene"),
    step("void_number", "convened running cancelled", "", "Batalkan nomor", "Nomor surat dibatalkan",
         event="meetings.number_voided", permission="meetings.convene"),
    step("file_scan", "convened running minuted", "", "Simpan surat bertanda tangan", "Surat bertanda tangan disimpan",
         event="meetings.scan_filed", permission="meetings.convene"),
    step("cancel", "convened", "cancelled", "Batalkan rapat", "Rapat dibatalkan",
         event="meetings.cancelled", permission="meetings.convene"),
    step("start", "convened", "running", "Mulai rapat", "Rapat dimulai",
         event="meetings.started", permission="meetings.minute"),
    step("mark_present", "running", "", "Hadir", "Kehadiran dicatat",
         event="meetings.attended", permission="meetings.attend"),
    step("mark_absent", "running", "", "Batal hadir", "Kehadiran dicabut",
         event="meetings.attendance_withdrawn", permission="meetings.attend"),
    step("keep_signed", "running minuted", "", "Foto daftar hadir", "Foto daftar hadir disimpan",
         event="meetings.signed_kept", permission="meetings.attend"),
    step("decide", "running", "", "Catat hasil", "Hasil butir dicatat",
         event="meetings.decided", permission="meetings.minute"),
    step("take_pen", "running", "", "Ambil alih", "Notulis berganti",
         event="meetings.pen_taken", permission="meetings.minute"),
    step("add_photo", "running minuted locked", "", "Tambah foto", "Foto rapat ditambah",
         event="meetings.photo_added", permission="meetings.minute"),
    step("drop_photo", "running minuted locked", "", "Hapus foto", "Foto rapat dihapus",
         event="meetings.photo_dropped", permission="meetings.minute"),
    step("answer_comment", "running minuted", "", "Jawab tanggapan", "Tanggapan atas notulen dijawab",
         event="meetings.comment_answered", permission="meetings.minute"),
    step("make_papers", "locked", "", "Buat berkas rapat", "Berkas rapat dibuat",
         event="meetings.papers_made", permission="meetings.minute"),
    step("sign", "locked", "", "Simpan pindaian bertanda tangan", "Berita acara bertanda tangan disimpan",
         event="meetings.signed", permission="meetings.minute"),
    step("close_minutes", "running", "minuted", "Selesai rapat", "Notulen selesai ditulis",
         event="meetings.minuted", permission="meetings.minute"),
    step("give_back", "minuted", "running", "Kembalikan ke notulis", "Notulen dikembalikan ke notulis",
         event="meetings.given_back", permission="meetings.minute"),
    step("approve", "minuted", "locked", "Setujui dan kunci", "Notulen disetujui ketua rapat dan dikunci",
         event="meetings.approved", permission="meetings.minute"),
)  # fmt: skip
# What an invited person does for themselves, by the QR at the door.
CHECK_IN = step("check_in", "convened running", "", "Saya hadir", "Hadir lewat QR", event="meetings.checked_in",
                permission="meetings.view")  # fmt: skip
DOOR_OPENS = timedelta(hours=2)
# Who writes the minutes keeps the pen so long after the last word; then whoever writes next has it.
PEN_LASTS = timedelta(minutes=3)
# The outcomes of an item that ask for work.
DECIDED = frozenset({"agreed", "voted"})
CHAIRS_ALONE = frozenset({"give_back", "approve"})

# What each of the invited does for themselves.
INVITED_FLOW: Flow = flow(
    step("answer", "convened", "", "Jawab undangan", "Undangan dijawab", event="meetings.answered",
         permission="meetings.invited"),
    step("write_briefing", "convened running", "", "Simpan bahan", "Bahan rapat diisi",
         event="meetings.briefing_written", permission="meetings.brief"),
    step("comment", "minuted", "", "Kirim tanggapan", "Notulen ditanggapi", event="meetings.commented",
         permission="meetings.invited"),
    step("propose_item", "convened", "", "Usulkan butir", "Butir diusulkan anggota", event="meetings.item_proposed",
         permission="meetings.invited"),
)  # fmt: skip

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

# The tiers whose bodies convene meetings; which roles come is a row of `Kind`.
TIERS = ("rt", "rw", "kelurahan", "kecamatan", "kota")
# What can come of a meeting; a row of `Kind` says which of them do.
PAPERS: Mapping[str, str] = {
    "invitation": "surat undangan", "attendance": "daftar hadir", "minutes": "notulen", "berita_acara": "berita acara",
    "photos": "foto dengan keterangan", "follow_ups": "tabel tindak lanjut", "report": "laporan kegiatan",
}  # fmt: skip
TOP = "kota"
# Whose meetings a body convenes where nobody holds their offices.
BELOW: Mapping[str, Sequence[str]] = {
    "rw": ("rt",), "kelurahan": ("rw",), "desa": ("rw",), "kecamatan": ("kelurahan", "desa"),
    "kota": ("kecamatan",), "kabupaten": ("kecamatan",),
}  # fmt: skip
GROUPS = {"desa": "kelurahan", "kabupaten": "kota"}
QUORUM_RULE = "meetings.quorum"

# Whose offices are the government's, and which boards beside them are not: these keep no e-Kinerja.
GOVERNMENT = ("kelurahan", "desa", "kecamatan", "kota", "kabupaten", "opd")
BOARDS = ("lpm",)
COMMENTS_RULE = "meetings.comments"

# The tiers whose bodies bring a sheet, by what a kind of meeting asks for; and the headings of a sheet.
SHEETS: Mapping[str, Sequence[str]] = {"institution": ("opd",), "territory": ("kecamatan", "kelurahan", "desa")}
SECTIONS: Mapping[str, str] = {
    "promised": "Yang dijanjikan", "settled": "Yang selesai di tingkat sendiri", "running": "Yang sedang berjalan",
    "obstacle": "Kendala dan sebabnya",
}  # fmt: skip

# Why something proposes itself, in the order in which a meeting speaks of it; see `seams.Proposal`.
PROPOSED: Mapping[str, str] = {
    "promised": "Janji rapat lalu", "carried": "Terbawa dari rapat sebelumnya", "ratify": "Naik karena mendesak",
    "silent": "Lewat tenggat atau tanpa kabar", "waiting": "Menunggu musyawarah di sini",
    "member": "Diusulkan anggota",
}  # fmt: skip
MEMBER = "member:"

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


def planned(
    weekday: int, week: int, at: time, after: datetime, changed: Mapping[date, datetime | None]
) -> tuple[date, datetime]:
    """The next rapat rutin after `after`, and the day it was due by the schedule: `changed` days are held at another
    time (naive, the city's wall clock) or, with None, not at all."""
    due = after
    while (due := occurrence(weekday, week, at, due)).date() in changed:
        pass
    elsewhere = [(meets, day) for day, meets in changed.items() if meets is not None and meets > after]
    meets, day = min([*elsewhere, (due, due.date())])
    return day, meets


SUFFIXES = "abcdefghijklmnopqrstuvwxyz"


def numbered(pattern: str, serial: int, suffix: str, year: int) -> str:
    """A counted number as it stands on the letter: 12, or an insertion 12.a."""
    return pattern.replace("{nomor}", f"{serial}.{suffix}" if suffix else str(serial)).replace("{tahun}", str(year))


def closes(starts_at: datetime, hours: int) -> datetime:
    """Until when members propose items."""
    return starts_at - timedelta(hours=hours)


def may_edit_kinds(actor: Actor) -> bool:
    """Kinds of meeting are the city's figures: whoever keeps those keeps these."""
    return bool(actor.scope("regulations.edit") or actor.scope("system"))


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


def holds_pen(holder: UUID, seen_at: datetime, asker: UUID | None, now: datetime) -> bool:
    """Whether somebody else than who asks is writing now."""
    return holder != asker and now < seen_at + PEN_LASTS


def asks_work(outcome: str, *, hand_up: bool) -> bool:
    """Whether an item ended so that somebody here is asked to do something."""
    return outcome in DECIDED and not hand_up


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
