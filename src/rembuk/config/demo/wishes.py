"""What must be on somebody's desk on the last Friday, told as stories with a fixed course."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from rembuk.config.demo import cast


@dataclass(frozen=True)
class Must:
    """A report in the played kelurahan; `fixed` maps a place on its way to what people do there."""

    on: date
    hour: int
    minute: int
    rt: int
    rw: int
    theme: str
    fixed: Mapping[str, str] = field(default_factory=dict)
    by: str = "resident"
    text: str = ""
    at: str = cast.PLAYED


HEARD = {"new": "acknowledge"}
UP = {**HEARD, "rt": "urgent", "rw": "urgent"}
MUST = (
    # Nobody talked about it in time at the RT: passed on to RW 02, whose work it is now.
    Must(date(2026, 1, 20), 18, 10, 4, 2, "saluran", {**HEARD, "rt": "sleep", "rw": "meet"}),
    # Not agreed at RW 02, settled at the kelurahan's meeting last week; the reporter has not answered yet.
    Must(
        date(2026, 1, 6),
        19,
        25,
        4,
        2,
        "jalan",
        {
            **HEARD,
            "rt": "not_agreed",
            "rw": "meet",
            "kelurahan": "meet",
            "meeting": "rw:not_agreed kelurahan:agreed",
            "settled": "silence",
        },
    ),
    # Not agreed at RW 03, postponed at the kelurahan: passed on, on the camat's desk.
    Must(
        date(2026, 1, 7),
        7,
        40,
        2,
        3,
        "banjir",
        {
            **HEARD,
            "rt": "not_agreed",
            "rw": "meet",
            "kelurahan": "meet",
            "meeting": "rw:not_agreed kelurahan:postponed",
        },
    ),
    # Not agreed at the kelurahan either: on the camat's desk.
    Must(
        date(2026, 1, 5),
        16,
        5,
        1,
        4,
        "ketertiban",
        {**UP, "kelurahan": "meet", "meeting": "kelurahan:not_agreed", "kecamatan": "sleep"},
    ),
    # Urgent, on the lurah's desk since this week.
    Must(date(2026, 1, 24), 17, 15, 3, 2, "banjir", {**UP, "kelurahan": "sleep"}),
    Must(date(2026, 1, 26), 6, 30, 5, 4, "jalan", {**UP, "kelurahan": "sleep"}),
    # The same place again within half a year.
    Must(
        date(2025, 11, 10),
        18,
        0,
        2,
        4,
        "saluran",
        {**HEARD, "rt": "settle", "settled": "confirm"},
        text="Got di Gang Sawo mampet, air naik ke jalan",
    ),
    Must(
        date(2026, 1, 22),
        18,
        30,
        2,
        4,
        "saluran",
        {**HEARD, "rt": "sleep"},
        text="Got di Gang Sawo mampet lagi, sama seperti bulan November",
    ),
    # Sealed: one new, one being worked on.
    Must(date(2026, 1, 29), 21, 40, 2, 3, "kekerasan", {"new": "never"}),
    Must(date(2026, 1, 14), 20, 15, 3, 4, "kekerasan", {**HEARD, "unit": "answer"}),
    Must(date(2026, 1, 27), 10, 20, 1, 2, "pungli", HEARD),
    # About the head of an RT: that person never sees it.
    Must(date(2026, 1, 25), 9, 30, 3, 2, "ketua", {**HEARD, "rw": "sleep"}),
    # Owner outside: PLN has been written to.
    Must(date(2026, 1, 9), 19, 0, 1, 3, "listrik", {**UP, "kelurahan": "refer"}),
    # Waiting for budget, with year and source.
    Must(date(2025, 12, 8), 16, 45, 4, 3, "jalan", {**UP, "kelurahan": "budget"}),
    # The same thing twice.
    Must(
        date(2026, 1, 25),
        7,
        10,
        4,
        2,
        "sampah",
        {**HEARD, "rt": "sleep"},
        text="Sampah di Gang Kenari sudah seminggu tidak diangkut",
    ),
    Must(
        date(2026, 1, 26),
        18,
        20,
        4,
        2,
        "sampah",
        {**HEARD, "rt": "merge"},
        text="Sampah Gang Kenari menumpuk, belum diangkut juga",
    ),
    # Returned for completion, no answer yet.
    Must(date(2026, 1, 26), 20, 5, 4, 2, "fasilitas", {"new": "return", "returned": "silence"}),
    # Settled, silence: unconfirmed.
    Must(date(2025, 12, 15), 18, 30, 4, 2, "ketertiban", {**HEARD, "rt": "settle", "settled": "silence"}),
    # Settled, said not to be solved: opened again.
    Must(date(2026, 1, 16), 17, 50, 4, 2, "sampah", {**HEARD, "rt": "settle", "settled": "reopen"}),
    # Handed to an agency this week.
    Must(date(2026, 1, 23), 8, 15, 5, 2, "jalan", {**UP, "kelurahan": "assign", "unit": "sleep"}),
    Must(date(2026, 1, 21), 13, 10, 1, 2, "saluran", {**UP, "kelurahan": "assign", "unit": "answer"}),
    # To be deliberated at RT 004, and new ones that nobody has received yet.
    Must(date(2026, 1, 28), 18, 40, 4, 2, "keamanan", {**HEARD, "rt": "sleep"}),
    Must(date(2026, 1, 29), 19, 50, 4, 2, "jalan", {"new": "sleep"}),
    Must(date(2026, 1, 30), 6, 35, 4, 2, "banjir", {"new": "sleep"}, by="anonymous"),
    Must(date(2026, 1, 25), 16, 20, 2, 2, "saluran", {**UP, "kelurahan": "sleep"}),
    Must(date(2026, 1, 22), 7, 30, 1, 4, "sampah", {**UP, "kelurahan": "assign", "unit": "sleep"}),
    # Decided at the kelurahan and now work: late and climbed, sent back and passed, waiting for money, by letter to
    # PLN, under way, waiting for a look; gotong royong at the RT; and one that nobody has accepted.
    Must(date(2026, 1, 8), 7, 15, 4, 2, "saluran", {**UP, "kelurahan": "follow", "work": "late"}),
    Must(date(2025, 12, 29), 17, 40, 2, 2, "saluran", {**UP, "kelurahan": "follow", "work": "sent_back"}),
    Must(date(2026, 1, 11), 16, 20, 4, 2, "jalan", {**UP, "kelurahan": "follow", "work": "budget"}),
    Must(date(2026, 1, 6), 19, 10, 3, 2, "listrik", {**UP, "kelurahan": "follow", "work": "partner"}),
    Must(date(2026, 1, 9), 6, 50, 4, 2, "sampah", {**UP, "kelurahan": "follow", "work": "inspecting"}),
    Must(date(2026, 1, 16), 18, 30, 1, 2, "banjir", {**UP, "kelurahan": "follow", "work": "working"}),
    Must(date(2026, 1, 5), 18, 5, 4, 2, "fasilitas", {**HEARD, "rt": "follow", "work": "straight"}),
    Must(date(2026, 1, 12), 17, 25, 5, 2, "saluran", {**UP, "kelurahan": "follow", "work": "more_time"}),
    Must(date(2026, 1, 15), 20, 15, 3, 2, "jalan", {**UP, "kelurahan": "follow", "work": "answered"}),
    Must(date(2026, 1, 24), 8, 40, 1, 2, "jalan", {**UP, "kelurahan": "follow", "work": "asked"}),
    Must(date(2026, 1, 4), 15, 30, 1, 3, "saluran", {**UP, "kelurahan": "follow", "work": "revoked"}),
    # Next door: nobody of the played kelurahan sees these at work.
    Must(date(2026, 1, 27), 18, 5, 1, 1, "sampah", {**HEARD, "rt": "sleep"}, at=cast.NEIGHBOURS[0]),
    Must(date(2026, 1, 19), 17, 25, 1, 1, "saluran", {**HEARD, "rt": "sleep", "rw": "sleep"}, at=cast.NEIGHBOURS[0]),
)
