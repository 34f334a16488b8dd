"""The ladder that a proposal climbs, as one table: who looks at it where, for whose money, and until when.

A proposal waits at one rung. A yes there gives it the state of the rung's name, and it waits at the next rung that its
purse has. Nothing below `dpa` is money: until then the words are "prioritas", "disepakati", "tercantum".
"""

from dataclasses import dataclass

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang.models import Purse, Rung, Status, Verdict

REVIEW, VERIFY = "musrenbang.review", "musrenbang.verify"
PLAN, BUDGET = "musrenbang.plan", "musrenbang.budget"
JUDGED = "menunggu tinjauan"
OWN, ASKED, BOTH = frozenset({Purse.KELURAHAN}), frozenset({Purse.UNIT}), frozenset(Purse)


@dataclass(frozen=True, slots=True)
class Place:
    """A rung. `who` acts there: an office of the `kelurahan` or `kecamatan`, the `unit` that is asked, an office of the
    `city`, or the `spender`: the unit, or the lurah for the kelurahan's own money. The end of `stage` is the deadline.
    `asks` is what a proposal that waits there still lacks: above TAPD nobody judges any more, it is only noted.
    """

    key: Rung
    label: str
    done: str
    permission: str
    who: str
    purses: frozenset[Purse]
    stage: str = ""
    asks: str = JUDGED


LADDER: tuple[Place, ...] = (
    Place(Rung.KELURAHAN, "Jadikan prioritas kelurahan", "Prioritas kelurahan", REVIEW, "kelurahan", BOTH, "kelurahan"),
    Place(Rung.KECAMATAN, "Sepakati di kecamatan", "Disepakati kecamatan", REVIEW, "kecamatan", BOTH, "kecamatan"),
    Place(Rung.FORUM, "Sepakati di forum", "Disepakati perangkat daerah", VERIFY, "unit", ASKED, "forum"),
    Place(Rung.BAPPEDA, "Loloskan (Bappeda)", "Lolos Bappeda", PLAN, "city", ASKED, "kota"),
    Place(Rung.TAPD, "Loloskan (TAPD)", "Lolos TAPD", BUDGET, "city", BOTH, "rkpd"),
    Place(Rung.RKPD, "Catat di RKPD", "Tercantum di RKPD", PLAN, "city", BOTH, "rkpd", "menunggu dicatat di RKPD"),
    Place(Rung.KUAPPAS, "Catat di KUA-PPAS", "Tercantum di KUA-PPAS", BUDGET, "city", BOTH, "kuappas",
          "menunggu dicatat di KUA-PPAS"),
    Place(Rung.APBD, "Catat di APBD", "Tercantum di APBD", BUDGET, "city", BOTH, "apbd", "menunggu dicatat di APBD"),
    Place(Rung.DPA, "Catat di DPA", "Didanai: tercantum di DPA", BUDGET, "city", BOTH, "dpa",
          "menunggu dicatat di DPA"),
    Place(Rung.CONTRACT, "Catat kontrak", "Mulai dikerjakan", VERIFY, "spender", BOTH, "",
          "menunggu kontraknya dicatat"),
    Place(Rung.BUILT, "Catat serah terima", "Sudah diserahterimakan", VERIFY, "spender", BOTH, "",
          "menunggu serah terimanya dicatat"),
)  # fmt: skip
BY_KEY = {place.key: place for place in LADDER}
ORDER = [place.key for place in LADDER]


def _rungs(first: Rung, last: Rung) -> frozenset[Rung]:
    return frozenset(ORDER[ORDER.index(first) : ORDER.index(last) + 1])


# Where each verdict may be given: what only waits is postponed, refused or sent back; what was promised is cancelled.
GIVEN: dict[Verdict, frozenset[Rung]] = {
    Verdict.AGREED: frozenset(ORDER),
    Verdict.POSTPONED: _rungs(Rung.KELURAHAN, Rung.DPA),
    Verdict.REFUSED: _rungs(Rung.KELURAHAN, Rung.APBD),
    Verdict.RETURNED: _rungs(Rung.KECAMATAN, Rung.TAPD),
    Verdict.CANCELLED: _rungs(Rung.RKPD, Rung.BUILT),
    Verdict.NOTED: frozenset(),
}


def below(rung: Rung, purse: str) -> Status:
    """The state in which a proposal waits at a rung."""
    before = [key for key in ORDER[: ORDER.index(rung)] if purse in BY_KEY[key].purses]
    return Status(before[-1]) if before else Status.PROPOSED


def above(rung: Rung, purse: str) -> str:
    """The rung where it waits after a yes; "" after the last."""
    after = [key for key in ORDER[ORDER.index(rung) + 1 :] if purse in BY_KEY[key].purses]
    return after[0] if after else ""


def turns(rung: Rung) -> list[str]:
    """The states in which a proposal waits for a rung's word, for any purse."""
    return sorted({below(rung, purse) for purse in BY_KEY[rung].purses})


def sources(rung: Rung) -> list[str]:
    """The states from which a rung takes a proposal up: what waits for its word, and what it put off itself."""
    return sorted({*turns(rung), Status.POSTPONED})


def sources_of(verdict: Verdict) -> list[str]:
    """The same for a verdict, over all rungs where it may be given; what is postponed is not postponed again."""
    found = {state for rung in GIVEN[verdict] for state in sources(rung)}
    return sorted(found - {Status.POSTPONED} if verdict == Verdict.POSTPONED else found)


def reviewer(rung: Rung, purse: str) -> tuple[str, str]:
    """The permission, and as whom one holds it."""
    place = BY_KEY[rung]
    if place.who == "spender":
        return (REVIEW, "kelurahan") if purse == Purse.KELURAHAN else (VERIFY, "unit")
    return place.permission, place.who


def height(key: str) -> int:
    """How far up a rung is: of two figures that of the higher one is the later word."""
    return ORDER.index(Rung(key))


# From which rung on a proposal can stand in a document; a change of the budget (Perubahan) is a budget too.
STANDS_FROM = {"rkpd": Rung.RKPD, "kuappas": Rung.KUAPPAS, "apbd": Rung.APBD, "dpa": Rung.DPA, "perubahan": Rung.APBD}


def documents(status: str) -> list[str]:
    """In which documents of the plan and the budget a proposal of this state can stand; none while it only waits."""
    if status not in Rung.values:
        return []
    return [key for key, first in STANDS_FROM.items() if height(first) <= height(status)]


def rung(key: str) -> Rung:
    """A rung by its key. Raises Refused("not_found")."""
    if key not in Rung.values:
        raise Refused("not_found", "Tahap itu tidak ada.")
    return Rung(key)
