"""What the demo's RT and RW ask the musrenbang for, in their own words. Every item, price and sentence is ours."""

from typing import NamedTuple

WORKS, PEOPLE = "works", "people"


class Thing(NamedTuple):
    """A standard item: prices in thousands of rupiah; `office` (short name) pays, else the kelurahan."""

    code: str
    name: str
    unit: str
    low: int
    high: int
    office: str
    field: str
    theme: str
    least: int
    most: int

    @property
    def kind(self) -> str:
        """Whether it runs along a street, stands somewhere, or is for so many people."""
        return "line" if self.unit in LINES else "people" if self.unit in HEADS else "spot"


def _things(office: str, field: str, rows: str) -> tuple[Thing, ...]:
    """One a line: code | name | unit | lowest and highest price | theme | least and most of it that is asked for."""
    found = []
    for row in rows.strip().splitlines():
        code, name, unit, low, high, theme, least, most = (part.strip() for part in row.split("|"))
        found.append(Thing(code, name, unit, int(low), int(high), office, field, theme, int(least), int(most)))
    return tuple(found)


THINGS = (
    *_things("", WORKS, """
SP.01 | Saluran U-ditch 40 | m | 620 | 780 | air | 30 | 110
SP.02 | Saluran U-ditch 60 | m | 980 | 1250 | air | 25 | 80
SP.03 | Tutup saluran beton | lembar | 240 | 310 | air | 20 | 120
SP.04 | Pengerukan saluran lingkungan | m | 85 | 130 | air | 60 | 300
SP.05 | Sumur resapan | titik | 4200 | 5600 | air | 2 | 8
SP.06 | Lubang biopori | titik | 160 | 240 | air | 20 | 80
SP.07 | Betonisasi jalan gang | m2 | 290 | 380 | jalan | 60 | 260
SP.08 | Paving jalan lingkungan | m2 | 190 | 260 | jalan | 80 | 320
SP.09 | Perbaikan jembatan kecil | unit | 18000 | 32000 | jalan | 1 | 1
SP.10 | Turap batu kali | m | 850 | 1150 | air | 15 | 60
SP.11 | Penerangan gang tenaga surya | titik | 2900 | 3800 | lampu | 3 | 14
SP.12 | Tiang dan lampu gang | titik | 1500 | 2100 | lampu | 3 | 16
SP.13 | Pos ronda | unit | 22000 | 31000 | aman | 1 | 1
SP.14 | Rehab balai warga | unit | 38000 | 64000 | balai | 1 | 1
SP.15 | Rehab posyandu | unit | 24000 | 42000 | sehat | 1 | 1
SP.16 | Gerobak sampah motor | unit | 31000 | 38000 | sampah | 1 | 2
SP.17 | Bak sampah pilah | set | 1100 | 1600 | sampah | 5 | 25
SP.18 | Portal jalan lingkungan | unit | 5200 | 7400 | aman | 1 | 3
SP.19 | Kamera pengawas lingkungan | titik | 2700 | 3600 | aman | 2 | 10
SP.20 | Alat pemadam api ringan | buah | 720 | 980 | siaga | 6 | 24
SP.21 | Taman bermain anak | paket | 26000 | 45000 | anak | 1 | 1
SP.22 | Sarana air bersih warga | unit | 28000 | 46000 | air_bersih | 1 | 2
SP.23 | Jamban sehat keluarga | unit | 8200 | 10500 | sehat | 2 | 8
SP.24 | Papan nama gang | buah | 280 | 420 | aman | 5 | 30
"""),
    *_things("", PEOPLE, """
PM.01 | Pelatihan menjahit | orang | 1400 | 1900 | usaha | 10 | 25
PM.02 | Pelatihan olahan pangan rumahan | orang | 900 | 1300 | usaha | 15 | 30
PM.03 | Pelatihan barista dan kue | orang | 1300 | 1800 | usaha | 10 | 20
PM.04 | Pelatihan servis motor | orang | 1700 | 2300 | pemuda | 10 | 20
PM.05 | Pelatihan pemasaran lewat telepon genggam | orang | 650 | 950 | usaha | 20 | 40
PM.06 | Pelatihan kader posyandu | orang | 450 | 700 | sehat | 15 | 40
PM.07 | Makanan tambahan balita | anak | 480 | 650 | sehat | 20 | 60
PM.08 | Pelatihan kader jumantik | orang | 350 | 520 | sehat | 20 | 50
PM.09 | Pelatihan bank sampah | orang | 400 | 600 | sampah | 20 | 40
PM.10 | Alat bank sampah | paket | 7500 | 11000 | sampah | 1 | 2
PM.11 | Pelatihan siaga bencana warga | orang | 380 | 560 | siaga | 25 | 60
PM.12 | Kelas orang tua dan anak | orang | 260 | 380 | anak | 25 | 60
PM.13 | Bimbingan belajar sore | anak | 420 | 600 | anak | 20 | 50
PM.14 | Kegiatan lansia sehat | orang | 300 | 450 | sehat | 25 | 60
PM.15 | Pelatihan budidaya sayur pekarangan | orang | 420 | 610 | usaha | 20 | 40
PM.16 | Sarana olahraga pemuda | paket | 6500 | 12000 | pemuda | 1 | 2
PM.17 | Pelatihan hadroh dan seni warga | orang | 380 | 540 | pemuda | 15 | 30
PM.18 | Alat bantu penyandang disabilitas | unit | 1800 | 3200 | sehat | 3 | 10
"""),
    *_things("DBMSDA", WORKS, """
BM.01 | Peningkatan jalan lingkungan | m2 | 420 | 560 | jalan | 300 | 900
BM.02 | Normalisasi kali | m | 1600 | 2300 | air | 80 | 260
BM.03 | Rumah pompa | unit | 240000 | 380000 | air | 1 | 1
BM.04 | Gorong-gorong di bawah jalan | m | 3800 | 5200 | air | 8 | 24
"""),
    *_things("Dishub", WORKS, """
HB.01 | Lampu jalan umum | titik | 8500 | 11500 | lampu | 4 | 12
HB.02 | Rambu dan marka | paket | 9500 | 16000 | aman | 1 | 2
"""),
    *_things("Disperkimtan", WORKS, """
PK.01 | Perbaikan rumah tidak layak huni | unit | 19000 | 25000 | sehat | 2 | 6
PK.02 | Tangki septik bersama | unit | 32000 | 48000 | air_bersih | 1 | 3
"""),
    *_things("DLH", WORKS, """
LH.01 | Pemangkasan pohon besar | pohon | 900 | 1500 | pohon | 5 | 20
LH.02 | Kontainer sampah | unit | 16000 | 22000 | sampah | 1 | 2
"""),
    *_things("Disdik", WORKS, """
DK.01 | Rehab ruang kelas SD | ruang | 95000 | 140000 | sekolah | 1 | 3
"""),
    *_things("Dinkes", PEOPLE, """
KS.01 | Pemeriksaan kesehatan keliling | kali | 5200 | 7800 | sehat | 2 | 6
"""),
    *_things("Diskop UKM", PEOPLE, """
KU.01 | Bantuan alat usaha kelompok | paket | 9000 | 15000 | usaha | 1 | 4
"""),
    *_things("Disnaker", PEOPLE, """
NK.01 | Pelatihan kerja bersertifikat | orang | 3200 | 4500 | pemuda | 10 | 20
"""),
    *_things("Dispora", WORKS, """
PO.01 | Perbaikan lapangan olahraga | paket | 75000 | 130000 | pemuda | 1 | 1
"""),
    *_things("Dinsos", PEOPLE, """
SO.01 | Sembako lansia sendirian | orang | 550 | 750 | sehat | 15 | 40
"""),
    *_things("Diskominfo", WORKS, """
KI.01 | Internet umum di balai warga | titik | 4800 | 7200 | anak | 1 | 4
"""),
)  # fmt: skip

