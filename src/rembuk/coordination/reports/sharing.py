"""Bagikan ke WA: ready text for each step, with what comes next; nothing private ever."""

from rembuk.coordination.reports import masking
from rembuk.coordination.reports.models import Report, Status
from rembuk.foundation.kernel import text

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
}


def share_text(report: Report) -> str:
    """The text that goes before the link; "" for what must not be passed around."""
    if report.is_private:
        return ""
    due = text.weekday(report.stage_due) if report.stage_due else "secepatnya"
    said = NEXT[Status(report.status)].format(
        holder=masking.without_rt(report.holder.title) if report.category.blurs else report.holder.title,
        level=report.get_handled_at_display(),
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
