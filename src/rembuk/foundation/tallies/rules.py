"""On which levels a place counts."""

DIGITS = 3
# How long a path is on each level there can be.
LEVELS = range(0, 25, DIGITS)


def levels(path: str) -> list[str]:
    """A path and all above it, up to "" for the whole: three digits per level."""
    return [path[:end] for end in range(0, len(path) + 1, DIGITS)]
