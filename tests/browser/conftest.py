"""Each file of journeys shares one served copy of the demo city; each of the cast signs in once in it."""

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState, ViewportSize, expect

from tests.browser import people
from tests.browser.survey import Walk
from tests.support import chromium
from tests.support.chromium import CITY, DESK
from tests.support.site import Site

expect.set_options(timeout=chromium.PATIENCE)


# What takes longest begins first, so that no worker is left alone with it at the end.
LONGEST = (
    "walk lurah", "walk pemerintahan", "walk ketua_rt", "walk opd", "walk perlindungan", "walk visitor",
    "test_journey", "test_keyboard", "test_rakor_by_keyboard", "test_sudden", "test_chain", "test_visit",
)  # fmt: skip


def group_of(item: pytest.Item) -> str:
    """Tests that one worker takes together, as they share a served copy: a file's, if they do not say otherwise."""
    mark = item.get_closest_marker("xdist_group")
    return str(mark.args[0]) if mark else item.path.stem


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before xdist reads the groups; after whoever shuffles
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Groups what belongs together, and puts in front what takes longest; behind the first, which makes the demo city
    for all, what needs no city."""
    here = Path(__file__).parent
    mine = [item for item in items if item.path.is_relative_to(here)]
    for item in mine:
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    yield

    def place(item: pytest.Item) -> float:
        if not item.path.is_relative_to(here):
            return 0.5
        return LONGEST.index(name) if (name := group_of(item)) in LONGEST else len(LONGEST)

    items.sort(key=place)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


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


@pytest.fixture
def look(chromium: Browser, served: Site) -> Callable[..., str]:
    """`look(page, *paths)`: the faults of pages as this page's owner sees them, one a line."""

    def look(page: Page, *paths: str) -> str:
        context = chromium.new_context(storage_state=page.context.storage_state(), viewport=DESK, **CITY)
        walk, eye = Walk(context, served.url), context.new_page()
        for path in paths:
            walk.look(eye, path)
        context.close()
        return walk.told()

    return look
