"""What invented residents say, in their own plain words. No sentence comes from anybody's data.

`SAID` maps a theme to sentences; {gang} is a street and {dekat} a landmark, both invented in `PLACES`.
"""

SAID: dict[str, tuple[str, ...]] = {
    "jalan": (
        "Jalan di {gang} berlubang besar, kemarin ada warga jatuh dari motor",
        "Aspal {gang} mengelupas sepanjang kira-kira dua puluh meter, kalau hujan tidak kelihatan lubangnya",
        "Paving di {gang} amblas dekat {dekat}, mobil sampah sudah dua kali tersangkut",
        "Polisi tidur di {gang} terlalu tinggi, motor matik mentok terus",
        "Bekas galian kabel di {gang} tidak ditutup rapi, tanahnya turun",
        "Tutup gorong-gorong di depan {dekat} pecah, bahaya untuk anak-anak",
        "Bahu jalan {gang} longsor ke saluran, tinggal separuh badan jalan",
        "Jembatan kecil di ujung {gang} retak, warga takut lewat malam hari",
        "Jalan menuju {dekat} becek dan licin, anak sekolah lewat situ tiap pagi",
        "Cor jalan {gang} retak memanjang padahal baru tahun lalu dikerjakan",
    ),
    "saluran": (
        "Got di {gang} mampet, airnya hitam dan bau sampai ke rumah",
        "Selokan {gang} penuh lumpur, sudah lama tidak pernah dikeruk",
        "Air dari got naik ke jalan setiap hujan setengah jam di {gang}",
        "Saluran di belakang {dekat} tertutup bangunan warung, air tidak bisa lewat",
        "Gorong-gorong {gang} terlalu kecil, airnya selalu balik ke rumah warga",
        "Dinding saluran di {gang} roboh kena arus minggu lalu",
        "Kali kecil dekat {dekat} dangkal sekali, tolong dikeruk sebelum puncak hujan",
        "Tali air di {gang} tersumbat sampah plastik",
    ),
    "banjir": (
        "Tadi malam air masuk rumah setinggi betis di {gang}, ada empat rumah",
        "Setiap hujan deras {gang} tergenang sampai siang, pompa tidak jalan",
        "Genangan di depan {dekat} tidak surut dua hari, mulai banyak jentik",
        "Pintu air dekat {dekat} macet, air kiriman langsung ke {gang}",
        "Warga {gang} minta karung pasir, tanggulnya rembes",
        "Pompa air di {gang} rusak sejak musim hujan lalu",
    ),
    "sampah": (
        "Sampah di {gang} sudah delapan hari tidak diangkut",
        "Ada yang buang sampah malam-malam di tanah kosong dekat {dekat}",
        "Bak sampah di {gang} bocor, air lindinya mengalir ke jalan",
        "Gerobak sampah RT rusak rodanya, petugas kesulitan keliling {gang}",
        "Tumpukan sampah dekat {dekat} dibakar, asapnya masuk rumah, ada bayi",
        "Puing bangunan ditumpuk di pinggir {gang}, sudah satu bulan lebih",
        "Jadwal truk sampah berubah, warga {gang} tidak diberi tahu",
        "Sampah pasar dibuang ke saluran dekat {dekat}",
    ),
    "lampu": (
        "Lampu jalan di {gang} mati tiga titik berturut-turut, gelap sekali",
        "Lampu penerangan dekat {dekat} kedip-kedip sudah dua minggu",
        "Tiang lampu di {gang} miring setelah tertabrak mobil boks",
        "Belum ada lampu sama sekali dari {dekat} sampai ujung {gang}",
        "Kabel lampu jalan {gang} menjuntai rendah, tersenggol kepala",
        "Lampu di {gang} menyala siang hari tapi malah mati malam hari",
    ),
    "pohon": (
        "Pohon besar di {gang} sudah keropos, takut tumbang ke rumah",
        "Dahan pohon dekat {dekat} menutup lampu jalan",
        "Pohon tumbang di {gang} sejak subuh, jalan tidak bisa dilewati mobil",
        "Ranting pohon di {gang} kena kabel listrik, keluar percikan waktu hujan",
        "Akar pohon mengangkat paving di depan {dekat}",
    ),
    "ketertiban": (
        "Mobil parkir di dua sisi {gang} sampai ambulans tidak bisa masuk",
        "Anak muda nongkrong sampai jam dua malam dekat {dekat}, suaranya keras",
        "Pedagang di depan {dekat} memakai badan jalan, macet tiap sore",
        "Portal {gang} ditutup sepihak, warga gang sebelah harus memutar",
        "Truk besar lewat {gang} malam hari, rumah sampai bergetar",
        "Bengkel las di {gang} bekerja sampai tengah malam, bising dan silau",
        "Warga membangun pagar sampai makan jalan di {gang}",
        "Ada yang balap motor tiap malam Minggu di {gang}",
    ),
    "keamanan": (
        "Motor hilang dua kali bulan ini di {gang}, minta ronda diaktifkan lagi",
        "Pos ronda dekat {dekat} bocor dan gelap, tidak ada yang mau jaga",
        "Ada orang asing mondar-mandir foto-foto rumah di {gang}",
        "Tabung gas dan jemuran sering hilang di {gang}",
        "Minta kamera di pintu masuk {gang}, warga mau iuran sebagian",
    ),
    "air": (
        "Air ledeng di {gang} mati sejak kemarin pagi",
        "Air keran keruh dan bau besi di {gang}, tidak bisa dipakai masak",
        "Pipa air bocor di depan {dekat}, air bersih terbuang siang malam",
        "Tekanan air di {gang} kecil sekali, baru keluar jam sebelas malam",
    ),
    "listrik": (
        "Gardu listrik dekat {dekat} berdengung keras dan keluar asap sedikit",
        "Kabel listrik di {gang} kendor hampir menyentuh atap",
        "Listrik {gang} padam sendiri tiap hujan, gang lain menyala",
        "Tiang listrik beton di {gang} retak di bagian bawah",
    ),
    "kesehatan": (
        "Sudah lima anak kena demam berdarah di {gang}, minta fogging dan periksa jentik",
        "Posyandu dekat {dekat} timbangannya rusak, kader pinjam terus",
        "Ada warga lansia sakit sendirian di {gang}, butuh diperiksa petugas puskesmas",
        "Kandang ayam di {gang} baunya ke mana-mana, banyak lalat",
        "Air sumur warga dekat {dekat} berbau setelah ada usaha cuci karung",
    ),
    "sosial": (
        "Ada nenek tinggal sendiri di {gang}, atapnya bocor dan jarang makan",
        "Satu keluarga di {gang} belum pernah terdata bantuan, anaknya tiga",
        "Warga disabilitas di {gang} butuh kursi roda",
        "Anak tetangga di {gang} putus sekolah karena biaya seragam",
        "Warga korban PHK di {gang} menanyakan cara ikut pelatihan kerja",
        "Rumah warga di {gang} hampir roboh, masih ditinggali lima orang",
    ),
    "layanan": (
        "Sudah tiga kali ke loket mengurus KK belum jadi juga",
        "Perekaman KTP untuk orang tua yang tidak bisa jalan caranya bagaimana",
        "Antrean di loket panjang sekali hari Senin, tidak ada nomor antrean",
        "Akta kelahiran anak saya salah satu huruf, minta dibetulkan",
        "Surat pengantar dari RT diminta lagi padahal katanya sudah tidak perlu",
        "Petugas bilang berkas saya hilang, mohon dicarikan",
        "Informasi syarat pindah alamat berbeda antara loket dan spanduk",
    ),
    "fasilitas": (
        "Ayunan di taman dekat {dekat} putus rantainya, bahaya untuk anak",
        "Lapangan RW dekat {dekat} becek, anak-anak tidak bisa main bola",
        "Balai warga {gang} bocor, rapat terpaksa pindah-pindah",
        "Minta tempat sampah dan kursi di taman dekat {dekat}",
        "Rambu hati-hati sekolah dekat {dekat} hilang",
    ),
    "hewan": (
        "Anjing liar berkeliaran di {gang}, kemarin anak dikejar",
        "Kucing mati dibuang ke got {gang}, baunya menyengat",
        "Ada sarang tawon besar di pohon dekat {dekat}",
    ),
    "usul": (
        "Usul {gang} dibuat satu arah saat jam berangkat sekolah",
        "Usul bank sampah dihidupkan lagi di balai dekat {dekat}",
        "Usul penghijauan dan taman obat di lahan kosong {gang}",
        "Usul pelatihan jahit untuk warga {gang}",
    ),
    "ketua": (
        "Ketua RT kami menarik iuran tanpa musyawarah dan tanpa catatan",
        "Ketua RT sulit ditemui, tiga kali saya minta tanda tangan tidak ada",
        "Uang kas RT setahun ini tidak pernah dilaporkan ketua RT ke warga",
    ),
    "kekerasan": (
        "Saya sering dipukul suami di rumah, anak-anak ikut takut",
        "Anak tetangga sering terdengar dipukul dan dikurung, saya khawatir",
        "Keponakan saya diganggu orang dewasa di tempat les, dia takut bercerita",
    ),
    "pungli": (
        "Ada petugas yang meminta uang supaya surat saya dipercepat",
        "Saya dimintai biaya untuk surat yang mestinya gratis, diancam dipersulit",
    ),
}

