"""The offices of the demo city: which there are, with which seats. Names of offices are facts; people are invented."""

# Short name, full name, kind of body (institutions.first_rows).
AGENCIES = (
    ("Disdik", "Dinas Pendidikan", "dinas"),
    ("Dinkes", "Dinas Kesehatan", "dinas"),
    ("DBMSDA", "Dinas Bina Marga dan Sumber Daya Air", "dinas"),
    ("Disperkimtan", "Dinas Perumahan, Kawasan Permukiman dan Pertanahan", "dinas"),
    ("Distaru", "Dinas Tata Ruang", "dinas"),
    ("DLH", "Dinas Lingkungan Hidup", "dinas"),
    ("Dishub", "Dinas Perhubungan", "dinas"),
    ("Dinsos", "Dinas Sosial", "dinas"),
    ("Disnaker", "Dinas Tenaga Kerja", "dinas"),
    ("Disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", "dinas"),
    ("DP3A", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak", "dinas"),
    ("DPPKB", "Dinas Pengendalian Penduduk dan Keluarga Berencana", "dinas"),
    ("DKPPP", "Dinas Ketahanan Pangan, Pertanian dan Perikanan", "dinas"),
    ("Disdagperin", "Dinas Perdagangan dan Perindustrian", "dinas"),
    ("Diskop UKM", "Dinas Koperasi, Usaha Kecil dan Menengah", "dinas"),
    ("Disparbud", "Dinas Pariwisata dan Kebudayaan", "dinas"),
    ("Dispora", "Dinas Pemuda dan Olahraga", "dinas"),
    ("Diskominfo", "Dinas Komunikasi, Informatika, Statistik dan Persandian", "dinas"),
    ("Disarpus", "Dinas Arsip dan Perpustakaan", "dinas"),
    ("DPMPTSP", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "dinas"),
    ("Disdamkarmat", "Dinas Pemadam Kebakaran dan Penyelamatan", "dinas"),
    ("Satpol PP", "Satuan Polisi Pamong Praja", "dinas"),
    ("Setwan", "Sekretariat DPRD", "dinas"),
    ("Bappelitbangda", "Badan Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah", "badan"),
    ("BPKAD", "Badan Pengelolaan Keuangan dan Aset Daerah", "badan"),
    ("Bapenda", "Badan Pendapatan Daerah", "badan"),
    ("BKPSDM", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "badan"),
    ("Kesbangpol", "Badan Kesatuan Bangsa dan Politik", "badan"),
    ("BPBD", "Badan Penanggulangan Bencana Daerah", "badan"),
    ("RSUD", "Rumah Sakit Umum Daerah", "badan"),
    ("Inspektorat", "Inspektorat Daerah", "inspektorat"),
)
# Further seats of an agency: short name → (role, title).
ALSO = {
    "DP3A": ("perlindungan", "Petugas Perlindungan Perempuan dan Anak"),
    "Bappelitbangda": ("bappeda", "Petugas Perencanaan"),
    "BPKAD": ("tapd", "Tim Anggaran (TAPD)"),
}
SECTIONS = ("Pemerintahan dan Ketertiban", "Ekonomi dan Pembangunan", "Kesejahteraan Sosial")


def kelurahan(name: str) -> tuple[tuple[str, str, int], ...]:
    """(role, title, rank) of the seats in a kelurahan's office."""
    return (
        ("lurah", f"Lurah {name}", 1),
        ("sekretaris_kelurahan", f"Sekretaris Kelurahan {name}", 2),
        *(("kasi", f"Kasi {section} {name}", 3 + number) for number, section in enumerate(SECTIONS)),
        ("petugas_loket", f"Petugas Loket {name}", 9),
    )


def kecamatan(name: str) -> tuple[tuple[str, str, int], ...]:
    """The seats in a kecamatan's office."""
    return (
        ("camat", f"Camat {name}", 1),
        ("kasi_kecamatan", f"Sekretaris Kecamatan {name}", 2),
        ("kasi_kecamatan", f"Kasi Pembangunan Kecamatan {name}", 3),
    )


def kota(name: str) -> tuple[tuple[str, str, int], ...]:
    """The seats of the city's government itself."""
    return (("wali_kota", f"Wali {name}", 1), ("petugas_kota", f"Petugas Pengaduan {name}", 2))
