"""What the demo's kelurahan says of itself: two figures of last year, an old one, and some that nobody knows yet.
The numbers are invented, and their source says so.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from rembuk.config.demo import cast, hours
from rembuk.config.demo.city import Made
from rembuk.config.demo.dice import sure
from rembuk.foundation.territory import queries as territories
from rembuk.people.figures import actions

OFFICE = "Sekretaris Kelurahan Kayuringinjaya"
STATED = date(2026, 1, 12)


class Said(NamedTuple):
    """A figure as the office writes it down."""

    key: str
    value: int
    on: date
    source: str


FIGURES = (
    Said("people", 48_210, date(2025, 6, 30), "Angka contoh, seperti dari Disdukcapil semester I 2025"),
    Said("families", 14_655, date(2025, 6, 30), "Angka contoh, seperti dari Disdukcapil semester I 2025"),
    Said("poor", 874, date(2024, 11, 30), "Angka contoh, seperti dari pendataan RT 2024"),
)


def plan(made: Made) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Each deed with its moment."""
    for number, one in enumerate(FIGURES):
        yield hours.at(STATED, 10, number), partial(_state, made, one)


def _state(made: Made, one: Said) -> None:
    place = sure(territories.by_code(cast.PLAYED), cast.PLAYED)
    actions.state(actor=made.of(OFFICE), territory=place, **one._asdict())
