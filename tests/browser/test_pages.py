"""Every page there is, as five people see it: it answers, it fits, it can be touched, read aloud, and printed."""

import fcntl
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
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
    "": ("/", "/luring/", "/lapor/luring/", "/kunjungan/luring/", "/periksa/"),
    "ketua_rt": ("/hari-ini/", "/masuk/ganti/"),
    "lurah": ("/hari-ini/",),
    "opd": ("/hari-ini/", "/tindak-lanjut/"),
    "pemerintahan": ("/hari-ini/", "/masuk/pengaman/"),
    "perlindungan": ("/hari-ini/",),
}
# Addresses at which there is no page to look at, or only for somebody in the middle of something.
MACHINES = (
    "web:alive web:health web:ready web:metrics web:manifest web:robots web:service_worker web:shared files:base "
    "files:file files:photo portal:similar portal:suggest portal:digest portal:all_digests api:discovery "
    "api:services api:service api:requests api:request api:token api:updates "
    "api:openapi api:calendar portal:figures_sheet portal:units_sheet musrenbang:fate_sheet"
)
BUTTONS = (
    "accounts:forget accounts:sign_out calendar:day calendar:drop calendar:fill institutions:choose_office "
    "institutions:see_concern meetings:close_minutes meetings:start meetings:take_pen notices:all_read "
    "notices:follow notices:retry portal:forget regulations:fill regulations:withdraw reports:words trail:case"
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
# The rakor of the demo is over, and none of the five wrote a sheet for it: sheets have tests of their own.
RAKOR = "meetings:briefing meetings:briefings_pdf"
# The mayor's Fridays are kept by the city's officer, who is none of the five; test_rembuk_on_phone.py keeps a rembuk.
FRIDAYS = (
    "visits:ask visits:rotation_step visits:drop_pause visits:end_tiding visits:open_gathering visits:hear "
    "visits:answer visits:tell visits:sitting visits:close_gathering visits:cancel_gathering"
)
# What only the keeper of rounds or an RW finds, and what is sent; test_musrenbang.py goes there.
WISHES = (
    "musrenbang:make musrenbang:detail musrenbang:step musrenbang:order musrenbang:round musrenbang:round_step "
    "musrenbang:item musrenbang:alike musrenbang:new_item musrenbang:rounds musrenbang:dictionary "
    "musrenbang:sheet musrenbang:read_sheet musrenbang:keep_sheet musrenbang:sipd_keep "
    "musrenbang:compare musrenbang:explain musrenbang:conditions musrenbang:untie musrenbang:decide musrenbang:result "
    "musrenbang:editable musrenbang:send musrenbang:issue "
    "musrenbang:sessions musrenbang:session musrenbang:session_step musrenbang:delegations musrenbang:discussion "
    "musrenbang:discuss musrenbang:session_screen musrenbang:typing musrenbang:differences musrenbang:booth "
    "musrenbang:papers"
)
# Only the mayor's; test_middle.py goes there.
BUDGET = "musrenbang:budget_back musrenbang:budget_keep musrenbang:budget_sheet"
# No session of the demo has voted: the votes are saved in the musrenbang's own tests.
VOTES = "musrenbang:open_vote"
# What may still be done on the day of a visit, and none of the five went out on the demo's last morning: test_visit.py.
TODAY = "visits:step"
# None of the five goes by a plan or observes: test_plan_visit.py and test_observer.py do both.
PLANNED = """
visits:plan visits:plan_place visits:add_places visits:cancel_plan visits:check_in visits:miss_place
visits:observe visits:field_note visits:end_question
"""
ELSEWHERE = {*RAKOR.split(), *MACHINES.split(), *FRIDAYS.split(), *BUTTONS.split(), *CREW.split(), *SHEETS.split(),
             *PAPER.split(), *AFTER.split(), *WISHES.split(), *VOTES.split(), *TODAY.split(), *PLANNED.split(),
             *BUDGET.split(), *MIDDLE.split()}  # fmt: skip


@dataclass(frozen=True)
class Walked:
    """What a walk leaves to those who ask for it: the names of what was seen, and what was wrong with it."""

    names: list[str]
    faults: list[str]


@pytest.fixture(scope="module")
def walk(request: pytest.FixtureRequest, run_folder: Path) -> Callable[[str], Walked]:
    """`walk("lurah")`: what the lurah finds, walked once in a run of the tests by whoever asks first. Pages without an
    account are the visitor's part."""

    def walk(who: str) -> Walked:
        kept = run_folder / f"walk-{who or 'visitor'}.json"
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                chromium, served, keys = map(request.getfixturevalue, ("chromium", "served", "keys"))
                kept.write_text(json.dumps(asdict(walked(chromium, served, keys, who))))
            return Walked(**json.loads(kept.read_text()))

    return walk


def walked(chromium: Browser, served: Site, keys: Callable[[str], StorageState], who: str) -> Walked:
    """Everything that somebody can open, looked at."""
    context = chromium.new_context(storage_state=keys(who) if who else None, viewport=support.DESK, **support.CITY)
    watch = support.Watch(context)
    skip = ("portal:", "web:offline", "files:check") if who else ()
    # The menu and the search box, which alone differ by size, are the same for every office.
    sizes = (support.NARROW, support.DESK) if who in {"", "lurah"} else (support.NARROW,)
    more = tuple(path for pages in MORE for path in pages(served)) if who == "lurah" else ()
    done = Walk(context, served.url, skip, sizes).go(*STARTS[who], *more)
    context.close()
    return Walked(sorted(done.seen), done.faults + watch.faults)


def pages_of_a_meeting_to_come(site: Site) -> tuple[str, ...]:
    """Where the lurah's next meeting is prepared: the first meeting that is looked at is over."""
    question = (
        'SELECT meeting.code, item."order" FROM meetings_agendaitem item '
        "JOIN meetings_meeting meeting ON meeting.id = item.meeting_id "
        "JOIN institutions_institution body ON body.id = meeting.institution_id "
        "WHERE meeting.status = 'convened' AND body.name = 'Kelurahan Kayuringinjaya' "
        'ORDER BY meeting.starts_at, item."order"'
    )
    code, order = people.asked(site, question)[0]
    steps = "agenda answer propose reschedule guests letter letter_pdf letter_docx picture calendar briefings".split()
    return reverse("meetings:item", args=[code, order]), *(reverse(f"meetings:{step}", args=[code]) for step in steps)


def pages_of_a_locked_meeting(site: Site) -> tuple[str, ...]:
    """Where the papers of the kelurahan's last meeting are made, and its photos kept."""
    question = (
        "SELECT meeting.code FROM meetings_meeting meeting JOIN institutions_institution body "
        "ON body.id = meeting.institution_id WHERE meeting.status = 'locked' "
        "AND body.name = 'Kelurahan Kayuringinjaya' ORDER BY meeting.starts_at DESC"
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


def pages_of_a_decision(site: Site) -> tuple[str, ...]:
    """Where something is added to what the kelurahan decided, or it is withdrawn: the first decision that is looked at
    may be fulfilled, or another's."""
    question = (
        "SELECT decision.code FROM decisions_decision decision JOIN institutions_institution body "
        "ON body.id = decision.body_id WHERE decision.status = 'standing' AND body.name = 'Kelurahan Kayuringinjaya' "
        "ORDER BY decision.code"
    )
    code = people.asked(site, question)[0][0]
    return tuple(reverse(f"decisions:{step}", args=[code]) for step in ("make", "withdraw"))


# What a walk by links does not come to: the first of a kind that is looked at may lack it.
MORE = (pages_of_a_photo, pages_of_a_meeting_to_come, pages_of_a_locked_meeting, pages_of_a_decision)


# Each walk is a part of its own: whichever worker is free takes the next.
WALKS = [
    pytest.param(who, id=who or "visitor", marks=pytest.mark.xdist_group(f"walk {who or 'visitor'}")) for who in STARTS
]


@pytest.mark.parametrize("who", WALKS)
def test_every_page_that_somebody_finds_is_in_order(walk: Callable[[str], Walked], who: str) -> None:
    done = walk(who)
    assert not done.faults, "\n".join(["", *done.faults])
    assert len(done.names) > 6


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The names of the table of addresses."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name


@pytest.mark.xdist_group("addresses")
def test_no_address_escapes_the_survey(walk: Callable[[str], Walked]) -> None:
    found = {name.split()[0] for who in STARTS for name in walk(who).names}
    escaped = sorted(set(named(get_resolver().url_patterns)) - found - ELSEWHERE)
    assert not escaped, f"a page that no walk comes to, and that stands in no list: {', '.join(escaped)}"
