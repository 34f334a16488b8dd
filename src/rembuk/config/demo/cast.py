"""The people with whom a visitor plays the demo: who, where, and what for. Everybody else has no way to sign in."""

from dataclasses import dataclass

PLAYED = "32.75.04.1005"
NEIGHBOURS = ("32.75.04.1002", "32.75.04.1004")
# Where the musrenbang is played: 330 wishes, just before the decision.
MUSRENBANG = "32.75.05.1002"


@dataclass(frozen=True, slots=True)
class Part:
    """A part in the play. `office` is the title of the seat, `name` the invented person, `told` what to try with it."""

    key: str
    office: str
    name: str
    told: str
    at: str = PLAYED


CAST = (
    Part(
        "ketua_rt", "Ketua RT 004 / RW 02 Kayuringinjaya", "Suryani Puspanegara", "melapor dari HP, bermusyawarah di RT"
    ),
    Part("sekretaris_rt", "Sekretaris RT 004 / RW 02 Kayuringinjaya", "Guntur Batubara", "melaporkan atas nama warga"),
    Part("ketua_rw", "Ketua RW 02 Kayuringinjaya", "Marzuki Hardjono", "rapat RW dan notulennya"),
    Part("lpm", "Anggota LPM Kayuringinjaya 1", "Retno Lumbantobing", "ikut melihat dan menghadiri"),
    Part("pamor", "Pamor RW 02 Kayuringinjaya", "Nyoman Sudirja", "mencatat keluhan warga dari rumah ke rumah"),
    Part("lurah", "Lurah Kayuringinjaya", "Hamdan Wirawan", "Hari ini, rapat kelurahan, keputusan"),
    Part(
        "sekretaris", "Sekretaris Kelurahan Kayuringinjaya", "Wulan Pattiasina", "notulis, lembar masuk untuk RT dan RW"
    ),
    Part("kasi", "Kasi Ekonomi dan Pembangunan Kayuringinjaya", "Irfan Tarigan", "menyerahkan ke dinas, surat ke PLN"),
    Part("loket", "Petugas Loket Kayuringinjaya", "Titin Anshori", "menerima laporan di loket"),
    Part(
        "camat",
        "Camat Bekasi Selatan",
        "Ratna Kartasasmita",
        "yang naik dari kelurahan, catatan masa jabatan",
        "32.75.04",
    ),
    Part("opd", "Kepala DBMSDA", "Yosef Matulessy", "pekerjaan jalan dan saluran: kabar, selesai", "32.75"),
    Part("opd_dlh", "Kepala DLH", "Zubaidah Rangkuti", "sampah dan pohon: kabar, selesai", "32.75"),
    Part("perlindungan", "Petugas Perlindungan Perempuan dan Anak", "Laila Natawijaya", "laporan tersegel", "32.75"),
    Part(
        "petugas_kota",
        "Petugas Pengaduan Kota Bekasi",
        "Sarwono Manullang",
        "urusan pihak luar kota: surat dan balasan",
        "32.75",
    ),
    Part("pemerintahan", "Kepala Bagian Tata Pemerintahan", "Endah Wattimena", "aturan, kalender, jabatan", "32.75"),
    Part("inspektorat", "Inspektur Kota Bekasi", "Rusdi Panjaitan", "sidik harian, pemeriksaan rantai", "32.75"),
    Part("wali_kota", "Wali Kota Bekasi", "Krisna Adiwijaya", "yang sampai ke tingkat kota", "32.75"),
    Part(
        "tetangga_rt",
        "Ketua RT 001 / RW 01 Margajaya",
        "Novi Simatupang",
        "orang luar: ketua RT kelurahan sebelah",
        NEIGHBOURS[0],
    ),
    Part(
        "tetangga_rw",
        "Ketua RW 01 Margajaya",
        "Jufri Latuheru",
        "orang luar: ketua RW kelurahan sebelah",
        NEIGHBOURS[0],
    ),
    Part("tetangga_lurah", "Lurah Margajaya", "Dedi Natawijaya", "orang luar: lurah kelurahan sebelah", NEIGHBOURS[0]),
    Part(
        "lurah_musrenbang",
        "Lurah Pengasinan",
        "Sutrisno Halim",
        "musrenbang: usulan, pengelompokan, keputusan",
        MUSRENBANG,
    ),
    Part(
        "sekretaris_musrenbang",
        "Sekretaris Kelurahan Pengasinan",
        "Yuliana Sembiring",
        "musrenbang: orang kedua yang mengetik surat suara, lembar usulan",
        MUSRENBANG,
    ),
    Part("rw_musrenbang", "Ketua RW 03 Pengasinan", "Martha Sihombing", "musrenbang: urutan usulan RW", MUSRENBANG),
    Part("camat_musrenbang", "Camat Rawalumbu", "Darmawan Sihite", "musrenbang: tinjauan kecamatan", "32.75.05"),
    Part("perencana", "Petugas Perencanaan", "Nurhayati Lubis", "musrenbang: tinjauan Bappelitbangda, RKPD", "32.75"),
    Part("anggaran", "Tim Anggaran (TAPD)", "Bambang Tanjung", "musrenbang: TAPD, KUA-PPAS, APBD, DPA", "32.75"),
    Part(
        "pemantau",
        "Anggota Dewan Pakar Kota Bekasi",
        "Lestari Hutapea",
        "pemantau: melihat, mengisi daftar periksa, menulis catatan lapangan",
        "32.75",
    ),
)
