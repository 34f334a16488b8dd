"""What somebody who means ill tries: each attempt once succeeded, or would do most harm if it did."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import masking
from rembuk.coordination.reports import queries as report_queries
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.tallies import actions as tallies
from tests import builders
from tests.screens import law, subjects, world


@pytest.fixture
def town(db: Any) -> Iterator[builders.City]:
    """The city on a working morning."""
    with clock.standing(world.MORNING):
        city = builders.city_that_hears()
        yield city


@pytest.fixture
def public(town: builders.City) -> Any:
    """A report that anyone may read."""
    report = subjects.hear(town).report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
    return report


def enter(name: str, **more: Any) -> Client:
    """A browser in which one of the cast is signed in."""
    return builders.sign_in(Client(**more), name)


def forms(town: builders.City) -> dict[str, str]:
    """Every address that takes a form, as far as one can be made up."""
    place = world.World(
        town,
        {"code": "MLT-26-AAAAA", "order": 1, "key": "x", "year": 2026, "token": "0" * 64, "on": clock.today(),
         "day": "2026-01-01", "step": "settle", "size": "thumb", "number": "L26-AAAAAA",
         "purse": "kelurahan"},
    )  # fmt: skip
    ids = dict.fromkeys(
        ["pk", "file_id", "position_id", "appointment_id", "institution_id", "territory_id", "device_id", "concern_id",
         "kind_id", "item_id", "link_id", "tie_id"], town.rt.pk,
    )  # fmt: skip
    names = {line.name for line in law.LAW if line.post is not None} | law.OWN
    found = {name: world.address(place, name, **ids) for name in sorted(names)}
    assert None not in found.values(), "an address that nobody attacks"
    return {name: address or "" for name, address in found.items()}


def test_no_form_of_another_site_is_accepted_anywhere(town: builders.City) -> None:
    attacker = enter("pemerintahan", enforce_csrf_checks=True)
    refused = {name: attacker.post(address) for name, address in forms(town).items()}
    assert {name: answer.status_code for name, answer in refused.items()} == dict.fromkeys(refused, 403)


def test_no_page_of_a_person_may_be_kept_by_others(town: builders.City, public: Any) -> None:
    lurah = enter("lurah")
    for name in ("home:today", "reports:list", "reports:detail", "notices:inbox", "institutions:bodies", "portal:home",
                 "portal:track", "portal:trail", "web:more", "search:search"):  # fmt: skip
        address = world.address(world.World(town, {"code": public.code}), name)
        kept = lurah.get(address or "").headers["Cache-Control"]
        assert "private" in kept or "no-store" in kept, name
        assert "public" not in kept, name


def test_a_kept_page_is_not_confirmed_to_whoever_lost_the_office(town: builders.City, public: Any) -> None:
    page, browser = reverse("reports:detail", args=[public.code]), enter("kasi")
    tag = browser.get(page).headers["ETag"]
    assert browser.get(page, headers={"If-None-Match": tag}).status_code == 304
    term = town.cast["kasi"]
    institutions.end_appointment(actor=town.actor("camat"), appointment=term, on=clock.today(), reason="Pindah tugas.")
    assert browser.get(page, headers={"If-None-Match": tag}).status_code == 302


@pytest.mark.parametrize("wish", ["//evil.test/", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"])
def test_no_way_leads_out(town: builders.City, wish: str) -> None:
    browser = enter("ketua_rt")
    own = reverse("institutions:choose_office", args=[town.cast["ketua_rt"].pk])
    assert browser.post(own, {"next": wish}).headers["Location"] == "/hari-ini/"
    assert "evil" not in browser.get(reverse("account_login"), {"next": wish}).headers.get("Location", "")
    assert wish not in Client().get(reverse("accounts:sign_in"), {"next": wish}).content.decode()


@override_settings(SESSION_COOKIE_SECURE=True)
def test_the_receipt_travels_only_where_the_session_would(town: builders.City, public: Any) -> None:
    answer = Client().post(reverse("portal:trail", args=[public.code]))
    receipt = answer.cookies[f"tanda-{public.code}"]
    assert (receipt["secure"], receipt["httponly"], receipt["samesite"]) == (True, True, "Strict")


def test_one_device_joins_once_and_a_machine_is_stopped(town: builders.City, public: Any) -> None:
    page, one = reverse("portal:trail", args=[public.code]), Client()
    for _ in range(3):
        assert one.post(page).status_code == 302
    public.refresh_from_db()
    assert public.supporters == 2
    answers = [Client().post(page).status_code for _ in range(65)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_asking_for_similar_ones_does_not_tell_the_rt_of_a_home(town: builders.City) -> None:
    report = subjects.hear(town, "tetangga", "Suara keras tiap malam.").report
    reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
    found = [
        report.code in Client().get(
            reverse("portal:similar"), {"category": "tetangga", "territory": str(place.pk)}
        ).content.decode()
        for place in (town.rt, town.rt_next, town.rw_next)
    ]  # fmt: skip
    assert found == [True, True, False]


def test_the_number_of_another_system_does_not_tell_of_a_sealed_report(town: builders.City) -> None:
    sealed = reports.receive(
        actor=town.actor("petugas_kota"), category="kekerasan_rumah", text="Tolong.", territory=town.rt, source="LAPOR",
        external_ref="77",
    ).report  # fmt: skip
    with pytest.raises(Refused) as refused:
        reports.receive(
            actor=town.actor("petugas_loket"), category="drainase", text="Got.", territory=town.rt, source="LAPOR",
            external_ref="77",
        )  # fmt: skip
    assert refused.value.code == "double"
    assert sealed.code not in refused.value.message


def test_figures_do_not_tell_an_official_of_a_report_about_them(town: builders.City) -> None:
    def received(who: str) -> list[int | None]:
        return [panel.out_of for panel in report_queries.panels(town.actor(who).scope("reports.view")[0])]

    before = received("ketua_rt"), received("lurah")
    subjects.hear(town, "pungutan", "Iuran tanpa kuitansi.", passes_by=["ketua_rt"])
    subjects.hear(town, "pungutan", "Surat dipersulit.", passes_by=["lurah"])
    tallies.bring_forward(1000)
    assert (received("ketua_rt"), received("lurah")) == before


def test_a_matter_that_turns_out_to_concern_its_holder_leaves_their_figures(town: builders.City, public: Any) -> None:
    def rows() -> list[tuple[int, int | None]]:
        return [(panel.count, panel.out_of) for panel in report_queries.panels(town.rt.path)]

    reports.climb(actor=town.actor("ketua_rt"), report=public, basis="conflict", note="Menyangkut saya.")
    tallies.bring_forward(1000)
    moved = rows()
    tallies.rebuild()
    assert rows() == moved
    assert all(not total for _, total in moved)


def test_earlier_ones_are_told_only_to_those_who_may_see_them(town: builders.City) -> None:
    earlier = subjects.hear(town, text="Got di depan rumah.").report
    with clock.standing(world.MORNING + timedelta(days=1)):
        report = subjects.hear(town, text="Got mampet lagi.").report
        reports.acknowledge(actor=town.actor("ketua_rt"), report=report)
        for who in ("ketua_rt", "ketua_rw"):
            reports.climb(actor=town.actor(who), report=report, basis="urgent", note="Air masuk rumah.")
        reports.assign(actor=town.actor("lurah"), report=report, unit=town.institution("opd"))
        page = reverse("reports:detail", args=[report.code])
        assert earlier.code in enter("lurah").get(page).content.decode()
        assert earlier.code not in enter("kepala_opd").get(page).content.decode()


def test_a_helper_in_the_body_that_holds_it_opens_no_names(town: builders.City) -> None:
    about = subjects.hear(town, "pungutan", "Iuran.", passes_by=["ketua_rt"], contact="0812").report
    for who in ("pamor", "petugas_loket"):
        with pytest.raises(Refused) as refused:
            reports.look(actor=town.actor(who), report=about)
        assert refused.value.code == "not_allowed"
    assert reports.look(actor=town.actor("ketua_rw"), report=about).contact == "0812"


@pytest.mark.parametrize(
    "text",
    ["0812\u200b3456\u200b7890", "0812\n3456\n7890", "0812\u00a03456\u00a07890", "0812 – 3456 – 7890", "0812/3456/7890",
     "0812_3456_7890", "0812  3456  7890", "０８１２３４５６７８９０", "٠٨١٢٣٤٥٦٧٨٩٠", "wa0812.3456.7890",
     "32750412\n34567890", "08 12 34 56 78 90", "(0812) 3456 7890", "0812, 3456, 7890", "0812\u00ad34567890"],
)  # fmt: skip
def test_numbers_are_masked_however_they_are_broken_up(text: str) -> None:
    masked = masking.mask(f"Hubungi {text} segera")
    assert not any(digit.isdigit() for digit in masked), masked
    assert masking.mask(masked) == masked


@pytest.mark.parametrize("text", ["Pak\u00a0Budi", "Pak\u200b Budi", "PAK BUDI", "pak budi"])
def test_names_are_masked_however_they_are_broken_up(text: str) -> None:
    assert "budi" not in masking.mask(f"Menurut {text} begitu.").casefold()


def test_money_and_dates_stay_readable() -> None:
    text = "Iuran Rp 1.500.000 sejak 12/01/2026, 3 RT: 001, 002, 003. Rp1.250.000.000 dan 25-30 orang."
    assert masking.mask(text) == text


def test_what_an_officer_types_beside_a_letter_is_masked_too(town: builders.City) -> None:
    report = subjects.hear(town, "jalan_besar", "Jembatan retak.").report
    officer = town.actor("petugas_kota")
    reports.acknowledge(actor=officer, report=report)
    reports.refer(actor=officer, report=report, owner="provinsi", note="Mohon diperbaiki.")
    reports.record_letter(
        actor=officer, report=report, kind="letter_sent", who="Bapak Budi 081234567890", text="Surat."
    )
    told = " ".join(line.note for line in report_queries.public_trail(report))
    assert "Budi" not in told
    assert "08123" not in told


@pytest.mark.parametrize("path", ["/publik/?q=%00", "/publik/A%00B/", "/lacak/?kode=%00", "/peta/?kelurahan=%00"])
def test_a_nul_is_no_word_of_ours(town: builders.City, path: str) -> None:
    assert Client(raise_request_exception=False).get(path).status_code == 400


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
PART = (
    '--x\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: image/jpeg\r\n\r\n'
    "{text}\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("text=a%00b", FORM), ("text=a\0b", FORM), ("a%00b=text", FORM), ("text=b&text=%00", FORM),
        (PART.format(name="text", file="", text="a\0b").replace('; filename=""', ""), PARTS),
        (PART.format(name="pho\0to", file="a.jpg", text="x"), PARTS),
    ],
)  # fmt: skip
def test_no_form_takes_a_nul(town: builders.City, body: str, kind: str) -> None:
    browser = enter("pemerintahan", raise_request_exception=False)
    said = {}
    for name, address in forms(town).items():
        answer = browser.generic("POST", address, body, content_type=kind)
        said[name] = answer.status_code
    assert said == dict.fromkeys(said, 400)


@pytest.mark.parametrize("file", ["a\0.jpg", "a&#0;.jpg", "a%00.jpg"])
def test_a_nul_in_the_name_of_a_file_is_nothing(town: builders.City, file: str) -> None:
    for name in ("portal:report", "reports:receive"):
        browser = enter("lurah", raise_request_exception=False)
        body = PART.format(name="photo", file=file, text="x")
        answer = browser.generic("POST", reverse(name), body, content_type=PARTS)
        assert answer.status_code in {400, 422}, name


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "device", "messages"])
def test_a_nul_in_a_cookie_is_refused(town: builders.City, cookie: str) -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"Cookie": f'{cookie}="a\\000b"'})
    assert answer.status_code == 400


def test_a_visitor_decides_neither_source_nor_reporter(town: builders.City) -> None:
    told = {"category": "drainase", "text": "Got.", "territory": str(town.rt.pk), "source": "LAPOR",
            "external_ref": "9", "holder": str(town.position("lurah").pk), "status": "closed", "is_private": "on",
            "reporter": str(town.user("lurah").pk)}  # fmt: skip
    answer = Client().post(reverse("portal:report"), told)
    code = answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1]
    report = report_queries.report(town.actor("ketua_rt"), code)
    assert (report.source, report.external_ref, report.status, report.is_private) == ("rembuk", "", "new", False)
    assert report.reporter_id is None
    assert report.holder == town.position("ketua_rt")
    assert report_queries.with_secret(code, "") is None
