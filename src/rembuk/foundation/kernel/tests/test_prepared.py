"""A prepared query answers what Django's own would, each time anew."""

import pytest
from django.db import connection
from django.db.models import BooleanField, CharField, Model, UUIDField
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.accounts.models import Sheet, User
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.prepared import Prepared

pytestmark = pytest.mark.django_db

_named = Prepared(
    lambda name, active: User.objects.filter(name=name, is_active=active).order_by("id"),
    name=CharField(), active=BooleanField(),
)  # fmt: skip
_short = Prepared(lambda pk: User.objects.filter(pk=pk).values_list("id", "name"), pk=UUIDField())
_sheets = Prepared(lambda user: Sheet.objects.filter(user=user).select_related("user"), user=UUIDField())


def saved(row: Model) -> None:
    """In the database."""
    row.save(force_insert=True)


def test_each_call_asks_anew_with_its_own_values() -> None:
    assert _named(name="Suryani", active=True) == []
    saved(first := User(name="Suryani"))
    saved(User(name="Marzuki"))
    saved(User(name="Suryani", is_active=False))
    assert _named(name="Suryani", active=True) == [first]
    saved(second := User(name="Suryani"))
    assert _named(name="Suryani", active=True) == [first, second]
    assert _named.first(name="Guntur", active=True) is None


def test_columns_come_by_name_and_in_their_types() -> None:
    saved(person := User(name="Suryani"))
    [row] = _short(pk=person.pk)
    assert (row.id, row.name) == (person.pk, "Suryani")


def test_what_is_joined_needs_no_query_of_its_own(django_assert_num_queries: object) -> None:
    saved(person := User(name="Suryani"))
    now = clock.now()
    saved(Sheet(user=person, token_hash="a", pin_hash="b", issued_at=now, expires_at=now, uses_left=1))
    with django_assert_num_queries(1):  # type: ignore[operator]
        [sheet] = _sheets(user=person.pk)
        assert (sheet.user.name, sheet.issued_at) == ("Suryani", now)


_both = Prepared(
    lambda name, other: [
        User.objects.filter(name=name).order_by("-id").values_list("id", "name")[:2],
        User.objects.filter(name=other).order_by("id").values_list("id", "name")[:1],
    ],
    name=CharField(), other=CharField(),
)  # fmt: skip


def test_several_are_asked_together_each_with_its_own_order_and_end() -> None:
    people = [User(name=name) for name in ("Suryani", "Suryani", "Suryani", "Marzuki", "Marzuki")]
    for person in people:
        saved(person)
    with CaptureQueriesContext(connection) as asked:
        rows = _both(name="Suryani", other="Marzuki")
    assert [row.id for row in rows] == [people[2].pk, people[1].pk, people[3].pk]
    assert len(asked) == 1
    assert [row.name for row in _both(name="Guntur", other="Marzuki")] == ["Marzuki"]
