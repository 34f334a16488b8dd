"""The city's first figures, each with its legal basis and how sure we are. From here Pemerintahan keeps them.

`found` was read in the source named, `weak` in a secondary one, `general` is common knowledge to be checked against
the text, `city` is the city's own choice. Rows that only serve modules that are not built yet do not stand here.
"""

from dataclasses import dataclass
from datetime import date

STARTS = date(2025, 1, 1)
_OWN = "Pilihan kota sendiri, belum ditetapkan dengan peraturan"
_SERVICE = "UU 25/2009 dan SOP pengelolaan pengaduan pelayanan publik"


@dataclass(frozen=True, slots=True)
class First:
    """A row to fill in."""

    key: str
    label: str
    value: str
    unit: str
    legal_basis: str
    certainty: str


def _own(key: str, label: str, value: str, unit: str) -> First:
    return First(key, label, value, unit, _OWN, "city")


def _call(place: str, label: str, number: str) -> First:
    """An emergency number; the city sets its own in the same place, or adds one."""
    return First(f"{CALLS}{place}", label, number, "teks", "Nomor layanan nasional; periksa di kota Anda", "general")


def _head(level: str, word: str, legal_basis: str) -> First:
    return First(f"{HEADS}{level}", f"Sebutan kepala {level}", word, "teks", legal_basis, "general")


