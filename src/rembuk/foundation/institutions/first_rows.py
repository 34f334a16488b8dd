"""The kinds of body a new city starts with: (key, label, tier). The city renames them and adds its own on a screen."""

KINDS = (
    ("rt", "Rukun Tetangga", "rt"),
    ("rw", "Rukun Warga", "rw"),
    ("lpm", "Lembaga Pemberdayaan Masyarakat", "kelurahan"),
    ("kelurahan", "Kelurahan", "kelurahan"),
    ("kecamatan", "Kecamatan", "kecamatan"),
    ("kota", "Pemerintah Kota", "kota"),
    ("bagian", "Bagian", "kota"),
    ("dinas", "Dinas", "opd"),
    ("badan", "Badan", "opd"),
    ("inspektorat", "Inspektorat", "opd"),
)
# Where a kind of body comes from; none of these texts was read for this table.
_VILLAGES, _AREAS, _OFFICES = "Permendagri 18/2018", "UU 23/2014", "PP 18/2016"
LEGAL_BASIS = {
    "rt": _VILLAGES, "rw": _VILLAGES, "lpm": _VILLAGES, "kelurahan": _AREAS, "kecamatan": _AREAS, "kota": _AREAS,
    "bagian": _OFFICES, "dinas": _OFFICES, "badan": _OFFICES, "inspektorat": _OFFICES,
}  # fmt: skip
TIERS = (
    ("rt", "RT"), ("rw", "RW"), ("kelurahan", "Kelurahan atau desa"), ("kecamatan", "Kecamatan"), ("kota", "Kota"),
    ("opd", "Perangkat daerah"),
)  # fmt: skip
# The level of place on which a tier's bodies stand.
LEVELS = {
    "rt": ("rt",), "rw": ("rw",), "kelurahan": ("kelurahan", "desa"), "kecamatan": ("kecamatan",),
    "kota": ("kota", "kabupaten"), "opd": ("kota", "kabupaten"),
}  # fmt: skip
