"""The words of works, as rows: what people write for one and the same thing. A new word is a new entry here.

“token: saying, saying”; a longer row goes on in the next line, indented. A word stands for all its forms with affixes.
Sayings of several words go before single words.
"""

import re


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    """Token → what people write for it."""
    lines = re.sub(r"\n +", " ", rows.strip()).splitlines()
    return {token: tuple(said.split(", ")) for token, said in (line.split(": ") for line in lines)}


# What is built, repaired or held: alone it says what is asked for.
THINGS = _table("""
saluran: saluran, saluran air, saluran drainase, drainase, drainasi, got, selokan, parit, uditch, u ditch, gorong
    kecil, saluran crossing, crossing jalan, crossing saluran, crossing, lumpur saluran, lumpur got
gorong: gorong, box culvert, culvert, duiker
jalan: jalan lingkungan, jalan setapak, jalan tanah, badan jalan, bahu jalan, jalan kampung, peninggian jalan,
    perbaikan jalan, pembangunan jalan, pembuatan jalan, pengerasan jalan, pengecoran jalan, tambal, tambal sulam,
    tambal jalan
lampu: pju, lpju, pjl, lampu jalan, lampu gang, lampu penerangan, penerangan jalan, penerangan jalan umum, penerangan,
    penerangan lingkungan, tiang lampu, lampu lingkungan, lampu pju, lampu umum, solar cell, tiang pju, lampu,
    tenaga surya, penerangan gang
lampu sorot: lampu sorot
cctv: cctv, kamera, kamera pengawas, kamera keamanan, kamera pemantau
turap: turap, tpt, tembok penahan, tembok penahan tanah, dinding penahan, dinding penahan tanah, penahan tebing,
    penahan tanah, talud, tebing, sheet pile, senderan
bronjong: bronjong, bronjol
tanggul: tanggul
jembatan: jembatan, jembatan penyeberangan, titian
trotoar: trotoar, jalur pejalan kaki, pedestrian, jalur pedestrian
polisi tidur: polisi tidur, speed bump, speed trap, pita kejut, gundukan, markah kejut, tanggul jalan
portal: portal, portal jalan, palang, portal besi, palang pintu, pintu portal, palang masuk
gapura: gapura, gerbang, pintu gerbang
cermin: cermin, cermin tikungan, cermin cembung, convex mirror, kaca tikungan
rambu: rambu, rambu lalu lintas, lampu lalu lintas, lampu penyeberangan, warning light
marka: marka, marka jalan
zebra cross: zebra cross, zebra, penyeberangan
plang: papan nama, papan nama jalan, papan nama gang, plang, plang nama, plang jalan, plang gang, plang nama gang,
    penunjuk jalan
papan informasi: papan informasi, papan pengumuman, mading
halte: halte, shelter
sumur bor: sumur bor, sumur pantek, sumur dalam, sumur jetpump, sumur artesis, sumur satelit, jetpump
resapan: resapan, sumur resapan, resapan air, biopori, lubang biopori
pdam: pdam, pipa pdam, pipa air bersih, sambungan air bersih, air ledeng, pipanisasi, jaringan air bersih
sanitasi: ipal, ipal komunal, septic tank, septictank, septictank komunal, septic tank komunal, tangki septik, limbah
    komunal
jamban: jamban, jambanisasi, jamban sehat, wc, mck, mck umum, wc umum, toilet umum, kakus
rumah: rutilahu, bedah rumah, rumah layak huni, rumah tidak layak huni, rtlh, rumah roboh
tps: tps, tempat pembuangan sampah, tempat pembuangan sampah sementara, pembuangan sampah, tps3r
bank sampah: bank sampah
saringan sampah: saringan sampah, jaring sampah, trash rack
pompa: pompa, pompa air, pompa banjir, mesin pompa, mesin pompa air
pintu air: pintu air
keruk kali: normalisasi kali, normalisasi sungai, pengerukan kali, keruk kali, pengerukan sungai, keruk sungai
hidran: hidran, hydrant, hidran kampung, sumur kebakaran
internet: internet, wifi, wi fi, hotspot, internet gratis
kabel: kabel, kabel semrawut, kabel udara, tiang internet, tiang telepon
perpustakaan: perpustakaan, taman baca, taman bacaan, pojok baca, sudut baca, rumah baca, taman baca masyarakat, taman
    bacaan masyarakat
kampung warna: mural, pengecatan kampung, kampung warna, kampung warna warni, pengecatan tembok, pengecatan dinding
tanam pohon: pohon peneduh, penanaman pohon, pohon pelindung, tanam pohon, bibit pohon, penghijauan
tebang pohon: penebangan pohon, tebang pohon, pemangkasan pohon, pangkas pohon, perantingan pohon, perampingan pohon
urug: urug, pengurugan, pengurugan lahan, urugan, pengurugan tanah, timbunan tanah, pengurukan, urug tanah
pergola: pergola
toga: toga, tanaman toga, taman toga, tanaman obat, tanaman obat keluarga, apotek hidup
tanaman hias: tanaman hias, bibit bunga, bibit tanaman hias, bunga hias
pot: pot, pot bunga, pot tanaman, pot tanam
bibit buah: bibit buah, tanaman buah, pohon buah
pos ronda: pos ronda, pos kamling, poskamling, siskamling, pos keamanan, gardu ronda, pos jaga, pos satpam, pos
    siskamling
""")

