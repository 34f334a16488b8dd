"""The law of a session on one screen: who runs it, who types its ballots, when, and what its quotas ask for.

A session is run by the office of its own place. Quotas are shown when they are unmet; they refuse nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.flow import Flow, Step, flow, step
from rembuk.planning.musrenbang.models import Delegation, Session, Status
from rembuk.planning.musrenbang.rules import PAPER, REVIEW, VIEW

SESSION_FLOW: Flow = flow(
    step("prepare_session", "", "prepared", "Siapkan sidang", "Sidang disiapkan", event="musrenbang.session_prepared",
         permission=REVIEW),
    step("sit", "prepared voting counted", "", "Undang rapatnya", "Undangan rapat sidang dikirim",
         event="musrenbang.session_sat", permission=REVIEW),
    step("renew_list", "prepared", "", "Perbarui daftar usulan", "Daftar usulan diperbarui",
         event="musrenbang.session_listed", permission=REVIEW),
    step("set_delegation", "prepared voting", "", "Catat utusan", "Utusan dicatat",
         event="musrenbang.delegation_set", permission=REVIEW),
    step("discuss", "prepared", "", "Catat pembahasan", "Usulan dibahas", event="musrenbang.discussed",
         permission=REVIEW),
    step("set_ballots", "prepared", "", "Atur pemungutan suara", "Cara memilih ditetapkan",
         event="musrenbang.ballots_set", permission=REVIEW),
    step("open_voting", "prepared", "voting", "Buka pemungutan suara", "Pemungutan suara dibuka",
         event="musrenbang.voting_opened", permission=REVIEW),
    step("hand_out", "voting", "", "Catat surat suara yang dibagi", "Surat suara dibagi",
         event="musrenbang.ballots_handed", permission=REVIEW),
    step("type_ballot", "voting", "", "Ketik surat suara", "Surat suara diketik", event="musrenbang.ballot_typed",
         permission=PAPER),
    step("give_ballot", "voting", "", "Berikan suara", "Suara masuk lewat layar bersama",
         event="musrenbang.ballot_given", permission=PAPER),
    step("settle_ballot", "voting", "", "Tetapkan isi surat suara", "Beda ketikan diselesaikan",
         event="musrenbang.ballot_settled", permission=PAPER),
    step("void_ballot", "voting", "", "Tandai rusak", "Surat suara ditandai rusak",
         event="musrenbang.ballot_voided", permission=REVIEW),
    step("close_voting", "voting", "counted", "Tutup penghitungan", "Suara dihitung",
         event="musrenbang.voting_closed", permission=REVIEW),
    step("reopen_voting", "counted", "voting", "Buka lagi penghitungan", "Penghitungan dibuka lagi",
         event="musrenbang.voting_reopened", permission=REVIEW),
    step("decide", "prepared counted", "decided", "Tetapkan hasil", "Hasil sidang ditetapkan",
         event="musrenbang.session_decided", permission=REVIEW),
)  # fmt: skip

# At which level a session sits, and in which state the proposals come before it.
LEVELS: dict[str, Status] = {"kelurahan": Status.PROPOSED, "desa": Status.PROPOSED, "kecamatan": Status.KELURAHAN}
# The kinds of meeting as which a session is invited to.
KINDS = {"kelurahan": "musrenbang_kelurahan", "desa": "musrenbang_kelurahan", "kecamatan": "musrenbang_kecamatan"}
# Rules of the city: the least share of women in percent, and the least number of disabled people.
WOMEN, DISABLED = "musrenbang.quota.women", "musrenbang.quota.disabled"


def runs(actor: Actor, path: str) -> bool:
    """Whether the actor's office is the one of the place and looks through its proposals."""
    return actor.office is not None and actor.office.path == path and actor.holds(REVIEW, path)


def types(actor: Actor, path: str) -> bool:
    """Whether the actor types ballots: whoever in that office writes from paper."""
    return actor.office is not None and actor.office.path == path and actor.holds(PAPER, path)


def visible(actor: Actor, path: str) -> bool:
    """Who looks on from above or from within: the bodies of the place follow its session."""
    if actor.holds("system", "") or actor.holds(VIEW, path):
        return True
    return actor.office is not None and bool(actor.scope(VIEW)) and actor.office.path.startswith(path)


def entitled(actor: Actor, known: Step, session: Session) -> bool:
    """Typing is whoever's writes from paper there; the rest belongs to those who run the session."""
    return (types if known.permission == PAPER else runs)(actor, session.path)


def steps_for(actor: Actor, session: Session) -> list[Step]:
    """What the actor may do now, in the order of the flow."""
    return [known for known in SESSION_FLOW.values()
            if session.status in known.sources and entitled(actor, known, session)]  # fmt: skip


def demand(actor: Actor, name: str, session: Session, steps: Flow = SESSION_FLOW) -> Step:
    """The step, of the session or of its choosing. Raises Refused("not_found" | "not_allowed" | "wrong_step")."""
    known = steps[name]
    if not visible(actor, session.path):
        raise Refused("not_found", "Sidang ini tidak ada, atau bukan untuk Anda.")
    if not entitled(actor, known, session):
        raise Refused("not_allowed", f"“{known.label}” dikerjakan kantor yang mengadakan sidang ini.")
    if session.status not in known.sources:
        now = f"“{known.label}” tidak bisa: sidang sedang {session.get_status_display()}."
        raise Refused("wrong_step", _too_late(known, session) or now)
    return known


def _too_late(known: Step, session: Session) -> str:
    if session.status == "decided":
        return "Hasil sidang ini sudah ditetapkan."
    if session.status == "counted" and "voting" in known.sources:
        return "Penghitungan sudah ditutup. Surat suara tidak diterima lagi."
    return ""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a quota asks for and what there is; `missing` is how many more would meet it."""

    label: str
    has: int
    least: int

    @property
    def missing(self) -> int:
        return max(0, self.least - self.has)


def quotas(delegations: Iterable[Delegation], women_percent: int, disabled_least: int) -> list[Quota]:
    """The women's share is rounded up: 30 % of 24 are 8. Of nobody nothing is asked."""
    rows = list(delegations)
    seats = sum(row.seats for row in rows)
    if not seats:
        return []
    return [
        Quota("perempuan", sum(row.women for row in rows), -(-seats * women_percent // 100)),
        Quota("penyandang disabilitas", sum(row.disabled for row in rows), min(disabled_least, seats)),
    ]
