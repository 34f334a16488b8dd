"""One table of steps per aggregate: it draws the buttons, the API's allowed steps and the tests of every role."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A deed that moves an aggregate.

    `sources` are the states it leaves from; `target` is the state it leads to ("" keeps the state);
    `permission` is what an office must hold; `label` is the button, `done` the line in the trail (Indonesian).
    """

    name: str
    sources: frozenset[str]
    target: str
    permission: str
    label: str
    done: str
    event: str
    by_people: bool = True


Flow = Mapping[str, Step]


def flow(*steps: Step) -> Flow:
    """A flow, keyed by step name."""
    return {step.name: step for step in steps}


def step(
    name: str, sources: str, target: str, label: str, done: str, *, event: str, permission: str, by_people: bool = True
) -> Step:
    """`sources` is a space-separated list of states."""
    return Step(name, frozenset(sources.split()), target, permission, label, done, event, by_people)