# What is bought or handed out.
GOODS = _table("""
tong sampah: tong sampah, tempat sampah, bak sampah, tempat sampah warna, keranjang sampah, tong pilah, bin sampah
gerobak sampah: gerobak, gerobak sampah, grobak, grobak sampah, gerobak dorong
motor sampah: motor sampah, viar, viar sampah, motor roda tiga, kendaraan roda tiga, bentor sampah, motor sampah roda
    tiga, motor roda tiga pengangkut sampah, gerobak motor, cator, tosa
alat usaha: alat usaha, peralatan usaha
gerobak usaha: gerobak usaha, gerobak dagang, gerobak jualan
komposter: komposter, tong komposter, tong kompos
pencacah: mesin pencacah, pencacah, mesin pencacah plastik
potong rumput: mesin potong rumput, potong rumput, alat potong rumput, babat rumput, alat babat rumput, pemotong
    rumput
alat kerja bakti: cangkul, sekop, alat kerja bakti, sapu lidi, alat kebersihan
apd: apd, sarung tangan, sepatu boot, sepatu bot, alat pungut, masker
tenda: tenda, tenda hajatan, tarup
tenda pengungsi: tenda pengungsi, tenda darurat, tenda posko
kursi: kursi, kursi lipat, kursi plastik, bangku
meja: meja, meja rapat, mebel, meubel, mebelair
meja lipat: meja lipat, meja ngaji, meja belajar lipat, meja belajar, meja lipat ngaji
tenis meja: tenis meja, meja pingpong, pingpong
sound: sound, sound system, pengeras suara, toa, speaker, wireless, audio
laptop: laptop, komputer, komputer jinjing, notebook, pc, perangkat komputer
printer: printer, mesin cetak
alat tulis: atk, alat tulis, alat tulis kantor
timbangan: timbangan, timbangan bayi, timbangan bayi digital, alat timbang, alat timbang bayi, dacin, baby scale,
    timbangan digital, timbangan balita
tensimeter: tensimeter, tensi, tensi meter, alat tensi, tensimeter digital, pengukur tekanan darah
ukur tinggi: alat ukur tinggi, ukur tinggi badan, alat ukur tinggi badan, stadiometer, microtoise, antropometri,
    antropometri kit
cek gula: alat cek gula, cek gula, cek gula darah, alat cek gula darah, glukometer, alat cek kolesterol, kolesterol,
    asam urat
kursi roda: kursi roda
alat bantu: alat bantu, alat bantu dengar, tongkat, tongkat ketiak, kruk, kaki palsu
tandu: tandu, tandu lipat, kotak p3k, p3k, kotak obat
ambulans: ambulans, ambulan, ambulance, mobil ambulans, mobil ambulan, mobil siaga, mobil jenazah
keranda: keranda, keranda jenazah, keranda mayat, pemandian jenazah, pemandian mayat, alat pemandian
apar: apar, alat pemadam, alat pemadam api, alat pemadam api ringan, tabung pemadam, racun api
perahu: perahu, perahu karet, perahu evakuasi, perahu rubber, sekoci
pelampung: pelampung, tambang, rompi pelampung, ban pelampung
ht: ht, handy talky, handy talkie, handytalky, senter, radio komunikasi
seragam: seragam, baju seragam, kaos, rompi, pakaian seragam, pakaian dinas
hadrah: hadrah, hadroh, alat hadrah, marawis, rebana, alat musik hadrah, alat marawis, al banjari
angklung: angklung, alat musik angklung
gamelan: gamelan, alat gamelan
karpet: karpet, sajadah, ambal, karpet masjid
alquran: quran, iqro, mushaf, kitab
ape: ape, alat permainan edukatif, alat peraga edukatif, mainan edukatif, permainan edukatif
mesin jahit: mesin jahit, mesin obras
modal: modal, bantuan modal, modal usaha, dana bergulir
peralatan olahraga: perlengkapan voli, perlengkapan bola voli, bola voli, bola, net, perlengkapan olahraga, peralatan
    olahraga, alat olahraga
abate: abate, bubuk abate, larvasida
pmt: pmt, makanan tambahan, pemberian makanan tambahan, makanan bergizi
sembako: sembako, paket sembako
honor: insentif, honor, honorarium, bantuan guru ngaji, tunjangan
beasiswa: beasiswa, bantuan pendidikan, bantuan sekolah
santunan: santunan, bantuan sosial
genset: genset, generator
proyektor: proyektor, infocus, lcd proyektor
""")

