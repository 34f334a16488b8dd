"""Every page there is, as five people see it: it answers, it fits, it can be touched, read aloud, and printed."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, StorageState

from tests.browser.survey import Walk
from tests.support import chromium as support
from tests.support.site import Site

pytestmark = pytest.mark.browser

# Where each begins; the rest they find by the links that they see.
STARTS = {
    "": ("/", "/luring/", "/periksa/"),
    "ketua_rt": ("/hari-ini/", "/masuk/ganti/"),
    "lurah": ("/hari-ini/",),
    "pemerintahan": ("/hari-ini/", "/masuk/pengaman/"),
    "perlindungan": ("/hari-ini/",),
}
# Addresses that are no page of their own, or that only somebody in the middle of something sees.
ELSEWHERE = {
    "web:health": "for machines", "web:manifest": "for machines", "web:robots": "for machines",
    "web:service_worker": "for machines", "files:base": "a picture", "files:file": "bytes",
}  # fmt: skip
SEEN: dict[str, set[str]] = {}


@pytest.fixture
def walk(chromium: Browser, served: Site, keys: Callable[[str], StorageState]) -> Callable[[str], Walk]:
    """`walk("lurah")`: what the lurah finds. Pages without an account are the visitor's part."""

    def walk(who: str) -> Walk:
        options = {"storage_state": keys(who) if who else None, "viewport": support.DESK, **support.CITY}
        context, axe = chromium.new_context(**options), chromium.new_context(bypass_csp=True, **options)
        watch = support.Watch(context)
        done = Walk(context, axe, served.url, ("portal:", "web:offline", "files:check") if who else ()).go(*STARTS[who])
        context.close()
        axe.close()
        done.faults += watch.faults
        SEEN[who] = set(done.seen)
        return done

    return walk


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


def test_no_address_escapes_the_survey() -> None:
    if set(SEEN) != set(STARTS):
        pytest.skip("needs the walks of all five people, in this run")
    found = {name.split()[0] for seen in SEEN.values() for name in seen}
    assert sorted(set(named(get_resolver().url_patterns)) - found - set(ELSEWHERE)) == []
