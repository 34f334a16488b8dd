"""Who does a deed, and in which office."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Office:
    """The appointment in which somebody acts, as it stands now."""

    appointment_id: UUID
    position_id: UUID
    institution_id: UUID
    role: str
    title: str
    territory_id: UUID
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Built once per request by `institutions.queries.actor`.

    `grants` pairs a permission with the territory path under which it holds ("" is everywhere).
    `on_behalf` is the person whose office a deputy or operator uses; both names stand in the event.
    """

    user_id: UUID | None
    name: str
    office: Office | None = None
    on_behalf: str = ""
    grants: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    # The paths of each permission, for a page asks a hundred times.
    _paths: dict[str, list[str]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, path in self.grants:
            self._paths.setdefault(name, []).append(path)

    def holds(self, permission: str, at: str) -> bool:
        """Whether the permission holds at the territory path `at`."""
        return any(at.startswith(path) for path in self._paths.get(permission, ()))

    def scope(self, permission: str) -> tuple[str, ...]:
        """The territory paths under which the permission holds, widest first, none inside another."""
        kept: list[str] = []
        for path in sorted(self._paths.get(permission, ()), key=lambda p: (len(p), p)):
            if not any(path.startswith(wider) for wider in kept):
                kept.append(path)
        return tuple(kept)

    @property
    def signed_in(self) -> bool:
        """Whether a person is known."""
        return self.user_id is not None

    @property
    def label(self) -> str:
        """The name and the office, as an event keeps them."""
        title = self.office.title if self.office else ""
        who = f"{self.name} atas nama {self.on_behalf}" if self.on_behalf else self.name
        return f"{who}, {title}" if title else who


PUBLIC = Actor(user_id=None, name="Warga")
SYSTEM = Actor(user_id=None, name="Rembuk", grants=frozenset({("system", "")}))
