"""Each file of journeys shares one served copy of the demo city; each of the cast signs in once in it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect

from tests.browser import people
from tests.support import chromium
from tests.support.site import Site

# A busy machine is slow, which says nothing about the page.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def keys(served: Site, chromium: Browser) -> Callable[[str], StorageState]:
    """The cookies of one of the cast, who signed in like a person, once in this file."""
    kept: dict[str, StorageState] = {}

    def keys(who: str) -> StorageState:
        if who not in kept:
            context = chromium.new_context()
            people.sign_in(context.new_page(), served, who)
            kept[who] = context.storage_state()
            context.close()
        return kept[who]

    return keys


@pytest.fixture
def as_(browse: Callable[..., Page], keys: Callable[[str], StorageState]) -> Callable[..., Page]:
    """`as_("lurah")` opens a desk at which the lurah is signed in; `as_("lurah", PHONE)` a phone."""

    def as_(who: str, viewport: ViewportSize = chromium.DESK, **options: Any) -> Page:
        return browse(viewport, storage_state=keys(who), **options)

    return as_
