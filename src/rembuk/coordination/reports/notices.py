"""Which event of a report tells whom, with which text. No personal words: the page behind the link has them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.decisions import notices as follow_ups
from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import queries, rules
from rembuk.coordination.reports.models import Basis, Report, Track
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import Notice, Told
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories

# So many codes stand in a warning.
NAMED = 5

# To the office that holds it: what it now has to do.
HOLDER = {
    "reports.received": ("Laporan baru menunggu diterima", "Mohon dibaca dan diterima, paling lambat {due}."),
    "reports.climbed": ("Laporan diteruskan kepada Anda", "Sudah dibicarakan di bawah. Batas di tingkat ini {due}."),
    "reports.lapsed": (
        "Laporan diteruskan kepada Anda",
        "Waktu musyawarah di bawah habis. Batas di tingkat ini {due}.",
    ),
    "reports.assigned": ("Laporan diserahkan kepada Anda", "Mohon kabar pertama paling lambat {due}."),
    "reports.completed": ("Pelapor sudah melengkapi", "Silakan dibaca lagi, paling lambat {due}."),
    "reports.reopened": ("Kata pelapor, belum selesai", "Laporan dibuka lagi. Batasnya {due}."),
    "reports.withdrawn": ("Laporan ditarik pelapor", "Tidak perlu dikerjakan lagi."),
    "reports.confirmed": (
        "Terima kasih, dibenarkan selesai",
        "Pelapor atau warga membenarkan bahwa ini sudah selesai.",
    ),
}
# To those who reported it and joined it, where they have an account.
PEOPLE = {
    "reports.acknowledged": ("Laporan Anda sudah diterima", "{holder} memegangnya sekarang."),
    "reports.climbed": ("Laporan Anda diteruskan ke {level}", "Dipegang {holder}, paling lambat {due}."),
    "reports.lapsed": ("Laporan Anda diteruskan ke {level}", "Dipegang {holder}, paling lambat {due}."),
    "reports.assigned": ("Laporan Anda diserahkan ke unit", "{holder} akan memberi kabar paling lambat {due}."),
    "reports.answered": ("Ada kabar tentang laporan Anda", "{holder} memberi kabar. Silakan dibaca."),
    "reports.settled": ("Laporan Anda dinyatakan selesai", "Benarkah sudah selesai? Jawab paling lambat {due}."),
    "reports.finished": ("Laporan Anda dinyatakan selesai", "Benarkah sudah selesai? Jawab paling lambat {due}."),
    "reports.awaiting_budget": ("Laporan Anda menunggu anggaran", "Rencananya tahun {year}."),
    "reports.carried": ("Laporan Anda masuk usulan", "Dibawa ke musrenbang sebagai usulan."),
    "reports.referred": (
        "Laporan Anda di luar wewenang kota",
        "Pemiliknya sudah disurati; {holder} tetap memegangnya.",
    ),
    "reports.letter_recorded": ("Ada surat tentang laporan Anda", "Silakan dibaca di halamannya."),
    "reports.refused": ("Laporan Anda tidak dapat diterima", "Alasannya ada di halamannya."),
    "reports.returned": ("Laporan Anda perlu dilengkapi", "Mohon dilengkapi paling lambat {due}."),
    "reports.merged": ("Laporan Anda digabung", "Masalah yang sama sudah dilaporkan; Anda tetap mendapat kabar."),
    "reports.fulfilled": ("Laporan Anda dinyatakan selesai", "Semua tindak lanjutnya sudah dicek. Benarkah selesai?"),
    "reports.resumed": ("Dimusyawarahkan lagi", "Keputusannya dicabut; {holder} memegangnya, paling lambat {due}."),
    "reports.reopened": ("Laporan dibuka lagi", "{holder} menanganinya lagi."),
    "reports.closed_unconfirmed": (
        "Laporan Anda ditutup",
        "Tidak ada jawaban, jadi ditutup. Anda bisa membukanya lagi.",
    ),
    "reports.expired": ("Laporan Anda ditutup", "Belum dilengkapi sampai batasnya. Silakan lapor lagi kapan saja."),
}
# To the RT and RW where it lies, when a matter goes straight to a unit: nobody works past them unheard.
NEIGHBOURS = {
    "reports.received": ("Laporan layanan di wilayah Anda", "Langsung ke {holder}; tidak perlu dimusyawarahkan."),
    "reports.finished": ("Layanan di wilayah Anda dinyatakan selesai", "Benarkah sudah selesai? Anda boleh menjawab."),
}


# An incident is told to the whole line at once: lurah, camat, wali kota; to RT and RW of its place beside them.
LINE = {
    "reports.received": ("KEJADIAN, {what}", "{where}. Dipegang {holder}; diterima paling lambat {due}."),
    "reports.lapsed": ("KEJADIAN belum diterima, {what}", "{where}. Naik ke {holder}; diterima paling lambat {due}."),
    "reports.climbed": ("KEJADIAN diteruskan, {what}", "{where}. Sekarang dipegang {holder}."),
    "reports.acknowledged": ("Kejadian diterima, {what}", "{where}. Sudah ditangani."),
    "reports.told": ("Perkembangan kejadian, {what}", "{where}. Ada catatan baru di halamannya."),
    "reports.ended": ("Kejadian berakhir, {what}", "{where}. Ditinjau di rapat kelurahan berikutnya."),
    "reports.disproved": ("Kejadian tidak benar, {what}", "{where}. Sudah diperiksa."),
    "reports.went_on": ("KEJADIAN dibuka lagi, {what}", "{where}. Masih berlangsung, dipegang {holder}."),
}
# To whoever noted an early warning, and to whoever holds it: never a word of what it is about.
WARNING = {
    "reports.received": ("Deteksi dini menunggu diterima", "Mohon dibaca dan diterima, paling lambat {due}."),
    "reports.climbed": ("Deteksi dini diteruskan kepada Anda", "Mohon diperiksa, paling lambat {due}."),
    "reports.lapsed": ("Deteksi dini naik kepada Anda", "Waktunya di bawah habis. Mohon diperiksa sampai {due}."),
    "reports.assigned": ("Deteksi dini diserahkan kepada Anda", "Mohon diperiksa, paling lambat {due}."),
}
WARNED = {
    "reports.acknowledged": ("Catatan Anda diterima", "{holder} memeriksanya, paling lambat {due}."),
    "reports.lapsed": ("Catatan Anda naik ke {level}", "Dipegang {holder}, paling lambat {due}."),
    "reports.climbed": ("Catatan Anda diteruskan ke {level}", "Dipegang {holder}, paling lambat {due}."),
    "reports.assigned": ("Catatan Anda diserahkan", "{holder} memeriksanya, paling lambat {due}."),
    "reports.answered": ("Ada kabar tentang catatan Anda", "{holder} memberi kabar. Silakan dibaca."),
    "reports.came_true": ("Catatan Anda: benar terjadi", "Yang ditemukan ada di halamannya."),
    "reports.disproved": ("Catatan Anda: tidak benar", "Sudah diperiksa; yang ditemukan ada di halamannya."),
    "reports.prevented": ("Catatan Anda: sudah dicegah", "Terima kasih sudah mencatatnya."),
}

# What is done about it: told to the same people, at each step of a follow-up.
WORK = {
    "decisions.made": ("Ada tindak lanjut untuk laporan Anda", "{lead} memimpin: {work}. Tenggatnya {due}."),
    "decisions.accepted": ("Tindak lanjut laporan Anda diterima", "{lead} mengerjakannya, sampai {due}."),
    "decisions.told": ("Ada kabar tentang laporan Anda", "{lead} memberi kabar: {percent}% selesai."),
    "decisions.extension_allowed": ("Tenggatnya diundur", "{work}: sekarang sampai {due}."),
    "decisions.awaiting_budget": ("Menunggu anggaran", "{work}: rencananya tahun {year}, {source}."),
    "decisions.handed_over": ("Bukan wewenang kota", "{work}: diserahkan ke {owner}."),
    "decisions.resumed": ("Dikerjakan lagi", "{lead} melanjutkan {work}, sampai {due}."),
    "decisions.finished": ("Dinyatakan selesai, sedang dicek", "{work}: kata {lead} sudah selesai."),
    "decisions.inspected": ("Sudah dicek di lapangan", "{work}: sesuai."),
    "decisions.sent_back": ("Dicek, belum sesuai", "{work}: dikerjakan lagi oleh {lead}."),
    "decisions.passed_on": ("Pemimpinnya berganti", "{work}: sekarang dipimpin {lead}."),
    "decisions.revoked": ("Tindak lanjut dicabut", "{work}: alasannya ada di jejak."),
    "decisions.climbed": ("Lewat batas, diteruskan ke atas", "{work}: {above} sudah diberi tahu."),
}  # fmt: skip


def notices(told: Told) -> Iterable[Notice]:
    """The holder is told what to do, the reporter and all who joined what became of it."""
    if told.subject_kind == FollowUp.subject_kind and told.verb in WORK:
        return _of_work(told)
    if told.verb == "audit.day_closed":
        return _of_what_runs_out(date.fromisoformat(told.body["changes"]["day"]))
    if told.subject_kind != Report.subject_kind or told.verb not in SAID:
        return []
    report = queries.by_id(told.subject_id)
    if report is None or report.climb_basis == Basis.IMPORTED:
        return []
    known = _known(report)
    url = reverse("reports:detail", args=[report.code])
    if report.track == Track.INCIDENT:
        return _of_incident(told, report, known, url)
    if report.track == Track.WARNING:
        return _of_warning(told.verb, report, known, url)
    found = []
    if told.verb in HOLDER:
        urgent = report.track == Track.SEALED or report.is_urgent
        found.append(_notice(HOLDER[told.verb], known, report, url, position=report.holder_id, urgent=urgent))
    if told.verb in NEIGHBOURS and report.track == Track.SERVICE and not report.is_private:
        found += [_notice(NEIGHBOURS[told.verb], known, report, url, position=seat) for seat in _neighbours(report)]
    if told.verb in PEOPLE:
        found += [
            _notice(PEOPLE[told.verb], known, report, url, user=user) for user in queries.informed(report)
        ]  # fmt: skip
    return found


def _of_what_runs_out(closed: date) -> list[Notice]:
    """The morning after: each holder, and nobody else, of what runs out in as many days as leads are warned before."""
    morning = closed + timedelta(days=1)
    day = morning + timedelta(days=regulations.number("decisions.warn", morning))
    codes = defaultdict(list)
    for holder, code in queries.running_out(day):
        codes[holder].append(code)
    found = []
    for holder, own in codes.items():
        named = ", ".join([*own[:NAMED], "…"] if len(own) > NAMED else own)
        url = reverse("reports:detail", args=own) if len(own) == 1 else reverse("reports:list")
        said = f"Batasnya sudah dekat: {named}. Hanya Anda yang menerima pesan ini."
        found.append(Notice(holder, None, f"{len(own)} laporan harus terjawab {text.weekday(day)}", said, url))
    return found


def _of_incident(told: Told, report: Report, known: dict[str, str], url: str) -> list[Notice]:
    """Whoever holds it is woken; the rest of the line too where an office told it, or where more people are hit.

    What a stranger sends wakes the lurah first: from there it climbs within minutes.
    """
    if told.verb not in LINE:
        return []
    sure = bool(told.body["office"]) or told.body["changes"].get("more", False)
    alarm = told.verb in {"reports.received", "reports.climbed", "reports.lapsed", "reports.went_on"} or (
        told.verb == "reports.told" and told.body["changes"].get("more", False)
    )
    seats = [institutions.responsible_at(report.path, level).pk for level in rules.LINE]
    around = _neighbours(report) if told.verb in {"reports.received", "reports.ended", "reports.went_on"} else []
    found = [
        _notice(LINE[told.verb], known, report, url, position=seat,
                urgent=alarm and seat not in around and (sure or seat == report.holder_id))
        for seat in dict.fromkeys([report.holder_id, *seats, *around])
    ]  # fmt: skip
    if told.verb in PEOPLE or told.verb in {"reports.ended", "reports.disproved", "reports.went_on"}:
        found += [_notice(LINE[told.verb], known, report, url, user=user) for user in queries.informed(report)]
    return found


def _of_warning(verb: str, report: Report, known: dict[str, str], url: str) -> list[Notice]:
    found = []
    if verb in WARNING:
        found.append(_notice(WARNING[verb], known, report, url, position=report.holder_id))
    if verb in WARNED:
        found += [_notice(WARNED[verb], known, report, url, user=user) for user in queries.informed(report)]
    return found


SAID = frozenset({*HOLDER, *PEOPLE, *LINE, *WARNED})


def _of_work(told: Told) -> list[Notice]:
    found = decisions.by_id(told.subject_id)
    if found is None:
        return []
    known = follow_ups.words(found) | {"work": follow_ups.title(found), "percent": str(found.percent)}
    reports = [queries.by_id(pk) for pk in queries.carried_by(found.decision_id)]
    return [
        _notice(WORK[told.verb], known, report, reverse("reports:detail", args=[report.code]), user=user)
        for report in reports if report is not None for user in queries.informed(report)
    ]  # fmt: skip


def _neighbours(report: Report) -> list[UUID]:
    """The seats that act for the RT and the RW of its place; each once, and never the holder itself."""
    levels = [level for level, pk in (("rt", report.rt_id), ("rw", report.rw_id)) if pk]
    seats = [institutions.responsible_at(report.path, level).pk for level in levels]
    return [seat for seat in dict.fromkeys(seats) if seat != report.holder_id]


def _known(report: Report) -> dict[str, str]:
    due = report.stage_due or report.total_due
    by = queries.until(report) if report.stage_due else text.day(due) if due else "secepatnya"
    place = report.territory.label if report.territory else ""
    return {
        "due": by, "what": report.category.label.lower(), "where": place, "holder": report.holder.title,
        "level": territories.level_name(report.handled_at), "year": str(report.budget_year or ""),
    }  # fmt: skip


def _notice(
    words: tuple[str, str], known: dict[str, str], report: Report, url: str, *, position: object = None,
    user: object = None, urgent: bool = False,
) -> Notice:  # fmt: skip
    head, body = (part.format(**known) for part in words)
    # A sealed report does not tell even its title where others look over the shoulder.
    subject = f"{head}: {report.code}" if report.is_private else f"{head}: {report.title}"
    return Notice(position, user, subject[:200], body, url, urgent=urgent)  # type: ignore[arg-type]
