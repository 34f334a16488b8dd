"""The words of reports: levels, tracks, states, and why a matter moved."""

from django.db import models


class Stage(models.TextChoices):
    """Where a matter is deliberated, lowest first."""

    RT = "rt", "RT"
    RW = "rw", "RW"
    KELURAHAN = "kelurahan", "Kelurahan"
    KECAMATAN = "kecamatan", "Kecamatan"
    KOTA = "kota", "Kota"


class Track(models.TextChoices):
    NEIGHBOURHOOD = "neighbourhood", "Lingkungan, dimusyawarahkan"
    SERVICE = "service", "Layanan dan teknis, langsung ke unit"
    SEALED = "sealed", "Terlindungi, tidak dimusyawarahkan"
    INCIDENT = "incident", "Kejadian, sekarang juga"
    WARNING = "warning", "Deteksi dini, tidak diumumkan"


class Owner(models.TextChoices):
    """Whose thing it is that is broken."""

    UNKNOWN = "unknown", "belum diketahui"
    RESIDENTS = "residents", "warga"
    KOTA = "kota", "kota"
    PROVINSI = "provinsi", "provinsi"
    BALAI = "balai", "balai pusat"
    PLN = "pln", "PLN"
    PDAM = "pdam", "PDAM"
    TOLL = "toll", "pengelola jalan tol"
    DEVELOPER_HANDED = "developer_handed", "pengembang, sudah diserahkan"
    DEVELOPER_NOT_HANDED = "developer_not_handed", "pengembang, belum diserahkan"


class Status(models.TextChoices):
    NEW = "new", "baru, menunggu diterima"
    DELIBERATING = "deliberating", "dimusyawarahkan"
    WITH_UNIT = "with_unit", "sedang ditangani"
    SETTLED = "settled", "selesai, menunggu dibenarkan"
    CLOSED = "closed", "selesai dan dibenarkan"
    UNCONFIRMED = "unconfirmed", "selesai, pelapor tidak menjawab"
    AWAITING_BUDGET = "awaiting_budget", "menunggu anggaran"
    CARRIED = "carried", "masuk usulan"
    REFERRED = "referred", "bukan wewenang kota, sudah disurati"
    REFUSED = "refused", "tidak dapat diterima"
    MERGED = "merged", "digabung dengan laporan lain"
    RETURNED = "returned", "perlu dilengkapi pelapor"
    WITHDRAWN = "withdrawn", "ditarik pelapor"
    ENDED = "ended", "kejadian sudah berakhir"
    CAME_TRUE = "came_true", "benar terjadi"
    NOT_TRUE = "not_true", "tidak benar"
    PREVENTED = "prevented", "sudah dicegah"


class Basis(models.TextChoices):
    """Why a matter left the level where it arose."""

    NONE = "", "belum naik"
    DELIBERATED = "deliberated", "dimusyawarahkan, belum mufakat"
    LAPSED = "lapsed", "waktu musyawarah habis, diteruskan"
    URGENT = "urgent", "mendesak"
    DIRECT = "direct", "langsung ke unit"
    CONFLICT = "conflict", "menyangkut pejabat setempat"
    IMPORTED = "imported", "riwayat dari sistem lain"


class Handling(models.TextChoices):
    """How a service complaint is handled, chosen when it is verified. The values end the keys of their limits."""

    QUICK = "quick", "permintaan informasi atau keluhan sederhana"
    SIMPLE = "simple", "tidak perlu periksa lapangan"
    INSPECTION = "inspection", "perlu periksa lapangan"
