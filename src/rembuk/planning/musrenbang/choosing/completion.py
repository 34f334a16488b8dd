"""Equal shares with completion: every voter gets one unit of money more until the money is used up.

The outcome is that of the first rise after which nothing more could be bought with the real budget; or the one before
the first rise that would overspend. With rupiah these are millions of rises, so a span of rises is jumped over where
`spans` is certain that neither happens anywhere in it. What is doubtful is run, exactly, rise by rise.
"""

from rembuk.planning.musrenbang.choosing.electorate import Electorate
from rembuk.planning.musrenbang.choosing.shares import Opening, Race, run, share
from rembuk.planning.musrenbang.choosing.spans import Span

# A span narrower than this costs more to look at than to run; the longer none is jumped, the more are run at a time.
# One that parts less often than this may be wider.
NARROW, EASY = 16, 8


def completed(people: Electorate) -> Race:
    """The race that completion ends with."""
    opening = Opening(people)
    race = run(people, share(people), opening)
    if not people.candidates or exhausted(race):
        return race
    rise, width, alone = 1, max(NARROW, people.budget // people.voters // people.scale // 256), 1
    while True:
        span = Span(opening.advance(share(people, rise)), rise, rise + width - 1)
        doubt = span.doubtful()
        if doubt > span.last:
            rise, width, alone = doubt, width * 2 if span.work.parts < EASY else width, 1
            continue
        alone = min(alone * 2, 4 * NARROW) if doubt == rise and width == NARROW else 1
        for rise in range(doubt, doubt + alone):
            race = run(people, share(people, rise), opening)
            if race.admission.total > people.instance.budget:
                return run(people, share(people, rise - 1))
            if exhausted(race):
                return race
        rise, width = doubt + alone, max(NARROW, width // 2)


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
