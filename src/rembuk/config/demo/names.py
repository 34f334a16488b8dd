"""Invented people: first and last names from all over Indonesia, combined by chance. Nobody real is meant."""

from rembuk.config.demo.dice import choose

WOMEN = (
    "Aisyah Amalia Anggraini Ani Asih Astuti Ayu Citra Damayanti Dewi Dian Dinda Eka Endah Erna Fatimah Fitri "
    "Hanifah Hartini Herlina Ika Indah Intan Kartini Kurnia Laila Lestari Lilis Lina Maria Maya Mega Melati Murni "
    "Nia Ningsih Novi Nur Nurul Puji Puspita Rahayu Ratna Ratih Retno Rini Rina Rohana Rosmini Sari Sinta Siti "
    "Sri Sulastri Sumarni Suryani Tati Titin Tuti Umi Wahyuni Wati Wulan Yanti Yati Yuliana Yuni Zahra Zubaidah"
).split()
MEN = (
    "Abdul Adi Agus Ahmad Ali Andi Anton Anwar Arif Asep Bambang Bayu Benny Budi Cecep Dadang Darma Dedi Deni "
    "Didik Dodi Dwi Edi Eko Endang Fajar Feri Firman Gunawan Guntur Hadi Hamdan Hari Hasan Hendra Heri Ibrahim "
    "Imam Indra Irfan Iwan Jajang Joko Jufri Kasim Krisna Kurniawan Lukman Made Mahmud Maman Marzuki Maulana "
    "Mulyadi Nana Ngadiman Nyoman Opik Pandu Purnomo Rahmat Ridwan Rizal Rohman Rudi Rusdi Saiful Samsul Sandi "
    "Sarwono Slamet Soleh Sugeng Suhendar Sulaiman Supri Surya Sutarno Syahrul Tarmizi Taufik Teguh Tono Toto "
    "Ujang Usman Wahyu Wawan Wayan Yanto Yayan Yosef Yusuf Zainal"
).split()
LAST = (
    "Adiwijaya Alamsyah Ambarita Anshori Ardiansyah Arifin Asmara Azhari Baharuddin Barus Basuki Batubara Budiman "
    "Cahyono Daulay Djafar Effendi Fadillah Febrianto Firdaus Gani Ginting Habibie Hakim Halim Handoko Harahap "
    "Hardjono Hartono Hasibuan Hermawan Hidayat Hutabarat Hutagalung Irawan Iskandar Ismail Jaelani Junaedi Kadir "
    "Kartasasmita Kusnadi Kusuma Laksana Latief Latuheru Lesmana Lubis Lumbantobing Maharani Malik Manalu Mandagi "
    "Manullang Marpaung Matulessy Mustofa Nainggolan Nasution Natawijaya Ndaru Nugraha Nugroho Nuryadin Octavian "
    "Padmadinata Pakpahan Pane Pangestu Panjaitan Pattiasina Permana Prabowo Pradana Pranata Prasetyo Pratama "
    "Purba Purnama Puspanegara Rachman Ramadhan Rambe Rangkuti Ritonga Rumbiak Sagala Salim Samosir Santosa "
    "Saputra Sasmita Satria Sembiring Setiadi Setiawan Siagian Sihombing Silalahi Simanjuntak Simatupang Sinaga "
    "Siregar Sitepu Situmorang Soeharjo Sudirja Sudrajat Suganda Suherman Sukmana Sumantri Supriatna Suryadi "
    "Susanto Sutisna Suwandi Syafei Syahputra Tambunan Tampubolon Tanjung Tarigan Tehupuring Tobing Utama "
    "Wardhana Wattimena Wibisono Wibowo Wicaksono Widjaja Winata Wirawan Yulianto Yusup Zulkarnain"
).split()


def person() -> str:
    """A name; two in five are a woman's, some have three words."""
    first = choose(WOMEN) if choose(range(5)) < 2 else choose(MEN)
    middle = f"{choose(MEN)[0]}. " if choose(range(12)) == 0 else ""
    return f"{first} {middle}{choose(LAST)}"