# What is learned, held or kept: with a word for learning, or without.
TOPICS = _table("""
jahit: menjahit, jahit, konveksi, tata busana
tata boga: tata boga, kuliner, memasak, masak, bikin kue, membuat kue, olahan pangan, olahan makanan
pemasaran online: digital marketing, pemasaran online, pemasaran digital, jualan online, pemasaran daring, marketing
    online
wirausaha: wirausaha, kewirausahaan, usaha mikro, wira usaha, entrepreneur, wirausaha pemula, usaha kecil
izin usaha: nib, izin usaha, pirt, sertifikat halal, legalitas usaha
bimbel: bimbingan belajar, bimbel, les gratis
kerja: pelatihan kerja, kursus kerja, sertifikasi kerja, kerja bersertifikat
barista: barista, meracik kopi, kopi
kursus komputer: pelatihan komputer, kursus komputer, desain grafis, pelatihan it, it
servis ac: servis ac, teknisi ac, service ac
bengkel: otomotif, bengkel, montir, servis motor
las: las, pengelasan
bahasa inggris: bahasa inggris, b inggris, bhs inggris, english
mengemudi: mengemudi, kursus mengemudi, stir mobil
bicara: public speaking, pidato, berbicara di depan umum, mc
phbs: phbs, hidup bersih, hidup bersih dan sehat, perilaku hidup bersih
kb: kb, keluarga berencana
stunting: stunting, gizi buruk, gizi
narkoba: narkoba, napza, narkotika, obat terlarang
tbc: tbc, tuberkulosis, tb
dbd: dbd, demam berdarah, jumantik, psn
fogging: fogging, pengasapan, pengasapan nyamuk, asap nyamuk
kader posyandu: kader posyandu
dasawisma: dasawisma, dasa wisma, data dasawisma, administrasi dasawisma
etika: etika, etika berorganisasi, beretika
parenting: parenting, pola asuh, pengasuhan
jenazah: pemulasaran, pemulasaran jenazah, pemulasaraan jenazah, memandikan jenazah, mengkafani, mengurus jenazah,
    jenazah
kebakaran: kebakaran, pemadam kebakaran, redkar, satgas kebakaran, penanggulangan kebakaran, pemadaman kebakaran
bencana banjir: tanggap bencana, evakuasi banjir, siaga bencana, bencana banjir, tangguh bencana, siaga banjir,
    mitigasi bencana
daur ulang: daur ulang, olah limbah, olah sampah, limbah plastik, kerajinan sampah, daur ulang sampah, pengolahan
    sampah
kompos: kompos, pupuk organik, pembuatan kompos
maggot: maggot, magot, bsf
lele: lele, kolam lele, ikan lele, bibit lele, budidaya lele, bioflok, budidaya ikan
hidroponik: hidroponik, hydroponik, tanaman hidroponik
senam: senam, zumba
silat: silat, pencak silat, bela diri
qasidah: qasidah, kasidah, qosidah
tari: tari, seni tari, sanggar tari
khitan: khitan, khitanan, sunat, sunatan, sunatan massal, khitanan massal, sunatan masal, khitanan masal
cek kesehatan: cek kesehatan, pemeriksaan kesehatan, pengobatan gratis, skrining kesehatan, cek kesehatan gratis
futsal: futsal
bulutangkis: bulutangkis, bulu tangkis, badminton
voli: voli, volly, volley, bola volley
basket: basket, ring basket
agustusan: 17 agustus, agustusan, hut ri, agustus
maulid: maulid, maulid nabi, isra miraj, hari besar islam, phbi
imunisasi: imunisasi
ibu hamil sehat: antenatal
""")

