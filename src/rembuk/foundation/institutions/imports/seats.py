"""Which seat a word like "Ketua", "Plt Lurah" or "Kasi Pembangunan" means, and what bodies and seats are called."""

import re
from dataclasses import dataclass

from rembuk.foundation.institutions import roles
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.territory.rules import fold

# Level → first word of the office → role.
WORDS = {
    "rt": {"ketua": "ketua_rt", "sekretaris": "sekretaris_rt", "bendahara": "bendahara"},
    "rw": {"ketua": "ketua_rw", "sekretaris": "sekretaris_rw", "bendahara": "bendahara", "pamor": "pamor"},
    "lpm": dict.fromkeys(("ketua", "sekretaris", "bendahara", "anggota"), "lpm"),
    "kelurahan": {"lurah": "lurah", "sekretaris": "sekretaris_kelurahan", "sekkel": "sekretaris_kelurahan",
                  "kasi": "kasi", "loket": "petugas_loket"},
}  # fmt: skip
SPELLINGS = (
    (re.compile(r"^(?:kepala seksi|kasie|seksi)\b\.?", re.IGNORECASE), "kasi"),
    (re.compile(r"^petugas loket\b", re.IGNORECASE), "loket"),
)
ACTING = re.compile(r"^(?:plt|pj|pelaksana tugas)\b\.?\s*", re.IGNORECASE)
# Which offices the errors file names where a word is not known.
KNOWN = {
    "rt": "ketua, sekretaris, bendahara", "rw": "ketua, sekretaris, bendahara, pamor",
    "lpm": "ketua LPM, sekretaris LPM, bendahara LPM, anggota LPM (dengan nomor atau bidangnya)",
    "kelurahan": "lurah, sekretaris kelurahan, kasi (dengan bidangnya), petugas loket, atau pengurus LPM",
}  # fmt: skip
# A body has several of these; what follows the first word tells them apart.
MANY = frozenset({"kasi", "petugas_loket", "lpm"})
RANKS = {"kasi": 3, "pamor": 3, "bendahara": 3, "petugas_loket": 9}
# Of the board beside a kelurahan: all its seats have one role, and the first word tells them apart.
BOARD = re.compile(r"\blpm[dk]?\b", re.IGNORECASE)
RANKS_OF_BOARD = {"ketua": 1, "sekretaris": 2, "bendahara": 3, "anggota": 4}
TITLES = {
    "ketua_rt": "Ketua", "sekretaris_rt": "Sekretaris", "ketua_rw": "Ketua", "sekretaris_rw": "Sekretaris",
    "pamor": "Pamor", "lurah": "Lurah", "sekretaris_kelurahan": "Sekretaris Kelurahan", "kasi": "Kasi",
    "petugas_loket": "Petugas Loket", "bendahara": "Bendahara",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """A seat's role, what tells it from others of the role ("Pembangunan"), and in which way it is held."""

    role: str
    part: str = ""
    mandate: str = "definitive"

    @property
    def key(self) -> tuple[str, str]:
        """Equal for the same seat of a body, however it is written."""
        return self.role, fold(self.part)


def office(words: str, level: str, name: str = "") -> Office | None:
    """What somebody wrote in the column jabatan; `name` is the kelurahan's, which may stand behind it."""
    said = " ".join(words.split()) or ("ketua" if level in ("rt", "rw") else "")
    acting = ACTING.match(said)
    said = said[acting.end() :] if acting else said
    for pattern, word in SPELLINGS:
        said = pattern.sub(word, said)
    if level == "lpm":
        return _of_board(said, name, "acting" if acting else "definitive")
    first, _, rest = said.partition(" ")
    role = WORDS[level].get(first.strip(".").lower())
    part = _part(rest, level, name)
    if role is None or (part and role not in MANY) or (role == "kasi" and not part):
        return None
    return Office(role, part if role in MANY else "", "acting" if acting else "definitive")


def of_board(words: str) -> bool:
    """Whether the column jabatan means the board beside the kelurahan."""
    return bool(BOARD.search(words))


def _of_board(said: str, name: str, mandate: str) -> Office | None:
    """ "Ketua LPM Kayuringinjaya", "Anggota LPM 2": the whole of it but the board's own name is the part."""
    own = BOARD.sub("", said)
    own = re.sub(rf"\b{re.escape(name)}\b", "", own, flags=re.IGNORECASE) if name else own
    part = " ".join(re.sub(r"\bkelurahan\b", "", own, flags=re.IGNORECASE).split()) or "Anggota"
    role = WORDS["lpm"].get(part.split()[0].lower())
    return Office(role, part[:1].upper() + part[1:], mandate) if role else None


def _part(rest: str, level: str, name: str) -> str:
    """What follows the first word, without the place's own name and number."""
    own = rf"\s*(?:kelurahan\s+)?{re.escape(name)}$" if name else r"\s*kelurahan$"
    rest = re.sub(own, "", f" {rest}", flags=re.IGNORECASE).strip()
    if level == "kelurahan":
        return re.sub(r"^kelurahan\b\s*", "", rest, flags=re.IGNORECASE)
    return re.sub(r"\b(?:rt|rw)\b|[\d\s./-]", "", rest, flags=re.IGNORECASE)


def standing(role: str, title: str, name: str) -> tuple[str, str]:
    """The key of a seat that stands, made by hand perhaps."""
    read = office(title, "lpm" if role == "lpm" else "kelurahan", name) if role in MANY else None
    return read.key if read and read.role == role else (role, fold(title) if role in MANY else "")


def first_seats(level: str) -> list[Office]:
    """The seats that every body of a level has: those that act for it."""
    return [Office(role) for role in roles.ACTS.get(level, ())]


def body_name(place: Territory, kelurahan: Territory, level: str = "") -> str:
    """ "RT 004 / RW 02 Kayuringinjaya", "LPM Kayuringinjaya"."""
    if level == "lpm":
        return f"LPM {kelurahan.name}"
    return place.label if place.pk == kelurahan.pk else f"{place.label} {kelurahan.name}"


def title(wanted: Office, place: Territory, kelurahan: Territory) -> str:
    """ "Ketua RT 004 / RW 02 Kayuringinjaya", "Kasi Pembangunan Kayuringinjaya"."""
    if wanted.role == "lpm":
        first, *more = wanted.part.split()
        return " ".join((first, "LPM", kelurahan.name, *more))
    where = kelurahan.name if place.pk == kelurahan.pk else body_name(place, kelurahan)
    return " ".join(word for word in (TITLES[wanted.role], wanted.part, where) if word)


def rank(wanted: Office, level: str) -> int:
    """Who steps in first."""
    if wanted.role == "lpm":
        return RANKS_OF_BOARD[wanted.part.split()[0].lower()]
    acts = roles.ACTS[level]
    return acts.index(wanted.role) + 1 if wanted.role in acts else RANKS[wanted.role]
