"""Rounds with their stages and ceilings, and the dictionary as it holds on a day."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.web.pager import Page, keyset
from rembuk.planning.musrenbang.models import Ceiling, Item, Round, Stage

MOST_ITEMS = 2000


_open = Prepared(lambda: Round.objects.filter(status="open").order_by("pk")[:1])


def open_round() -> Round | None:
    """The round that takes proposals now; there is at most one."""
    found: Round | None = _open.first()
    return found


# All rounds, the newest year first, for pages that everyone opens all year: asked at most once a second in a process.
rounds_now: Fresh[tuple[Round, ...]] = Fresh(
    lambda: tuple(Round.objects.order_by("-year").values_list("pk", "version")),
    lambda: tuple(Round.objects.order_by("-year")),
)


def open_now() -> Round | None:
    """The round that takes proposals, as a page shows it."""
    return next((row for row in rounds_now() if row.status == "open"), None)


def current_now() -> Round | None:
    """The round that is open, else the one of the newest year, as a page shows it."""
    return open_now() or next(iter(rounds_now()), None)


def round_of(year: int) -> Round:
    """The round for a year; Refused("not_found")."""
    found = Round.objects.filter(year=year).first()
    if found is None:
        raise Refused("not_found", f"Musrenbang untuk tahun {year} belum disiapkan.")
    return found


def round_by_id(pk: UUID) -> Round | None:
    """One round, for the program itself."""
    return Round.objects.filter(pk=pk).first()


def rounds() -> list[Round]:
    """The newest year first."""
    return list(Round.objects.order_by("-year")[:30])


def next_intake() -> Stage | None:
    """The stage in which a round that is being prepared will take proposals, where its days are known."""
    rows = Stage.objects.filter(key="intake", round__status="prepared", ends__gte=clock.today())
    return rows.select_related("round").order_by("starts").first()


def newest() -> Round | None:
    """The round that is open, else the one of the newest year."""
    return open_round() or Round.objects.order_by("-year").first()


def stages(found: Round) -> list[Stage]:
    """In the order in which they follow each other."""
    order = [key for key, _ in Stage.KEYS]
    return sorted(Stage.objects.filter(round=found), key=lambda row: order.index(row.key))


def stage(found: Round, key: str) -> Stage | None:
    """One stage of a round."""
    return Stage.objects.filter(round=found, key=key).first()


def stage_ends(year: int, key: str) -> date | None:
    """The last day of a stage of a year's round."""
    rows = Stage.objects.filter(round__year=year, key=key) if key else Stage.objects.none()
    return rows.values_list("ends", flat=True).first()


def ceilings(found: Round) -> list[Ceiling]:
    """What holds everywhere first, then by kelurahan."""
    rows = Ceiling.objects.filter(round=found).select_related("kelurahan")
    return sorted(rows, key=lambda row: (row.kelurahan.name if row.kelurahan else "", row.purse, row.field))


def ceiling(found: Round, kelurahan_id: UUID | None, purse: str, field: str) -> int | None:
    """The kelurahan's own, else the one that holds for each; None where nobody has set one."""
    rows = Ceiling.objects.filter(round=found, purse=purse, field=field)
    known: dict[UUID | None, int] = dict(
        rows.filter(Q(kelurahan=kelurahan_id) | Q(kelurahan=None)).values_list("kelurahan", "amount")
    )
    return known.get(kelurahan_id, known.get(None))


def round_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every round's id, version and state, for `verify`."""
    yield from Round.objects.order_by("pk").values_list("id", "version", "status").iterator()


def _held(on: date | None = None) -> QuerySet[Item]:
    day = on or clock.today()
    return Item.objects.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day)


def items(words: str = "", cursor: str = "", size: int = 50) -> Page[Item]:
    """What holds today, by name; those whose name has all the words."""
    rows = _held().select_related("institution")
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__iexact=word))
    page: Page[Item] = keyset(rows, ("name", "id"), cursor, size)
    return page


def item_names() -> list[str]:
    """The names that the form offers while somebody types."""
    return list(_held().order_by("name").values_list("name", flat=True)[:MOST_ITEMS])


def item_called(words: str, on: date | None = None) -> Item | None:
    """The standard item with this name or code, as it holds on a day."""
    said = " ".join(words.split())
    rows = _held(on).select_related("institution") if said else Item.objects.none()
    return rows.filter(Q(name__iexact=said) | Q(code__iexact=said)).order_by("code").first()


def items_coded(code: str) -> list[Item]:
    """All rows of a code, the newest first; Refused("not_found") where there is none."""
    rows = list(Item.objects.filter(code=code).select_related("institution").order_by("-starts"))
    if not rows:
        raise Refused("not_found", "Barang itu tidak ada di kamus.")
    return rows


def last_of(code: str) -> Item | None:
    """The newest row of a code."""
    return Item.objects.filter(code=code).order_by("-starts").first()


def item_by_id(pk: UUID) -> Item | None:
    """One row of the dictionary, for the program itself."""
    return Item.objects.filter(pk=pk).first()


def item_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every row's id and version, for `verify`."""
    for pk, version in Item.objects.order_by("pk").values_list("id", "version").iterator():
        yield pk, version, ""
