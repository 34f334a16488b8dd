"""Equal shares with completion: every voter gets one unit of money more until the money is used up.

The outcome is that of the first rise after which nothing more could be bought with the real budget; or the one before
the first rise that would overspend. With rupiah these are millions of rises, so a span of rises is jumped over where
`spans` is certain that neither happens anywhere in it. What is doubtful is run, exactly, rise by rise. A span asks
nothing of the one before it, so two processes may take them in turn; the first rise that ends it stays the same.
"""

import multiprocessing
import os
from collections.abc import Iterator, MutableSequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from rembuk.planning.musrenbang.choosing.electorate import Electorate
from rembuk.planning.musrenbang.choosing.shares import Opening, Race, run, share
from rembuk.planning.musrenbang.choosing.spans import Span

# A span that is no wider than this is run where it is doubtful, any other halved; after one that parts less often than
# this the next may be wider.
NARROW, EASY = 2, 4
# So many processes look at the spans.
HANDS = ContextVar("HANDS", default=1)
# The first rise that nobody took yet; the first that is known to end it, or NEVER.
FREE, END = 0, 1
NEVER = 2**62


@contextmanager
def by_two() -> Iterator[None]:
    """Completion within this has a second process look at spans, where there is a second processor.

    It begins as a copy of this one: for commands that hold no threads and no connections, never for the web.
    """
    before = HANDS.set(min(2, os.cpu_count() or 1))
    try:
        yield
    finally:
        HANDS.reset(before)


def completed(people: Electorate) -> Race:
    """The race that completion ends with."""
    opening = Opening(people)
    race = run(people, share(people), opening)
    if not people.candidates or exhausted(race):
        return race
    end = _sought_by_many(opening, HANDS.get()) if HANDS.get() > 1 else None
    end = end or _seek(Opening(people), [1, NEVER], nullcontext())
    race = run(people, share(people, end))
    return run(people, share(people, end - 1)) if race.admission.total > people.instance.budget else race


def _sought_by_many(opening: Opening, hands: int) -> int | None:
    """The rise that ends it; None where one of the others has failed, and with it what it had taken."""
    fork = multiprocessing.get_context("fork")
    marks, lock = fork.RawArray("q", [1, NEVER]), fork.Lock()
    others = [fork.Process(target=_seek, args=(opening, marks, lock), daemon=True) for _ in range(hands - 1)]
    for other in others:
        other.start()
    _seek(opening, marks, lock)
    for other in others:
        other.join()
    return None if any(other.exitcode for other in others) else marks[END]


def _seek(opening: Opening, marks: MutableSequence[int], lock: AbstractContextManager[Any]) -> int:
    """Takes one span of rises after the other, until it is known which ends it and all before that one are taken."""
    people = opening.people
    width, trouble = max(NARROW, people.budget // people.voters // people.scale // 256), 0
    while True:
        with lock:
            rise, past = marks[FREE], marks[FREE] + width
            marks[FREE] = past
        while rise < min(past, marks[END]):
            last = min(rise + width, past) - 1
            span = Span(opening.advance(share(people, rise)), rise, last)
            doubt = span.doubtful()
            rise = doubt
            if doubt > last:
                # What made a span doubtful lies before its end: until then no other is wider.
                width *= 2 if span.work.parts < EASY and doubt > trouble else 1
                continue
            width, trouble = max(NARROW, width // 2), last
            if last < doubt + NARROW:
                rise = last + 1
                found = next((one for one in range(doubt, rise) if _ends(opening, one)), NEVER)
                with lock:
                    marks[END] = min(marks[END], found)
        if marks[END] <= past:
            return marks[END]


def _ends(opening: Opening, rise: int) -> bool:
    """Whether completion ends here."""
    race = run(opening.people, share(opening.people, rise), opening)
    return race.admission.total > opening.people.instance.budget or exhausted(race)


def by_steps(people: Electorate) -> Race:
    """The same, rise by rise: what the jumps are proved against."""
    race, rises = run(people, share(people)), 0
    while people.candidates and not exhausted(race):
        rises += 1
        before, race = race, run(people, share(people, rises))
        if race.admission.total > people.instance.budget:
            return before
    return race


def exhausted(race: Race) -> bool:
    """Whether nothing that is wanted and out could be added within the real budget."""
    admission = race.admission
    return not any(
        admission.affords(one.unit) and admission.admits(one.unit)
        for one in race.people.candidates
        if one.unit.name not in admission.taken
    )
