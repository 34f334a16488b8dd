"""The categories a new city starts with; Pemerintahan renames, ends and adds them on a screen.

(key, label, group, track, blurs, office)
"""

CATEGORIES: tuple[tuple[str, str, str, str, bool, str], ...] = (
    ("jalan", "Jalan lingkungan rusak", "Lingkungan", "neighbourhood", False, ""),
    ("drainase", "Saluran tersumbat, genangan", "Lingkungan", "neighbourhood", False, ""),
    ("sampah", "Sampah dan kebersihan", "Lingkungan", "neighbourhood", False, ""),
    ("keamanan", "Keamanan lingkungan, ronda", "Lingkungan", "neighbourhood", False, ""),
    ("parkir", "Parkir dan kemacetan di gang", "Lingkungan", "neighbourhood", False, ""),
    ("tetangga", "Gangguan antar tetangga", "Sosial", "neighbourhood", True, ""),
    ("bantuan", "Bantuan sosial tidak tepat", "Sosial", "neighbourhood", True, ""),
    ("rentan", "Warga sakit, lansia, atau disabilitas perlu bantuan", "Sosial", "neighbourhood", True, ""),
    ("aspirasi", "Usul dan aspirasi", "Aspirasi", "neighbourhood", False, ""),
    ("pungutan", "Pengurus dan pelayanan RT, RW, kelurahan", "Pelayanan", "neighbourhood", True, ""),
    ("lampu", "Lampu jalan mati", "Layanan kota", "service", False, ""),
    ("pohon", "Pohon tumbang atau rawan", "Layanan kota", "service", False, ""),
    ("air", "Air bersih", "Layanan kota", "service", False, ""),
    ("jalan_besar", "Jalan utama, jembatan, trotoar", "Layanan kota", "service", False, ""),
    ("adminduk", "KTP, KK, dan akta", "Layanan kota", "service", True, ""),
    ("kesehatan", "Puskesmas dan layanan kesehatan", "Layanan kota", "service", True, ""),
    ("kekerasan_seksual", "Kekerasan seksual", "Terlindungi", "sealed", True, "perlindungan"),
    ("kekerasan_rumah", "Kekerasan dalam rumah tangga", "Terlindungi", "sealed", True, "perlindungan"),
    ("anak", "Anak dalam bahaya atau disakiti", "Terlindungi", "sealed", True, "perlindungan"),
    ("pemerasan", "Pemerasan atau pungli oleh petugas", "Terlindungi", "sealed", True, "inspektorat"),
    ("kejadian_banjir", "Banjir", "Kejadian", "incident", False, ""),
    ("kejadian_kebakaran", "Kebakaran", "Kejadian", "incident", False, ""),
    ("kejadian_longsor", "Longsor, bangunan atau pohon roboh", "Kejadian", "incident", False, ""),
    ("kejadian_kerumunan", "Kerumunan, keributan, tawuran", "Kejadian", "incident", False, ""),
    ("kejadian_kecelakaan", "Kecelakaan besar", "Kejadian", "incident", False, ""),
    ("kejadian_lain", "Kejadian lain", "Kejadian", "incident", False, ""),
    ("dini_ketegangan", "Ketegangan antarwarga", "Deteksi dini", "warning", True, ""),
    ("dini_runtuh", "Pohon, tembok, atau bangunan rawan", "Deteksi dini", "warning", False, ""),
    ("dini_tanggul", "Tanggul atau saluran retak", "Deteksi dini", "warning", False, ""),
    ("dini_penyakit", "Beberapa warga sakit serupa", "Deteksi dini", "warning", True, ""),
    ("dini_lain", "Hal lain yang bisa jadi masalah", "Deteksi dini", "warning", True, ""),
)

_OWN = ("Pilihan kota sendiri, belum ditetapkan dengan peraturan", "city")
# Why a track goes the way it goes, with how sure we are (`regulations.Rule.CERTAINTY`)…
_TRACKS: dict[str, tuple[str, str]] = {
    "service": ("UU 25/2009 dan SOP pengelolaan pengaduan pelayanan publik", "found"),
    "incident": ("UU 24/2007 tentang penanggulangan bencana, teks perlu diperiksa", "general"),
    "warning": ("UU 7/2012 tentang penanganan konflik sosial, teks perlu diperiksa", "general"),
}
# … and why these are never deliberated.
_SEALED: dict[str, tuple[str, str]] = {
    "kekerasan_seksual": ("UU 12/2022 tentang tindak pidana kekerasan seksual, teks perlu diperiksa", "general"),
    "kekerasan_rumah": ("UU 23/2004 tentang kekerasan dalam rumah tangga, teks perlu diperiksa", "general"),
    "anak": ("UU 35/2014 tentang perlindungan anak, teks perlu diperiksa", "general"),
    "pemerasan": ("UU 31/1999 dan UU 20/2001 tentang korupsi, teks perlu diperiksa", "general"),
}


def basis(key: str, track: str) -> tuple[str, str]:
    """The legal basis of a category on a track, and how firm it is."""
    return _SEALED.get(key, _OWN) if track == "sealed" else _TRACKS.get(track, _OWN)
