"""Keyset pages: every row once, in order, forth and back, whatever the rows and branches."""

import base64
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import IntegerField, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.foundation.web.models import Limit
from rembuk.foundation.web.pager import Page, PreparedPages, keyset

ORDER = ("-starts", "key")


def fill(starts: list[int]) -> None:
    Limit.objects.all().delete()
    Limit.objects.bulk_create(Limit(key=f"{at:03d}", starts=value, hits=at % 3) for at, value in enumerate(starts))


def walk(rows: Any, size: int) -> Iterator[Page[Any]]:
    page = keyset(rows, ORDER, "", size)
    yield page
    while page.next:
        page = keyset(rows, ORDER, page.next, size)
        yield page


def wanted(rows: QuerySet[Limit]) -> list[str]:
    return list(rows.order_by(*ORDER).values_list("key", flat=True))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 4), max_size=14), st.integers(1, 5))
def test_walking_forth_and_back_shows_every_row_once(starts: list[int], size: int) -> None:
    fill(starts)
    pages = list(walk(Limit.objects.all(), size))
    assert [row.key for page in pages for row in page] == wanted(Limit.objects.all())
    back, page = [pages[-1]], pages[-1]
    while page.previous:
        page = keyset(Limit.objects.all(), ORDER, page.previous, size)
        back.append(page)
    assert [[row.key for row in page] for page in reversed(back)] == [[row.key for row in page] for page in pages]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 4), max_size=14), st.integers(1, 5))
def test_overlapping_branches_are_merged_without_doubles(starts: list[int], size: int) -> None:
    fill(starts)
    branches = [Limit.objects.filter(hits__in=[0, 1]), Limit.objects.filter(hits__in=[1, 2])]
    assert [row.key for page in walk(branches, size) for row in page] == wanted(Limit.objects.all())


@pytest.mark.django_db
def test_row_added_meanwhile_neither_repeats_nor_hides_another() -> None:
    fill([5, 4, 3, 2])
    first = keyset(Limit.objects.all(), ORDER, "", 2)
    Limit.objects.create(key="new", starts=9, hits=0)
    assert [row.starts for row in keyset(Limit.objects.all(), ORDER, first.next, 2)] == [3, 2]


def said(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(["n", *values]).encode()).decode().rstrip("=")


NESTED = base64.urlsafe_b64encode(b"[" * 2900).decode().rstrip("=")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor",
    ["x", "bm9uc2Vuc2U", "WyJuIl0", "WyJuIiwgIngiLCAieSJd", "%00", "WyJuIiwgbnVsbCwgIjEiXQ", NESTED,
     said(float("inf"), "1"), said(float("nan"), "1"), said(10**30, "1"), said(5, "a\x00"), said(5, "\ud800")],
)  # fmt: skip
def test_cursor_that_makes_no_sense_shows_the_first_page(cursor: str) -> None:
    fill([5, 4, 3])
    assert [row.starts for row in keyset(Limit.objects.all(), ORDER, cursor, 2)] == [5, 4]


@pytest.mark.django_db
def test_page_is_one_limited_query_per_branch_and_counts_nothing() -> None:
    fill([1] * 20)
    with CaptureQueriesContext(connection) as seen:
        keyset([Limit.objects.filter(hits=0), Limit.objects.filter(hits=1)], ORDER, "", 5)
    assert len(seen) == 2
    assert all("LIMIT 6" in query["sql"] and "COUNT" not in query["sql"].upper() for query in seen)


@pytest.mark.django_db
def test_of_several_branches_only_the_rows_of_the_page_are_fetched_whole() -> None:
    fill(list(range(20)))
    halves = [Limit.objects.filter(hits=1), Limit.objects.exclude(hits=1)]
    whole = Limit.objects.all()
    with CaptureQueriesContext(connection) as asked:
        pages = [keyset(halves, ORDER, "", 5, whole=whole)]
    assert ["hits" in one["sql"].partition("FROM")[0] for one in asked.captured_queries] == [False, False, True]
    pages.append(keyset(halves, ORDER, pages[0].next, 5, whole=whole))
    assert [row.key for page in pages for row in page] == wanted(whole)[:10]


@pytest.mark.django_db
def test_values_can_be_paged_too() -> None:
    fill([3, 2, 1])
    rows = Limit.objects.values("key", "starts")
    assert [row["starts"] for page in walk(rows, 1) for row in page] == [3, 2, 1]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 4), max_size=14), st.integers(1, 5), st.sampled_from([{}, {"hits": 1}]))
def test_a_list_that_is_prepared_shows_the_same_pages(starts: list[int], size: int, given_: Any) -> None:
    fill(starts)
    pages = PreparedPages(Limit.objects.filter, ORDER, size, hits=IntegerField())
    plain, prepared = keyset(Limit.objects.filter(**given_), ORDER, "", size), pages(**given_)
    seen = [prepared]
    assert prepared == plain
    while plain.next:
        plain, prepared = keyset(Limit.objects.filter(**given_), ORDER, plain.next, size), pages(plain.next, **given_)
        assert prepared == plain
        seen.append(prepared)
    for before, page in reversed(list(itertools.pairwise(seen))):
        assert pages(page.previous, **given_).items == before.items
    assert pages("not a cursor", **given_) == seen[0]
