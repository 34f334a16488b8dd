"""A value built from tables once per process: `Fresh` until its stamp changes, `Kept` for a while."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from django.db import connection

T = TypeVar("T")
_seen: ContextVar["dict[Fresh[Any], Any] | None"] = ContextVar("_seen", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Within it each value is looked after once, so a deed that asks often has one view of it from start to end."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


class Fresh(Generic[T]):
    """Calling it gives the value. `stamp` is a cheap read that differs after every change, in any process.

    Inside a transaction (every deed) the stamp is read each time; a page outside one asks at most once in `seconds`,
    so it may be that much behind another process.
    """

    def __init__(self, stamp: Callable[[], object], load: Callable[[], T], seconds: float = 1.0) -> None:
        self._stamp, self._load, self._seconds = stamp, load, seconds
        self._held: tuple[object, float, T] | None = None

    def __call__(self) -> T:
        """The value, built from the tables as they stand."""
        seen = _seen.get()
        if seen is not None and self in seen:
            value: T = seen[self]
            return value
        held = self._held
        if held and not connection.in_atomic_block and time.monotonic() - held[1] < self._seconds:
            return held[2]
        stamp = self._stamp()
        value = held[2] if held and held[0] == stamp else self._load()
        self._held = (stamp, time.monotonic(), value)
        if seen is not None:
            seen[self] = value
        return value

    def forget(self) -> None:
        """The next call reads the stamp again; an action that changes the tables says so."""
        if (seen := _seen.get()) is not None:
            seen.pop(self, None)
        if self._held:
            stamp, _, value = self._held
            self._held = (stamp, float("-inf"), value)


class Kept(Generic[T]):
    """Calling it gives a value that changes about once in an installation's life, so no page pays for asking.

    It is read again after `seconds`, and never inside a transaction that began with one: a deed has one value from its
    beginning to its end. Who changes it says `forget`.
    """

    def __init__(self, load: Callable[[], T], seconds: float = 30.0) -> None:
        self._load, self._seconds = load, seconds
        self._held: tuple[float, T] | None = None

    def __call__(self) -> T:
        """The value, as this process last read it."""
        held = self._held
        if held and (time.monotonic() - held[0] < self._seconds or connection.in_atomic_block):
            return held[1]
        return self.hold(self._load())

    def hold(self, value: T) -> T:
        """Takes a value without reading it."""
        self._held = (time.monotonic(), value)
        return value

    def forget(self) -> None:
        """The next call reads it."""
        self._held = None
