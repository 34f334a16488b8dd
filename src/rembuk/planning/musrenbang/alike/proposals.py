"""What is known of one proposal, as its proposer wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A proposal. `rt` may name several (“01,03” or “01-05”); an empty `rw` means the whole kelurahan."""

    id: str
    work: str
    problem: str = ""
    place: str = ""
    kelurahan: str = ""
    rw: str = ""
    rt: str = ""
    item: str = ""
    volume: float | None = None
    unit: str = ""
    cost: int | None = None
    lat: float | None = None
    lng: float | None = None
