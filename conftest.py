"""What every test has: no network, no triggers in the way of a flush, a skip that says why."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis

from tests.support import flush, home, postgres, tools

pytest_plugins = ["tests.support.site", "tests.support.small", "tests.support.chromium"]

DATA = Path(os.environ.get("REMBUK_DATA", tools.ROOT.parent / "shared" / "data"))
# Slow tests that start programs; each is a part of `make test`, or `pytest -m NAME`.
ALONE = {"browser", "faults", "install", "bench"}

# A shared machine is slow now and then, which says nothing about the rule under test.
hypothesis.register_profile("rembuk", deadline=None, print_blob=True)
hypothesis.load_profile("rembuk")


def pytest_unconfigure() -> None:
    """A worker process of xdist ends without its exit handlers."""
    home.remove()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is only run when asked for by marker; skips what this machine or this database cannot run."""
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


@pytest.fixture(autouse=True)
def in_the_west() -> None:
    """A process keeps the city's zone; a test that serves a city elsewhere leaves nothing to the next."""
    from rembuk.foundation.territory import queries

    queries.zone.hold("WIB")


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
