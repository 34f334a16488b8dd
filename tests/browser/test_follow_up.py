"""Work that was decided: an institution's lines by keyboard, and a crew that shows it by a link from a cheap phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.keyboard import label_to
from tests.support.chromium import DESK, PHONE, serious
from tests.support.site import Site

pytestmark = pytest.mark.browser

# Two pieces of work for Dinas Bina Marga, one of them accepted: the demo's own people decide and accept.
GIVEN = """
from datetime import timedelta
from rembuk.coordination.decisions import actions, queries
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import clock

def holder(title):
    term = Appointment.objects.select_related("user").filter(position__title=title).first()
    return offices.actor(term.user, term.pk)

lurah, opd = holder("Lurah Kayuringinjaya"), holder("Kepala DBMSDA")
lead = offices.institution(opd.office.institution_id)
made = []
decision = actions.decide(actor=lurah, text="Keruk saluran.")
for title in ("Keruk saluran 120 m", "Ganti tutup saluran"):
    work = actions.Work(title, lead=lead, due=clock.today() + timedelta(days=20), place="depan pos ronda")
    made.append(actions.make(actor=lurah, decision=decision, work=work))
actions.accept(actor=opd, follow_up=queries.by_id(made[0].pk))
print("CODE", made[0].code)
"""


@pytest.fixture(scope="module")
def code(served: Site) -> str:
    """The accepted one's code."""
    return served.rembuk("shell", "--no-imports", "--command", GIVEN).stdout.partition("CODE ")[2].strip()


def photos(site: Site, code: str) -> int:
    """How many photos show this work."""
    question = (
        "SELECT count(*) FROM decisions_evidence evidence "
        "JOIN decisions_followup work ON work.id = evidence.follow_up_id WHERE work.code = ?"
    )
    return int(people.asked(site, question, code)[0][0])


def test_a_crew_shows_the_work_by_a_link_that_is_closed_afterwards(
    served: Site, code: str, as_: Callable[..., Page], browse: Callable[..., Page], tmp_path: Path
) -> None:
    lead = as_("opd")
    lead.goto(f"{served.url}/tindak-lanjut/{code}/")
    lead.get_by_role("link", name="Tautan regu").click()
    assert serious(lead, lead.url) == []
    lead.get_by_label("Nama regu").fill("Drainase 2")
    lead.get_by_role("button", name="Buat tautan").click()
    message = lead.get_by_label("Pesan untuk regu").input_value()
    link = message.splitlines()[-1]
    assert "/tindak-lanjut/regu/" in link
    link = served.url + link[link.index("/tindak-lanjut/") :]

    crew = browse(PHONE, has_touch=True, is_mobile=True)
    crew.goto(link)
    expect(crew.get_by_role("heading", name="Keruk saluran 120 m")).to_be_visible()
    assert serious(crew, link) == []
    assert crew.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    crew.evaluate("navigator.serviceWorker.ready")
    crew.locator("input[type=file]").set_input_files(people.photo(tmp_path, "satu.jpg"))
    crew.get_by_role("button", name="Kirim foto").click()
    expect(crew.get_by_text("1 foto sudah diterima")).to_be_visible()
    assert photos(served, code) == 1

    crew.locator("input[type=file]").set_input_files(people.photo(tmp_path, "dua.jpg"))
    crew.context.set_offline(True)
    crew.get_by_role("button", name="Kirim foto").click()
    expect(crew.get_by_text("1 kiriman tersimpan di HP ini, terkirim sendiri nanti.")).to_be_visible()
    assert photos(served, code) == 1
    crew.context.set_offline(False)
    expect(crew.get_by_text("sudah terkirim")).to_be_visible()
    assert photos(served, code) == 2

    lead.goto(f"{served.url}/tindak-lanjut/{code}/")
    expect(lead.get_by_text("2 dari 10 foto")).to_be_visible()
    lead.get_by_role("button", name="Tutup tautan").click()
    expect(lead.get_by_text("Tautan regu ditutup.")).to_be_visible()
    crew.goto(link)
    expect(crew.get_by_text("Tautan ini sudah ditutup")).to_be_visible()
    assert serious(crew, link) == []


def test_the_lines_of_an_institution_are_filled_in_by_keyboard_alone(
    served: Site, code: str, as_: Callable[..., Page]
) -> None:
    page = as_("opd", DESK)
    page.goto(f"{served.url}/tindak-lanjut/")
    assert serious(page, page.url) == []
    label_to(page, "Persen: Keruk saluran 120 m", most=400)
    page.keyboard.type("45")
    label_to(page, "Kabar: Keruk saluran 120 m")
    page.keyboard.type("Ekskavator sudah di lokasi")
    label_to(page, "Terima: Ganti tutup saluran", most=400)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 baris tersimpan.")).to_be_visible()
    page.goto(f"{served.url}/tindak-lanjut/{code}/")
    expect(page.get_by_text("Ekskavator sudah di lokasi").first).to_be_visible()


def test_on_a_phone_a_line_is_a_card_with_its_labels_and_a_wrong_one_keeps_its_words(
    served: Site, code: str, as_: Callable[..., Page]
) -> None:
    page = as_("opd", PHONE)
    page.goto(f"{served.url}/tindak-lanjut/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert serious(page, page.url) == []
    line = page.locator("tr", has_text=code)
    line.scroll_into_view_if_needed()
    assert line.locator("label > span").first.evaluate("label => label.offsetHeight") > 10, "the label is to be seen"
    line.get_by_label("Persen: ").fill("130")
    line.get_by_label("Kabar: ").fill("Hampir selesai")
    page.get_by_role("button", name="Simpan semua").first.click()
    wrong = page.locator("tr.wrong", has_text=code)
    expect(wrong.get_by_text("Persen antara 0 dan 100.")).to_be_visible()
    expect(wrong.get_by_label("Kabar: ")).to_have_value("Hampir selesai")
