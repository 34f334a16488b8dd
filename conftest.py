"""What every test has: no network, no triggers in the way of a flush, a skip that says why."""

import functools
import gc
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis

from rembuk.foundation.kernel.fresh import Fresh
from tests.support import flush, home, migrated, postgres, tools

pytest_plugins = ["tests.support.cities", "tests.support.chromium"]

DATA = Path(os.environ.get("REMBUK_DATA", tools.ROOT.parent / "shared" / "data"))
# Slow tests that start programs; each is a part of `make test`, or `pytest -m NAME`.
ALONE = {"browser", "faults", "install", "bench"}

# What a test has that reads or writes a database of its process, or a program's.
PROGRAMS = {"empty", "small_city", "played_city"}
DATABASE = PROGRAMS | {"db", "transactional_db", "django_db_setup", "cluster", "prepared"}

# A shared machine is slow now and then, which says nothing about the rule under test.
hypothesis.register_profile("rembuk", deadline=None, print_blob=True)
hypothesis.load_profile("rembuk")


def pytest_unconfigure() -> None:
    """A worker process of xdist ends without its exit handlers."""
    home.remove()


def uses_database(item: pytest.Item) -> bool:
    """Whether what a test finds may depend on the database; pytest-django refuses it to every other test."""
    wanted = DATABASE & set(getattr(item, "fixturenames", ()))
    of_django = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return bool(wanted) or of_django or any(item.get_closest_marker(name) for name in ("django_db", "postgres"))


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before `-m` chooses, and after pytest-django has put in order
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Marks what uses a database. Leaves out what is only run when asked for by marker; skips what this machine or this
    database cannot run. What starts programs comes first: of several processes one makes the cities that it needs, and
    nobody is left with minutes of work at the end."""
    for item in items:
        if uses_database(item):
            item.add_marker("database")
    unasked = {name for name in ALONE if name not in str(config.getoption("markexpr"))}
    left_out = [item for item in items if unasked & {mark.name for mark in item.iter_markers()}]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not unasked & {mark.name for mark in item.iter_markers()}]
    on_postgres = str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")
    reasons = {
        "postgres": "" if on_postgres else "needs PostgreSQL: python -m tests.support.postgres run -- pytest",
        "data": "" if DATA.is_dir() else f"real data absent: {DATA.name}/ does not stand beside the repository",
    }
    for item in items:
        for name, reason in reasons.items():
            if reason and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))
    yield
    items.sort(key=lambda item: not PROGRAMS & set(getattr(item, "fixturenames", ())))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end; looking through it for rubbish again and again is a tenth of the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A connection to anything but this machine is an error, so that no test depends on the world outside."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test asked the network for {address}")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(autouse=True, scope="session")
def flush_past_triggers() -> Iterator[None]:
    """Tests that commit are cleaned by a flush, which the journal's triggers refuse; they stand aside for it."""
    real = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined] # Django's own hook

    def teardown(self: TransactionTestCase) -> None:
        with flush.triggers_aside(connections.all()):
            real(self)
            flush.bring_back_first_rows(connections.all())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Before the first test that needs a database makes one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate.Command, "handle", migrated.first(migrate.Command.handle))
        yield


@pytest.fixture(autouse=True)
def in_the_west() -> None:
    """A process keeps the city's zone and kind, and whether it is a demo; a test leaves nothing of them to the next."""
    from rembuk.config.queries import is_demo
    from rembuk.foundation.territory import queries

    is_demo.hold(False)
    queries.zone.hold("WIB")
    queries.levels.hold(frozenset({"kota", "kelurahan"}))


@functools.lru_cache(maxsize=1)
def remembered(modules: int) -> "list[Fresh[Any]]":
    """What the program's modules remember of the tables; looked for anew when there are more of them."""
    ours = [module for name, module in list(sys.modules.items()) if name.startswith("rembuk.")]
    return list({id(one): one for module in ours for one in vars(module).values() if isinstance(one, Fresh)}.values())


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """A deed that a test takes back leaves no stamp, by which a process would see that it must look again."""
    for one in remembered(len(sys.modules)):
        one._held = None


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; only for tests marked `data`."""
    return DATA


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """The throw-away PostgreSQL cluster: the one the tests run on, or one of our own."""
    running = postgres.Cluster.of_environment()
    if running:
        yield running
    elif tools.postgres_bin() is None:
        pytest.skip(postgres.MISSING)
    else:
        with postgres.cluster() as server:
            yield server