# Why it is asked for: {gang} a street, {dekat} a landmark, {n} a number of houses.
WHY = {
    "air": (
        "Setiap hujan deras {gang} tergenang, {n} rumah kemasukan air.",
        "Saluran lama di {gang} sudah retak dan dangkal; air balik ke halaman {n} rumah.",
        "Air dari jalan besar turun ke {gang} dan tidak punya jalan keluar dekat {dekat}.",
        "Warga mengeruk sendiri tiap bulan, dua minggu kemudian penuh lagi dekat {dekat}.",
        "Dinding saluran dekat {dekat} roboh, tanahnya ikut hanyut ke {gang}.",
        "Air baru surut lewat tengah hari; anak sekolah di {gang} harus digendong.",
    ),
    "air_bersih": (
        "Sumur {n} rumah di {gang} keruh dan berbau sejak kemarau lalu.",
        "Warga {gang} membeli air gerobak, sehari bisa dua puluh ribu.",
        "Tangki di rumah-rumah dekat {dekat} bocor ke sumur tetangganya.",
    ),
    "jalan": (
        "Permukaan {gang} pecah dan licin; bulan lalu dua motor jatuh.",
        "Gerobak sampah dan kursi roda tidak bisa lewat {gang}.",
        "Bekas galian di {gang} tidak pernah pulih, {n} rumah di dalamnya sulit dicapai.",
        "Jalan menuju {dekat} becek setiap hujan, padahal dilewati anak sekolah.",
        "Tanah di {gang} turun; air berkumpul di tengah jalan dekat {dekat}.",
    ),
    "lampu": (
        "Gelap mulai {dekat} sampai ujung {gang}; warga takut pulang pengajian.",
        "Lampu di {gang} hanya dari teras rumah, {n} rumah di ujung tidak punya.",
        "Dua kali ada penjambretan di {gang}, keduanya di bagian yang gelap.",
        "Lampu lama di {gang} ditanggung satu rumah dan sering mati.",
    ),
    "aman": (
        "Tahun ini tiga motor hilang di {gang}; pelakunya tidak terlihat.",
        "Ronda berjalan lagi, tetapi tidak ada tempat berteduh dekat {dekat}.",
        "Mobil dari luar ngebut lewat {gang} menghindari macet.",
        "Kurir dan ambulans sering tersesat mencari {gang}.",
    ),
    "balai": (
        "Atap balai dekat {dekat} bocor; rapat dan posyandu pindah ke teras warga.",
        "Balai di {gang} dipakai {n} keluarga bergantian, lantainya amblas dan tidak ada jalan kursi roda.",
    ),
    "sehat": (
        "Ada {n} rumah dengan balita atau lansia di sekitar {gang}; puskesmas terlalu jauh berjalan kaki.",
        "Kasus demam berdarah di {gang} naik sejak November.",
        "Posyandu dekat {dekat} kekurangan kader dan timbangan.",
        "Beberapa lansia di {gang} tinggal sendirian dan jarang diperiksa.",
        "Angka tengkes di RW ini belum turun; warga {gang} minta pendampingan kader.",
    ),
    "sampah": (
        "Gerobak sampah {gang} rusak, tumpukan menunggu dua hari sekali.",
        "Sampah dari {gang} dibuang ke saluran karena tidak ada tempatnya dekat {dekat}.",
        "Ibu-ibu di {gang} sudah memilah, tetapi tidak ada alat dan pembelinya.",
        "Bau tumpukan dekat {dekat} masuk ke {n} rumah.",
    ),
    "siaga": (
        "Rumah di {gang} rapat; kebakaran tahun lalu padam karena ember warga.",
        "Mobil pemadam tidak bisa masuk {gang}, warga perlu bisa menahan api lebih dulu.",
        "Waktu banjir warga {gang} bingung ke mana membawa lansia.",
    ),
    "anak": (
        "Anak-anak {gang} bermain di jalan karena tidak ada tempat lain dekat {dekat}.",
        "Banyak anak di {gang} pulang sekolah tanpa pendamping sampai petang.",
        "Telepon genggam jadi teman main; orang tua di {gang} minta kegiatan.",
    ),
    "sekolah": (
        "Sekolah dekat {dekat} kekurangan ruang; dua rombongan belajar bergantian.",
        "Plafon kelas dekat {dekat} jatuh waktu hujan; murid dari {gang} belajar di perpustakaan.",
    ),
    "pemuda": (
        "Belasan pemuda di {gang} lulus sekolah dan belum bekerja.",
        "Lapangan dekat {dekat} rusak; pemuda nongkrong di jalan sampai malam.",
        "Karang Taruna minta kegiatan tetap supaya anak muda {gang} tidak ikut tawuran.",
    ),
    "usaha": (
        "Ibu-ibu di {gang} berjualan dari rumah dan ingin naik kelas.",
        "Ada {n} keluarga di sekitar {gang} yang penghasilannya hilang setelah pabrik tutup.",
        "Kelompok usaha dekat {dekat} punya pembeli, kurang alat dan keterampilan.",
        "Pesanan kue dan jahitan ada, tetapi yang bisa mengerjakan baru dua orang di {gang}.",
    ),
    "pohon": (
        "Pohon besar di {gang} condong ke kabel dan atap {n} rumah.",
        "Dahan dekat {dekat} patah waktu angin kencang, nyaris menimpa warung.",
    ),
}
# How a thing is called, first and by those who ask for it again or for more of it, by what it is measured in.
CALLED = {
    "line": ("{what} {gang}", "{what} sepanjang {gang}", "{what} {gang} dekat {dekat}"),
    "spot": ("{what} {gang}", "{what} di {gang}", "{what} {gang} dekat {dekat}"),
    "people": ("{what} warga {gang}", "{what} untuk warga sekitar {dekat}", "{what} di {gang}"),
}
AGAIN = {
    "line": ("Perbaikan {what} {gang}", "Lanjutan {what} {gang}", "{what} {gang} yang rusak"),
    "spot": ("Pengadaan {what} {gang}", "{what} untuk {gang}", "Tambahan {what} di {gang}"),
    "people": ("{what} bagi warga {gang}", "Kegiatan {what} di {gang}"),
}
WIDER = ("{what} {gang} sampai {dekat}, seluruh RW", "{what} {gang} dan gang di sekitarnya")
LINES, HEADS = frozenset({"m", "m2", "lembar"}), frozenset({"orang", "anak", "kali"})
GIVEN = (
    "pasir dan semen dari kas RT", "makan siang pekerja", "cangkul dan gerobak dorong", "tenaga dan konsumsi",
    "tempat dan kursi", "air minum dan penjaga malam", "",
)  # fmt: skip
MEMBERS = ("Anggota DPRD daerah pemilihan 2 (contoh)", "Anggota DPRD daerah pemilihan 4 (contoh)")
RETURNED = ("Lengkapi panjang dan lebarnya, foto belum cukup.", "Sebutkan siapa pemilik tanahnya.",
            "Satuan harganya tidak cocok dengan kamus; lihat lagi.")  # fmt: skip
