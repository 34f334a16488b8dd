"""Rounds and proposals as tests need them, made through the actions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from rembuk.planning.musrenbang import actions
from rembuk.planning.musrenbang.actions import Entry, Wish
from rembuk.planning.musrenbang.models import Item, Proposal, Round
from tests import builders

# Tuesday 20 January 2026, 09.00 in the city.
MORNING = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
FROM, UNTIL = date(2026, 1, 12), date(2026, 1, 31)
JUTA = 1_000_000


def opened(town: builders.City, year: int = 2027, ceiling: int = 200 * JUTA) -> Round:
    """A round with its intake, and a ceiling for works of the kelurahan's own money."""
    keeper = town.actor("pemerintahan")
    made = actions.prepare(actor=keeper, year=year, theme="Lingkungan yang sehat dan terang")
    actions.set_stage(actor=keeper, round_=made, key="intake", starts=FROM, ends=UNTIL)
    actions.set_ceiling(actor=keeper, round_=made, purse="kelurahan", field="works", amount=ceiling)
    return actions.open_round(actor=keeper, round_=made)


def entry(**more: Any) -> Entry:
    """Concrete channel, by the metre."""
    given: dict[str, Any] = {
        "code": "SP.01", "name": "Saluran U-ditch 40", "unit": "m", "purse": "kelurahan", "field": "works",
        "starts": date(2026, 1, 1), "price_low": 400_000, "price_high": 500_000, "source": "Daftar harga kota",
    }  # fmt: skip
    return Entry(**(given | more))


def item(town: builders.City, **more: Any) -> Item:
    """The same in the dictionary."""
    return actions.set_item(actor=town.actor("pemerintahan"), entry=entry(**more))


def wish(town: builders.City, **more: Any) -> Wish:
    """60 metres of channel in the RT, 27 million."""
    given: dict[str, Any] = {
        "title": "Saluran U-ditch 40", "problem": "Air masuk ke halaman setiap hujan.", "territory": town.rt,
        "volume": Decimal(60), "unit": "m", "unit_price": 450_000, "purse": "kelurahan", "field": "works",
        "land": "city", "beneficiaries": 120, "people": 10, "hours": 40, "materials": "pasir dari warga",
    }  # fmt: skip
    given |= more
    given.setdefault("cost", int(given["volume"] * given["unit_price"]))
    return Wish(**given)


def proposed(town: builders.City, who: str = "ketua_rt", body: str = "rt", **more: Any) -> Proposal:
    """A proposal; `more` goes into the wish."""
    key = more.pop("request_key", "")
    return actions.propose(
        actor=town.actor(who), proposer=town.institution(body), wish=wish(town, **more), request_key=key
    )