# Under these keys stands what the head of a level of place is called.
HEADS = "institutions.head."
# Under these keys stand the numbers to call first, in their order.
CALLS = "reports.call."
FIRST = (
    _own("reports.stage.rt", "Batas musyawarah di RT", "7", "hari_kalender"),
    _own("reports.stage.rw", "Batas musyawarah di RW", "14", "hari_kalender"),
    _own("reports.stage.kelurahan", "Batas musyawarah di kelurahan", "30", "hari_kalender"),
    _own("reports.stage.kecamatan", "Batas musyawarah di kecamatan", "30", "hari_kalender"),
    _own("reports.stage.kota", "Batas musyawarah di kota", "30", "hari_kalender"),
    _own("reports.total", "Batas seluruh jalan laporan", "90", "hari_kalender"),
    First("reports.service.verify", "Layanan: diperiksa dan diteruskan", "3", "hari_kerja", _SERVICE, "found"),
    First("reports.service.first_answer", "Layanan: jawaban pertama unit", "5", "hari_kerja", _SERVICE, "found"),
    First("reports.service.quick", "Layanan: permintaan informasi, keluhan sederhana", "5", "hari_kerja", _SERVICE,
          "found"),
    First("reports.service.simple", "Layanan: selesai tanpa periksa lapangan", "14", "hari_kerja", _SERVICE, "found"),
    First("reports.service.inspection", "Layanan: selesai dengan periksa lapangan", "60", "hari_kerja",
          "UU 25/2009; Perpres 76/2013 (sejak berkas lengkap)", "found"),
    First("reports.confirm.silence", "Pelapor diam: ditutup tanpa dibenarkan", "10", "hari_kerja",
          "Tata kelola SP4N-LAPOR", "weak"),
    First("reports.completion", "Pelapor melengkapi, setelah itu dianggap ditarik", "30", "hari_kalender",
          "Permenpan RB 62/2018, teks perlu diperiksa", "general"),
    _own("reports.recurring", "Tempat dan jenis sama dianggap berulang selama", "183", "hari_kalender"),
    _own("reports.nearby.meters", "Laporan serupa dianggap dekat dalam jarak", "100", "meter"),
    _own("reports.small.witnesses", "Saksi mufakat kecil di RT dan RW", "2", "orang"),
    _own("reports.without_news", "Tanpa kabar setelah", "14", "hari_kalender"),
    _own("reports.incident.accept", "Kejadian: diterima, setelah itu naik ke atasnya", "15", "menit"),
    _own("reports.incident.news", "Kejadian: perkembangan berikutnya paling lambat", "60", "menit"),
    _own("reports.incident.total", "Kejadian: dinyatakan berakhir paling lambat", "3", "hari_kalender"),
    _own("reports.warning.accept", "Deteksi dini: diterima, setelah itu naik ke atasnya", "1", "hari_kerja"),
    _own("reports.warning.outcome", "Deteksi dini: hasilnya, setelah itu naik ke atasnya", "14", "hari_kalender"),
    _own("reports.warning.total", "Deteksi dini: batas seluruhnya", "60", "hari_kalender"),
    _call("1", "Darurat apa saja", "112"),
    _call("2", "Polisi", "110"),
    _call("3", "Pemadam kebakaran", "113"),
    _call("4", "Ambulans", "119"),
    _call("5", "SAR, Basarnas", "115"),
    _call("6", "Listrik, PLN", "123"),
    _own(f"{CALLS}7", "Posko siaga kota", "-", "teks"),
    _own("decisions.stage.accept", "Tindak lanjut: diterima atau dijawab", "3", "hari_kerja"),
    _own("decisions.stage.news", "Tindak lanjut: kabar berikutnya paling lambat", "7", "hari_kalender"),
    _own("decisions.stage.inspect", "Tindak lanjut: dicek di lapangan", "5", "hari_kerja"),
    _own("decisions.total", "Tindak lanjut: tenggat paling lama", "365", "hari_kalender"),
    _own("decisions.warn", "Tindak lanjut: pemimpinnya diingatkan sebelum tenggat", "2", "hari_kalender"),
    _own("decisions.climb", "Tindak lanjut lewat batas: naik setingkat lagi setelah", "7", "hari_kalender"),
    _own("decisions.inspect.sum", "Tindak lanjut: kata pelapor saja tidak cukup di atas biaya", "50000000", "rupiah"),
    _own("decisions.inspect.sample", "Tindak lanjut: contoh acak yang dicek lembaga lain", "10", "persen"),
    _own("figures.stale", "Angka wilayah: dianggap lama setelah", "365", "hari_kalender"),
    _own("visits.nearby.meters", "Kunjungan: yang dianggap sekitar sini dalam jarak", "300", "meter"),
    _own("visits.rotation.bound", "Rembuk Jumat: tiap kelurahan paling lama sekali dalam", "365", "hari_kalender"),
    _own("visits.rotation.two", "Rembuk Jumat: boleh dua kelurahan bertetangga pada satu Jumat", "ya", "ya_tidak"),
    _own("visits.rotation.weight.broken", "Rembuk Jumat: bobot tiap tindak lanjut yang lewat janji", "3", "kali"),
    _own("visits.rotation.weight.days", "Rembuk Jumat: bobot tiap 30 hari sejak rembuk terakhir", "1", "kali"),
    _own("visits.rotation.weight.open", "Rembuk Jumat: bobot tiap laporan terbuka per 10.000 jiwa", "1", "kali"),
    _own("visits.rotation.weight.silent", "Rembuk Jumat: bobot tiap hal tanpa kabar", "2", "kali"),
    _own("musrenbang.quota.women", "Musrenbang: utusan perempuan paling sedikit", "30", "persen"),
    _own("musrenbang.quota.disabled", "Musrenbang: utusan penyandang disabilitas paling sedikit", "1", "orang"),
    _own("meetings.quorum", "Kuorum rapat dari yang diundang", "50", "persen"),
    _own("meetings.comments", "Notulen ditanggapi yang hadir paling lama", "3", "hari_kerja"),
    First("institutions.term", "Masa bakti pengurus RT, RW, dan LKK", "5", "tahun",
          "Permendagri 18/2018 pasal 8 ayat (3)", "found"),
    First("institutions.terms_max", "Paling banyak masa bakti seseorang", "2", "kali",
          "Permendagri 18/2018 pasal 8 ayat (3)", "found"),
    First("institutions.one_body", "Pengurus LKK tidak merangkap jabatan LKK lain", "ya", "ya_tidak",
          "Permendagri 18/2018 pasal 8 ayat (5)", "found"),
    _own("institutions.handover", "Memori jabatan: diminta sebelum, atau dibuat sesudah, masa jabatan berakhir", "30",
         "hari_kalender"),
    _head("kelurahan", "lurah", "UU 23/2014"),
    _head("desa", "kepala desa", "UU 6/2014"),
    _head("kota", "wali kota", "UU 23/2014"),
    _head("kabupaten", "bupati", "UU 23/2014"),
    _own("notices.quiet_from", "Jam tenang mulai", "21", "pukul"),
    _own("notices.quiet_until", "Jam tenang sampai", "6", "pukul"),
    _own("notices.digest_hour", "Ringkasan harian dikirim", "7", "pukul"),
)  # fmt: skip
