"""What is chosen from: proposals with their costs, ballots, a budget, and the rows that bind the choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Money = int | Fraction


@dataclass(frozen=True, slots=True)
class Project:
    """A proposal. `group` is the RW whose order it stands in at `rank` (1 is first; "" is nobody's own).

    `kind` and `source` say which bounds count it; `marks` are its points per criterion, whole numbers.
    """

    id: str
    cost: Money
    group: str = ""
    rank: int = 0
    kind: str = ""
    source: str = ""
    marks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ballot:
    """The proposals that one voter names; with `points` for each where points were given."""

    names: tuple[str, ...]
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """What the proposals of this kind and source ("" is any) may cost together at most, and what is kept for them.

    `least` is set aside: others cannot take it. It is not forced on the field's own proposals, who may be too few.
    """

    kind: str = ""
    source: str = ""
    least: Money = 0
    most: Money | None = None

    def counts(self, project: Project) -> bool:
        """Whether the proposal stands under this row."""
        return self.kind in {"", project.kind} and self.source in {"", project.source}


@dataclass(frozen=True, slots=True)
class Instance:
    """One purse and all that asks for it. `groups` are the RWs that share it equally, also one that asks for nothing.

    Of each row of `alternatives` at most one is chosen; of each of `together` all or none; `weights` are the criteria.
    """

    budget: Money
    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...] = ()
    groups: tuple[str, ...] = ()
    alternatives: tuple[frozenset[str], ...] = ()
    together: tuple[frozenset[str], ...] = ()
    bounds: tuple[Bound, ...] = ()
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One purchase: what was taken, and the value by which it went first (`why` names it)."""

    ids: tuple[str, ...]
    why: str
    value: Money


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is in, in the order of its ids; what it costs; and the purchases in the order in which they were made."""

    selected: tuple[str, ...]
    cost: Money
    steps: tuple[Step, ...] = ()
