"""The words that a new city starts with; Pemerintahan adds and drops them on a screen.

(category, owner, words)
"""

KEYWORDS: tuple[tuple[str, str, str], ...] = (
    (
        "jalan", "",
        ("jalan gang, jalan lingkungan, jalan kampung, paving, jalan rusak, jalan berlubang, gang rusak, polisi "
         "tidur, jalan ambles, jalan becek"),
    ),
    (
        "drainase", "",
        ("saluran, selokan, got, gorong gorong, drainase, genangan, tergenang, mampet, banjir, luapan air, air "
         "meluap, sumbat"),
    ),
    (
        "sampah", "",
        "sampah, tps, bau busuk, menumpuk, kotor, buang sampah, bakar sampah, kebersihan, lalat",
    ),
    (
        "keamanan", "",
        ("maling, pencurian, ronda, siskamling, tawuran, pos kamling, rawan, begal, mabuk, minuman keras, balap "
         "liar, preman"),
    ),
    (
        "parkir", "",
        "parkir, macet, jukir, juru parkir, parkir liar, mobil menghalangi, kemacetan",
    ),
    (
        "tetangga", "",
        "tetangga, bising, berisik, suara keras, musik keras, ribut, ternak, kandang ayam, asap rokok",
    ),
    (
        "bantuan", "",
        ("bansos, bantuan sosial, pkh, bpnt, sembako, blt, bantuan tunai, tidak dapat bantuan, dtks, penerima "
         "bantuan"),
    ),
    (
        "rentan", "",
        ("lansia, disabilitas, sebatang kara, terlantar, sakit keras, gelandangan, pengemis, orang gila, odgj, "
         "lumpuh, kursi roda, gizi buruk, stunting"),
    ),
    (
        "aspirasi", "",
        "usul, usulan, saran, aspirasi, mohon dibangun, mohon dibangunkan, mohon dibuatkan",
    ),
    (
        "pungutan", "",
        ("iuran, pungutan, surat pengantar, pelayanan rt, pelayanan rw, pelayanan kelurahan, ketua rt, ketua rw, "
         "dipersulit"),
    ),
    (
        "lampu", "",
        "lampu jalan, pju, penerangan jalan, lampu padam, lampu mati, lampu pju, jalan gelap, gelap gulita",
    ),
    (
        "lampu", "pln",
        "listrik padam, listrik mati, tiang listrik, kabel listrik, gardu, kabel pln, tiang pln, meteran listrik",
    ),
    (
        "pohon", "",
        "pohon, pohon tumbang, dahan, ranting, pangkas, perantingan, perampingan, taman",
    ),
    (
        "air", "pdam",
        ("pdam, air pam, pipa bocor, air mati, air tidak keluar, air keruh, meteran air, air ledeng, air tidak "
         "mengalir"),
    ),
    (
        "air", "",
        "air bersih, sumur, kekeringan",
    ),
    (
        "jalan_besar", "",
        ("jalan raya, jalan utama, jembatan, trotoar, lampu merah, rambu, marka, zebra cross, penyeberangan, "
         "aspal, flyover"),
    ),
    (
        "jalan_besar", "toll",
        "jalan tol, gerbang tol, kolong tol",
    ),
    (
        "adminduk", "",
        ("ktp, kk, kartu keluarga, akta, akte, kia, dukcapil, adminduk, pindah domisili, surat pindah, cetak ktp, "
         "ikd"),
    ),
    (
        "kesehatan", "",
        ("puskesmas, posyandu, rumah sakit, bpjs, dokter, ambulans, fogging, demam berdarah, dbd, imunisasi, "
         "vaksin"),
    ),
    (
        "kekerasan_seksual", "",
        "pelecehan, perkosa, diperkosa, cabul, dicabuli, diraba, kekerasan seksual",
    ),
    (
        "kekerasan_rumah", "",
        "kdrt, dipukul suami, dipukuli suami, disiksa suami, kekerasan rumah tangga, dipukul istri, suami memukul",
    ),
    (
        "anak", "",
        ("anak dipukul, anak disiksa, anak dipukuli, penculikan anak, anak hilang, anak dianiaya, anak "
         "ditelantarkan, perundungan"),
    ),
    (
        "pemerasan", "",
        "pungli, pemerasan, diperas, minta uang, uang pelicin, suap, sogok, menyuap, calo",
    ),
)  # fmt: skip
