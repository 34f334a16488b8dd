"""The rules side by side on a desk and on a phone, why a work is out, and the decision that follows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.chromium import DESK, PHONE, serious
from tests.support.site import Site

pytestmark = pytest.mark.browser

# Twelve works of two RW in the demo's own kelurahan, money for some, and six ballots: its own people say all of it.
HALL = """
from datetime import timedelta
from decimal import Decimal
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import clock
from rembuk.foundation.territory import queries as places
from rembuk.planning.musrenbang import actions, queries

def holder(**wanted):
    term = Appointment.objects.select_related("user").filter(**wanted).first()
    return offices.actor(term.user, term.pk)

lurah, keeper = holder(position__title="Lurah Kayuringinjaya"), holder(position__role="pemerintahan")
place = places.territory(lurah.office.territory_id)
day = clock.today()
actions.close_round(actor=keeper, round_=queries.round_of(day.year + 1))
found = actions.prepare(actor=keeper, year=day.year + 2, theme="Terang dan kering")
actions.set_stage(actor=keeper, round_=found, key="intake", starts=day, ends=day + timedelta(days=20))
actions.set_ceiling(actor=keeper, round_=found, purse="kelurahan", field="works", amount=200_000_000)
actions.set_weight(actor=keeper, round_=found, key="beneficiaries", points=3)
actions.open_round(actor=keeper, round_=found)
rws = [row for row in places.children(place) if row.level == "rw"][:2]
for number in range(12):
    rw = rws[number % 2]
    body = offices.institution_at(rw, "rw")
    price = 12_000_000 + number * 5_000_000
    wish = actions.Wish(title=f"Pekerjaan nomor {number + 1}", problem="Air masuk setiap hujan.", territory=rw,
        volume=Decimal(1), unit="unit", unit_price=price, cost=price, purse="kelurahan", field="works", land="city",
        beneficiaries=30 * (number + 1), people=None, hours=None, materials="")
    actions.propose(actor=lurah, proposer=body, wish=wish)
session = actions.prepare_session(actor=lurah, round_=found, territory=place)
body = offices.institution_at(rws[0], "rw")
actions.set_delegations(actor=lurah, session=session, sent=[actions.Sent(body, 6, 3, 0)])
actions.set_ballots(actor=lurah, session=session, form="approval")
actions.open_voting(actor=lurah, session=session)
actions.hand_out(actor=lurah, session=session, handed={body.pk: 6})
for serial, told in zip(queries.serials(session), ("1 2 12", "12 11", "12", "3 12", "11", "10 11")):
    actions.give_ballot(actor=lurah, session=session, serial=serial, told=told, request_key=f"layar-{serial}")
actions.close_voting(actor=lurah, session=session)
print("SESSION", session.pk)
"""


def test_the_rules_side_by_side_and_the_decision(served: Site, as_: Callable[..., Page]) -> None:
    told = served.rembuk("shell", "--no-imports", "--command", HALL).stdout
    session = told.partition("SESSION ")[2].strip()
    url = f"{served.url}/musrenbang/sidang/{session}/banding/kelurahan/"
    desk, phone = as_("lurah", DESK), as_("lurah", PHONE)
    phone.goto(url)
    desk.goto(url)
    rules = desk.get_by_role("navigation", name="Aturan").get_by_role("link")
    count = rules.count()
    assert count >= 7
    assert desk.locator("th.rule:visible").count() == count
    assert phone.locator("th.rule:visible").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    desk.get_by_role("link", name="B Suara terbanyak", exact=True).click()
    expect(desk.get_by_role("heading", name="Usulan menurut aturan B")).to_be_visible()
    out = desk.locator("tr.cut ~ tr").first
    out.get_by_role("link", name="Kenapa?").click()
    expect(out.get_by_role("status")).to_contain_text("asuk")
    for page in (desk, phone):
        assert serious(page, page.url) == []
    phone.goto(f"{served.url}/musrenbang/sidang/{session}/syarat/")
    assert serious(phone, phone.url) == []
    desk.get_by_role("link", name="Putuskan dengan aturan B").click()
    assert serious(desk, desk.url) == []
    desk.get_by_label("Catatan untuk berita acara").fill("Disepakati semua RW.")
    desk.get_by_role("button", name="Putuskan").click()
    expect(desk.get_by_text("prioritas kelurahan").first).to_be_visible()
    expect(desk.get_by_text("Batas pagu · terpakai").first).to_be_visible()
    assert serious(desk, desk.url) == []
    phone.goto(desk.url)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert serious(phone, phone.url) == []
