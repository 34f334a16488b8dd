"""Chance for the demo, drawn from the kernel's seeded source and from nothing else."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from rembuk.foundation.kernel import chance

T = TypeVar("T")


def sure(value: T | None, what: str = "") -> T:
    """The value, which must be there: the demo has made it."""
    if value is None:
        raise LookupError(what)
    return value


def below(count: int) -> int:
    """A whole number from 0 to count - 1."""
    return int.from_bytes(chance.token_bytes(6)) % count


def between(low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + below(high - low + 1)


def choose(items: Sequence[T]) -> T:
    """One of them."""
    return items[below(len(items))]


def weighed(weights: Mapping[T, int]) -> T:
    """One of the keys, as often as its weight says."""
    draw = below(sum(weights.values()))
    for item, weight in weights.items():
        draw -= weight
        if draw < 0:
            return item
    raise AssertionError("unreachable")


def percent(share: int) -> bool:
    """True in `share` of a hundred cases."""
    return below(100) < share


def shuffled(items: Sequence[T]) -> list[T]:
    """All of them in another order."""
    left, out = list(items), []
    while left:
        out.append(left.pop(below(len(left))))
    return out
