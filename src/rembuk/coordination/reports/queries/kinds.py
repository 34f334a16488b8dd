"""What reports are about: of each key the row that holds today, and those before and after it."""

from collections.abc import Collection
from uuid import UUID

from rembuk.coordination.reports.models import Category
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.kernel.prepared import Prepared


def categories(*, ended: bool = False) -> list[Category]:
    """What may be reported today, in the city's order; with `ended` also what no longer may, or not yet."""
    return _told(_all()) if ended else [row for row in _all() if row.holds(clock.today())]


def _all() -> list[Category]:
    return list(Category.objects.select_related("unit__kind").order_by("order", "label", "starts"))


def _told(rows: list[Category]) -> list[Category]:
    """One row of each key: the one that holds today, else its newest."""
    found: dict[str, Category] = {}
    for row in sorted(rows, key=lambda row: (row.holds(clock.today()), row.starts)):
        found[row.key] = row
    return sorted(found.values(), key=lambda row: (row.order, row.label))


# What is shown of them: a few dozen rows, read in one statement.
_seen = Prepared(
    lambda: Category.objects.order_by("pk").values_list(
        "pk", "version", "label", "group", "track", "starts", "ends", "unit_id"
    )
)
_rows_now = Fresh(lambda: tuple(map(tuple, _seen())), _all)


def categories_now() -> list[Category]:
    """The same for forms, which all ask for them; a deed asks for the row itself."""
    today = clock.today()
    return [row for row in _rows_now() if row.holds(today)]


def category(key: str) -> Category | None:
    """The row of a key that holds today, else its newest."""
    return next(iter(_told(category_history(key))), None)


def names_now() -> dict[str, str]:
    """What each key is called."""
    return {row.key: row.label for row in _told(_rows_now())}


def category_label(pk: UUID) -> str:
    """What one row calls it, "" where there is none."""
    return next((row.label for row in _rows_now() if row.pk == pk), "")


def category_history(key: str) -> list[Category]:
    """Every row of a key, newest first."""
    return list(Category.objects.filter(key=key).select_related("unit").order_by("-starts"))


def kin(category: Category | UUID) -> list[UUID]:
    """Every row of one key: the same matter, whatever it was called at the time."""
    pk = category.pk if isinstance(category, Category) else category
    keys = {row.pk: row.key for row in _rows_now()}
    return [other for other, key in keys.items() if key == keys.get(pk)]


def categories_of(keys: Collection[str]) -> list[UUID]:
    """Every row, of today and before, of some keys."""
    return [row.pk for row in _rows_now() if row.key in keys]