# Words that say that something is learned or held, not what.
ACTIVITIES = _table("""
latih: pelatihan, latihan, kursus, penyuluhan, sosialisasi, edukasi, workshop, bimtek, bimbingan teknis, simulasi,
    pembinaan, penguatan, penguatan kelembagaan, pembekalan, seminar, kelas
lomba: lomba, turnamen, kejuaraan, pertandingan, kompetisi, perlombaan
""")

# For whom.
AUDIENCES = _table("""
kader: kader
linmas: linmas, hansip, satgas linmas
lansia: lansia, orang tua, lanjut usia, manula
balita: balita, bayi
ibu hamil: ibu hamil, bumil
difabel: difabel, disabilitas, penyandang cacat
pkk: pkk
pemuda: karang taruna, pemuda, remaja, anak muda, katar
umkm: umkm, ukm, pelaku usaha, pedagang
guru ngaji: guru ngaji, ustadz, ustadzah, ustad, guru tpq, guru tpa, marbot
yatim: yatim, anak yatim
petugas kebersihan: petugas kebersihan, petugas sampah, tukang sampah
""")

# Buildings and grounds: where something is, and, said alone, what is built or repaired.
FACILITIES = _table("""
posyandu: posyandu
posbindu: posbindu
poskes: pos kesehatan, poskesdes, poskeskel
balai: balai, balai rw, balai warga, balai pertemuan, gedung serbaguna, gsg, aula, aula kelurahan, kantor kelurahan
sekretariat: sekretariat, sekretariat rw, pos rw, kantor rw, sekretariat rt
masjid: masjid, mesjid, mesjid jami, masjid jami
mushola: mushola, musholla, musola, mushala, langgar, surau
paud: paud, tk, pos paud
tpq: tpq, tpa, tempat ngaji, madrasah
pesantren: pesantren, pondok
sd: sdn, sd, sd negeri, sekolah dasar
smp: smp, smpn, smp negeri
sekolah: sekolah
makam: tpu, makam, pemakaman, kuburan
lapangan: lapangan
taman: taman, taman bermain
fasum: fasum, fasos, fasum fasos, lahan fasum, lahan fasos
pasar: pasar
kali: kali, sungai, kalen, bantaran kali
""")

# Parts of buildings and grounds.
COMPONENTS = _table("""
atap: atap, genteng, plafon, kubah, asbes, langit
lantai: lantai, keramik, ubin
dinding: dinding, tembok
pagar: pagar, pagar keliling, pemagaran, pagar pengaman
toilet: toilet, kamar mandi
wudhu: tempat wudhu, wudhu, wudu
cat: pengecatan, cat
kanopi: kanopi
pelataran: halaman, pelataran, parkiran
mainan: ayunan, perosotan, mainan anak, wahana permainan, jungkat jungkit, alat bermain, tempat bermain
lampu taman: lampu taman
tribun: tribun
tutup saluran: tutup saluran, tutup got, tutup uditch, tutup u ditch, cover uditch, tutup selokan, plat beton, tutup
    drainase
bak kontrol: bak kontrol, bak kontrol saluran, bak kontrol got, manhole, bak penampung
""")