PLACES = tuple(
    f"{kind} {name}"
    for kind, names in (
        (
            "Gang",
            "Kenari Cempaka Sawo Rambutan Mandor Langgar Damai Bersama Kopi Pinang Salak Mawar Delima Nangka".split(),
        ),
        (
            "Jalan",
            (
                "Belimbing Dalam",
                "Teratai Kecil",
                "Pulau Rakit",
                "Wijaya Bawah",
                "Merpati Lama",
                "Kebon Asri",
                "Anyelir Timur",
            ),
        ),
    )
    for name in names
)
LANDMARKS = (
    "musala Al-Ikhlas Dalam", "warung pojok", "pos ronda", "balai warga", "lapangan voli", "SD di ujung gang",
    "pangkalan ojek", "posyandu Anggrek Kecil", "bengkel ujung gang", "tikungan tandon air", "pasar pagi",
    "toko material Jaya Mandor", "jembatan kayu", "gardu ronda dua", "taman bermain", "mesin isi ulang air",
    "rumah kompos",
)  # fmt: skip

MUFAKAT = (
    "Disepakati kerja bakti hari Minggu pagi, bahan dari kas RT, alat pinjam warga.",
    "Yang bersangkutan bersedia memindahkan barangnya paling lambat akhir pekan, disaksikan tetangga kiri kanan.",
    "Iuran sukarela terkumpul, dikerjakan bersama Sabtu sore, sisa uang masuk kas dan dicatat.",
    "Disepakati jadwal giliran, ditempel di pos ronda, yang berhalangan wajib mencari pengganti.",
    "Pemilik setuju mengecilkan suara setelah jam sembilan malam, nomor telepon ketua dipegang kedua pihak.",
    "Warga sepakat membersihkan bersama, sampahnya diangkut gerobak RT besok pagi.",
)
DISCUSSED = (
    "Ketua membacakan laporan. Dua warga menambahkan keterangan, satu orang menunjukkan foto terbaru.",
    "Ada yang mengusulkan swadaya, ada yang minta menunggu kelurahan. Biayanya dihitung bersama.",
    "Warga yang terdampak diminta bercerita lebih dahulu. Semua sepakat perlu selesai sebelum puncak hujan.",
    "Dibahas siapa pemilik lahannya. Sekretaris diminta mencocokkan dengan peta kelurahan.",
)
AGREED = (
    "Dikerjakan gotong royong hari Minggu, bahan dari swadaya warga dan dana pemeliharaan.",
    "Dikerjakan oleh petugas kelurahan pekan depan, warga menyiapkan jalan masuk.",
    "Disepakati aturan bersama, ditulis dan ditempel, ditinjau lagi pada rapat berikut.",
    "Disurati pihak yang berwenang, sementara itu dipasang rambu dan lampu darurat oleh warga.",
)
NOT_AGREED = (
    "Belum mufakat: biaya di luar kemampuan warga dan menyangkut lahan di dua RW.",
    "Belum mufakat: dua pihak masih berbeda pendapat, perlu ditengahi tingkat di atasnya.",
    "Belum mufakat: saluran ini melewati beberapa RW sehingga tidak dapat diputus di sini.",
)
ANSWERS = (
    "Petugas sudah melihat lokasi dan mengukur. Pekerjaan dijadwalkan pekan depan.",
    "Terima kasih, laporan kami terima. Tim kami jadwalkan ke lokasi dalam lima hari kerja.",
    "Material sudah dipesan. Sementara menunggu, lokasi kami beri tanda peringatan.",
    "Sudah kami periksa bersama ketua RT. Penyebabnya di hilir, akan dikerjakan bersamaan.",
)
FINISHED = (
    "Pekerjaan selesai, disaksikan ketua RT dan dua warga.",
    "Sudah diperbaiki tadi pagi dan dicoba bersama warga.",
    "Selesai dikerjakan regu kami, lokasi sudah dibersihkan.",
)
REFUSED = (
    "Perkara utang antarwarga tidak dapat diputus di sini; kedua pihak dipersilakan bermusyawarah atau ke pengadilan.",
    "Isi laporan tidak menunjukkan tempat dan kejadian yang dapat diperiksa, dan pelapor tidak dapat dihubungi.",
)
INCOMPLETE = (
    "Mohon sebutkan gang dan nomor rumah terdekat, foto belum cukup jelas untuk menemukan tempatnya.",
    "Mohon tambahkan kapan kejadiannya dan siapa yang dapat kami temui di lokasi.",
)
SATISFIED = (
    "Sudah bagus, terima kasih.",
    "Alhamdulillah sudah beres.",
    "Sudah lancar lagi, terima kasih Pak RT.",
    "Beres, cepat sekali.",
)
NOT_SOLVED = (
    "Baru dua hari sudah mampet lagi.", "Lampunya mati lagi semalam.", "Yang dikerjakan baru separuh, ujungnya belum.",
)  # fmt: skip

DECIDED = (
    "Dikerjakan sebelum puncak hujan, warga menyiapkan jalan masuk.",
    "Dikerjakan bersama: dinas yang memimpin, warga membantu membersihkan.",
    "Diperbaiki seluruhnya, bukan ditambal, dan dilihat lagi oleh RW.",
)
WORKS = (
    "Keruk dan bersihkan sepanjang 120 meter", "Perbaiki bagian yang rusak dan rapikan bekasnya",
    "Ganti yang pecah dan pasang penutup baru", "Bersihkan, angkut, dan beri tanda peringatan",
    "Tinggikan 15 sentimeter dan pasang kisi",
)  # fmt: skip
NEWS = (
    "Sudah diukur bersama ketua RW, bahan dipesan.", "Alat sudah di tempat, dikerjakan mulai dari hilir.",
    "Separuh sudah selesai, sisanya menunggu cuaca.", "Regu kedua masuk besok pagi.", "Bahan datang, pemasangan lusa.",
)  # fmt: skip
NOT_YET = (
    "Ujung dekat warung belum dikerjakan, airnya masih tertahan.",
    "Bekas galian belum dirapikan, motor masih bisa tergelincir.",
)
