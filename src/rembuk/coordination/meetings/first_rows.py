"""The kinds of meeting that a city starts with. From here Pemerintahan keeps them."""

from dataclasses import dataclass

_OF_KELURAHAN = "lurah sekretaris_kelurahan kasi ketua_rw lpm pamor"
_ALL = "invitation attendance minutes berita_acara photos follow_ups report"
_NO_SEAL = "invitation attendance minutes photos follow_ups report"


@dataclass(frozen=True, slots=True)
class First:
    """A row to fill in; see `models.Kind`."""

    key: str
    label: str
    tier: str
    roles: str
    quorum: int | None = None
    papers: str = _ALL
    votes: bool = True
    sheets: str = ""
    closes_hours: int = 24
    lasts: int = 120
    open_to_all: bool = False


# The first of a tier is what its bodies convene by themselves.
FIRST = (
    First("musyawarah_rt", "Musyawarah RT", "rt", "ketua_rt sekretaris_rt", closes_hours=2),
    First("musyawarah_rw", "Musyawarah RW", "rw", "ketua_rw sekretaris_rw ketua_rt", closes_hours=2),
    First("koordinasi_fungsi", "Rapat koordinasi fungsi", "kelurahan", _OF_KELURAHAN),
    First("musrenbang_kelurahan", "Sidang musrenbang kelurahan", "kelurahan", f"camat {_OF_KELURAHAN}", lasts=240,
          open_to_all=True),
    First("rembuk", "Rembuk warga (kulakan)", "kelurahan", f"wali_kota camat {_OF_KELURAHAN}", quorum=0, votes=False,
          papers=_NO_SEAL, open_to_all=True),
    First("bimtek", "Bimbingan teknis", "kelurahan", "lurah kasi ketua_rw sekretaris_rw ketua_rt sekretaris_rt pamor",
          quorum=0, votes=False, papers=_NO_SEAL, lasts=240),
    First("koordinasi_kecamatan", "Rapat koordinasi kecamatan", "kecamatan", "camat kasi_kecamatan lurah"),
    First("musrenbang_kecamatan", "Sidang musrenbang kecamatan", "kecamatan", "camat kasi_kecamatan lurah lpm",
          lasts=240, open_to_all=True),
    First("rapat_kota", "Rapat kota", "kota", "wali_kota petugas_kota camat kepala_opd"),
    First("rakor_wilayah", "Rakor wilayah, semua camat dan lurah", "kota", "wali_kota petugas_kota camat lurah",
          sheets="territory", closes_hours=48, lasts=180),
    First("rakor_opd", "Rakor perangkat daerah", "kota", "wali_kota petugas_kota kepala_opd", sheets="institution",
          closes_hours=48, lasts=180),
)  # fmt: skip
