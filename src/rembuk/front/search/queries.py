"""One box over what is visible."""

from itertools import islice

from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import Actor

SHOWN = 30
SHORTEST = 2


def found(actor: Actor, words: str) -> list[seams.Found]:
    """The newest of what each wing finds, at most `SHOWN`; nothing for fewer than two letters."""
    if len(words) < SHORTEST:
        return []
    every = [hit for source in seams.SEARCH for hit in source(actor, words)]
    every.sort(key=lambda hit: hit.at.timestamp() if hit.at else 0, reverse=True)
    return list(islice(every, SHOWN))
