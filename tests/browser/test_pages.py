"""Every page there is, as five people see it: it answers, it fits, it can be touched, read aloud, and printed."""

from collections.abc import Callable, Iterator
from functools import cache
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Browser, StorageState

from tests.browser import people
from tests.browser.survey import Walk
from tests.support import chromium as support
from tests.support.site import Site

pytestmark = pytest.mark.browser

# Where each begins; the rest they find by the links that they see.
STARTS = {
    "": ("/", "/luring/", "/kunjungan/luring/", "/periksa/"),
    "ketua_rt": ("/hari-ini/", "/masuk/ganti/"),
    "lurah": ("/hari-ini/",),
    "opd": ("/hari-ini/", "/tindak-lanjut/"),
    "pemerintahan": ("/hari-ini/", "/masuk/pengaman/"),
    "perlindungan": ("/hari-ini/",),
}
# Addresses at which there is no page to look at, or only for somebody in the middle of something.
MACHINES = (
    "web:health web:manifest web:robots web:service_worker files:base files:file files:photo portal:similar "
    "portal:suggest portal:digest portal:all_digests"
)
BUTTONS = (
    "accounts:forget accounts:sign_out calendar:day calendar:drop calendar:fill institutions:choose_office "
    "institutions:see_concern meetings:agenda meetings:close_minutes meetings:start meetings:take_pen notices:all_read "
    "notices:follow notices:retry portal:forget regulations:fill regulations:withdraw reports:words"
)
# The code of a document comes on paper, its file is saved: the journey follows both.
# A crew's link is made and opened in its own journey.
CREW = "decisions:link_crew decisions:unlink_crew decisions:crew"
# A sheet goes out and comes in where somebody leads work.
SHEETS = "decisions:sheet decisions:read_sheet decisions:sheet_errors"
# A sheet has a number once somebody printed it; a memori is asked for when a term ends.
PAPER = "home:handover home:all_sheets home:open_sheet home:week_pdf home:sheet home:sheet_pdf"
MIDDLE = (
    "files:check files:document "
    "accounts:pin accounts:sheet accounts:set_password account_reauthenticate mfa_authenticate mfa_reauthenticate "
    "mfa_activate_totp mfa_deactivate_totp mfa_generate_recovery_codes mfa_view_recovery_codes meetings:approve "
    "meetings:attendance meetings:cancel meetings:minute meetings:meeting meetings:screen meetings:check_in "
    "meetings:signed portal:mine portal:mine_step "
    "portal:received reports:received reports:answer_times"
)
# What is saved of a meeting, and what is said of minutes that wait for their chair: tested where they are made.
AFTER = "meetings:activities meetings:bundle meetings:part meetings:signing meetings:comments"
# Nobody convenes a rakor in the demo: its sheets have tests of their own.
RAKOR = "meetings:briefing meetings:briefings_pdf"
# The mayor's Fridays are kept by the city's officer, who is none of the five; a rembuk has pages once one was opened.
FRIDAYS = (
    "visits:ask visits:rotation visits:rotation_step visits:drop_pause visits:end_tiding visits:open_gathering "
    "visits:gathering visits:hear visits:answer visits:tell visits:close_gathering visits:cancel_gathering "
    "visits:promise visits:promise_picture"
)
ELSEWHERE = {*RAKOR.split(), *MACHINES.split(), *FRIDAYS.split(), *BUTTONS.split(), *CREW.split(), *SHEETS.split(),
             *PAPER.split(), *AFTER.split(),
             *MIDDLE.split()}  # fmt: skip


@pytest.fixture(scope="module")
def walk(chromium: Browser, served: Site, keys: Callable[[str], StorageState]) -> Callable[[str], Walk]:
    """`walk("lurah")`: what the lurah finds, walked once. Pages without an account are the visitor's part."""

    @cache
    def walk(who: str) -> Walk:
        options = {"storage_state": keys(who) if who else None, "viewport": support.DESK, **support.CITY}
        context, axe = chromium.new_context(**options), chromium.new_context(bypass_csp=True, **options)
        watch = support.Watch(context)
        skip = ("portal:", "web:offline", "files:check") if who else ()
        # The menu and the search box, which alone differ by size, are the same for every office.
        sizes = (support.PHONE, support.DESK) if who in {"", "lurah"} else (support.PHONE,)
        more = tuple(path for pages in MORE for path in pages(served)) if who == "lurah" else ()
        done = Walk(context, axe, served.url, skip, sizes).go(*STARTS[who], *more)
        context.close()
        axe.close()
        done.faults += watch.faults
        return done

    return walk


def pages_of_a_meeting_to_come(site: Site) -> tuple[str, ...]:
    """Where the lurah's next meeting is prepared: the first meeting that is looked at is over."""
    question = (
        'SELECT meeting.code, item."order" FROM meetings_agendaitem item '
        "JOIN meetings_meeting meeting ON meeting.id = item.meeting_id WHERE meeting.status = 'convened'"
    )
    code, order = people.asked(site, question)[0]
    steps = "answer propose reschedule guests letter letter_pdf letter_docx picture calendar briefings".split()
    return reverse("meetings:item", args=[code, order]), *(reverse(f"meetings:{step}", args=[code]) for step in steps)


def pages_of_a_locked_meeting(site: Site) -> tuple[str, ...]:
    """Where the papers of the kelurahan's last meeting are made, and its photos kept."""
    question = (
        "SELECT meeting.code FROM meetings_meeting meeting JOIN institutions_institution body "
        "ON body.id = meeting.institution_id WHERE meeting.status = 'locked' AND body.name = 'Kelurahan Kayuringinjaya'"
    )
    code = people.asked(site, question)[0][0]
    return reverse("meetings:papers", args=[code]), reverse("meetings:photos", args=[code])


def pages_of_a_photo(site: Site) -> tuple[str, ...]:
    """Where faces on a photo of the kelurahan are painted over, and what looks like it: the first report that is looked
    at may have none."""
    question = (
        "SELECT file.id FROM files_file file JOIN reports_report report ON report.id = file.owner_id "
        "WHERE file.kind = 'photo' AND report.code LIKE 'KYY-%' AND report.track <> 'sealed' ORDER BY report.code"
    )
    found = [UUID(people.asked(site, question)[0][0])]
    return reverse("files:mask", args=found), reverse("files:alike", args=found)


# What a walk by links does not come to: the first of a kind that is looked at may lack it.
MORE = (pages_of_a_photo, pages_of_a_meeting_to_come, pages_of_a_locked_meeting)


@pytest.mark.parametrize("who", STARTS, ids=lambda who: who or "visitor")
def test_every_page_that_somebody_finds_is_in_order(walk: Callable[[str], Walk], who: str) -> None:
    done = walk(who)
    assert not done.faults, done.told()
    assert len(done.seen) > 6


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The names of the table of addresses."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name


def test_no_address_escapes_the_survey(walk: Callable[[str], Walk]) -> None:
    found = {name.split()[0] for who in STARTS for name in walk(who).seen}
    assert sorted(set(named(get_resolver().url_patterns)) - found - ELSEWHERE) == []
