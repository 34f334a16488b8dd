"""Bagikan ke WA: ready text for each step, with what comes next; nothing private ever."""

from collections.abc import Sequence

from rembuk.coordination.reports import masking
from rembuk.coordination.reports.models import Report, Situation, Status
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.territory import queries as territories

NEXT = {
    Status.NEW: "menunggu diterima {holder}, paling lambat {due}",
    Status.DELIBERATING: "dimusyawarahkan di {level}, paling lambat {due}",
    Status.WITH_UNIT: "dikerjakan {holder}, kabar paling lambat {due}",
    Status.SETTLED: "dinyatakan selesai. Benarkah? Mohon dijawab paling lambat {due}",
    Status.CLOSED: "sudah selesai dan dibenarkan. Terima kasih",
    Status.UNCONFIRMED: "ditutup karena tidak ada jawaban. Bisa dibuka lagi kalau belum beres",
    Status.AWAITING_BUDGET: "menunggu anggaran {year}",
    Status.CARRIED: "masuk usulan musrenbang",
    Status.REFERRED: "bukan wewenang kota; pemiliknya sudah disurati",
    Status.REFUSED: "tidak dapat diterima; alasannya ada di halamannya",
    Status.MERGED: "digabung dengan laporan yang sama; semua tetap mendapat kabar",
    Status.RETURNED: "perlu dilengkapi pelapor, paling lambat {due}",
    Status.WITHDRAWN: "sudah ditutup atas permintaan pelapor",
    Status.ENDED: "kejadian sudah berakhir",
    Status.CAME_TRUE: "benar terjadi",
    Status.NOT_TRUE: "setelah diperiksa, tidak benar",
    Status.PREVENTED: "sudah dicegah",
}


def share_text(report: Report) -> str:
    """The text that goes before the link; "" for what must not be passed around."""
    if report.is_private:
        return ""
    due = text.weekday(report.stage_due) if report.stage_due else "secepatnya"
    said = NEXT[Status(report.status)].format(
        holder=masking.without_rt(report.holder.title) if report.category.blurs else report.holder.title,
        level=territories.level_name(report.handled_at),
        due=due,
        year=report.budget_year or "",
    )
    return f"Laporan {report.code}: {report.title}. Sekarang {said}."


def waiting_text(report: Report) -> str:
    """The same before anyone may read it: a code and where to ask, no word of it; "" for what is closed."""
    if report.is_private or report.status not in {Status.NEW, Status.RETURNED}:
        return ""
    return (
        f"Laporan {report.code} sudah masuk di Rembuk dan belum diumumkan. Kabarnya dibuka dengan kata kunci pelapor:"
    )


def receipt_text(report: Report, secret: str) -> str:
    """The receipt as one sends it to oneself, or hands it to whom it belongs."""
    return f"Laporan di Rembuk. Kode: {report.code}. Kata kunci: {secret}. Simpan, jangan dibagikan."


def copy_answer(report: Report, answer: str) -> str:
    """Salin jawaban: what goes into the other system (LAPOR, JAKI, CRM) that the report came from."""
    number = f" {report.external_ref}" if report.external_ref else ""
    return (
        f"Menjawab laporan{number}: {answer.strip()}\n\nKeadaan: {report.get_status_display()}. "
        f"Dipegang {report.holder.title}. Nomor Rembuk {report.code}."
    )


def upward_text(report: Report, situations: Sequence[Situation]) -> str:
    """Mohon izin melaporkan: an incident as it is told to those above, from what was told last and counted last."""
    last, first = situations[0], report.occurred_at or report.received_at
    done, needs = (next((getattr(one, name) for one in situations if getattr(one, name)), "-")
                   for name in ("done", "needs"))  # fmt: skip
    place = report.territory
    around = territories.ancestors(place) if place else {}
    where = [place.label if place else "", *(around[level].label for level in ("kelurahan", "kecamatan")
             if level in around and around[level] != place), report.place]  # fmt: skip
    zone = clock.local(first).tzname() or ""
    counted = [(last.dead, "meninggal"), (last.injured, "luka"), (last.displaced, "mengungsi")]
    victims = ", ".join(f"{number} orang {label}" for number, label in counted if number) or "nihil"
    return "\n".join((
        "*MOHON IZIN MELAPORKAN*",
        f"Kejadian: {report.category.label}",
        f"Waktu: {text.weekday(first)}, pukul {text.hour(first)} {zone}",
        f"Lokasi: {', '.join(part for part in where if part)}",
        f"Uraian: {report.title}",
        f"Korban: {victims}",
        f"Tindakan: {done}",
        f"Kebutuhan: {needs}",
        f"Situasi terakhir pukul {text.hour(last.told_at)} {zone}: {last.line or report.get_status_display()}",
        f"Nomor Rembuk: {report.code}. Demikian dilaporkan, mohon arahan.",
    ))  # fmt: skip