# What a component may belong to besides any building or ground.
WHOLES = {"tutup saluran": {"saluran"}, "bak kontrol": {"saluran"}}

# What a road is made of. Said of a yard or a field it is the yard.
MATERIALS = _table("""
aspal: aspal, hotmix, hot mix, overlay, pengaspalan, overlay aspal, aspal hotmix
paving: paving, paving blok, paving block, konblok, conblock, pavingisasi, pafing, pavling, konblock, paping, pavin
beton: rabat, rabat beton, betonisasi, pengecoran, cor, dicor, cor beton, cor jalan, jalan cor, beton jalan, rabat
    jalan, coran
ampyang: ampyang, batu ampyang
""")

# Words that count only where nothing was named before them.
FAINT = _table("""
jalan: jalan, gang, jln, jl
beton: beton
pohon: pohon
sampah: sampah
""")

# What says nothing of which work it is.
EMPTY = frozenset(
    """
ada adalah agar air akan akibat aksi alat anak anggota antar apabila arah asri atas atau bagi bagian bahaya baik
bangun bangunan banjir bantuan banyak baru bau bayak becek begal belakang beli belum bentang berat berlubang besar
beserta biar biaya bila bisa bocor bolong buah buat buntu butuh cara cepat cm cukup cuma daerah dalam dan dana dapat
dari daya dekat demi dengan depan desa di diameter dibuat dibuatkan diganti digital dikarenakan diperbaiki dll dpn dr
dusun fasilitas fisik gedung gelap genangan gratis guna habis hampir hancur harap hitung hujan ibu ini
inventaris isi itu jadi jangan jatuh jebol juga kab kalau kami kanan kapasitas karena kawasan ke keamanan kebutuhan
kecamatan kecil kegiatan kejuruan kel kelas kelembagaan kelompok keluarga kelurahan kemampuan kemasyarakatan kembali
kepada kerja kesadaran kesehatan keterampilan ketua kiri kita kondisi konstruksi kota krn kualitas kubangan kumuh
kurang lagi lahan lain lama lanjut lanjutan layak lebar lebih lembaga lengkap level lewat licin lingkungan lokasi
longsor luas lubang m m2 maka maksimal mampet manual masal masih massal masuk masyarakat mati melalui memohon
mengadakan mengisi menjadi menuju meter minimal mm mohon mudah musim normalisasi nya oleh orang organisasi pada padam
padat pak paket panjang para parah partisipasi pasang pelayanan pemahaman pemasangan pembagian pembangunan pembelian
pembentukan pemberian pembuatan pemeliharaan penambahan penanganan penataan pengadaan pengembangan pengerjaan
pengerukan pengetahuan penggantian pengisian pengurus peningkatan penyediaan penyelenggaraan peralatan perawatan
perbaikan perempatan perkuatan perlengkapan perlu permohonan permukiman pertigaan perumahan pinggir pos prasarana
program rawan rehab rehabilitasi renovasi retak rt ruang rumah rusak rutin rw saat saja sambil sampai samping sangat
sarana sarpras satu se sebelah sebuah sedang sekitar sekretaris selain selalu seluruh semrawut semua sepanjang seperti
sering serta setiap simpang simpangan sisi sudah sudut sulit supaya susah tahun tambah tanah tangga tdk tebal telah
tempat tengah tentang terhadap terjadi tertib terutama tiang tiap tidak tikungan tinggi tingkat titik tsb tua ujung
ukuran umum unit untuk upaya usaha usulan utama utk wadah warga wilayah x yang yg yth
""".split()
)

# Before a building these words say that it is only near.
NEAR = frozenset("depan dpn samping belakang dekat menuju ke seberang arah sebelah sekitar sampai".split()) | {
    "hingga", "pertigaan", "perempatan",
}  # fmt: skip
# What these stand before is only a landmark, whatever it is.
BESIDE = frozenset("depan dpn samping belakang dekat seberang sebelah sekitar".split())
AND = frozenset({"dan", "serta", "beserta", "dgn", "dengan", "plus"})
STREETS = frozenset({"jl", "jln", "gg", "gang", "jalan", "lorong", "lrg"})
ESTATES = frozenset({"perum", "perumahan", "komplek", "kompleks", "cluster", "kavling"})
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}
