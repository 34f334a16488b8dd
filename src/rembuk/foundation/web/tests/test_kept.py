"""The shared cache forgets what has run out, and nothing before."""

import pytest
from django.core.cache import cache

from rembuk.foundation.web.models import Cached

pytestmark = pytest.mark.django_db


def test_nothing_is_driven_out_before_its_time() -> None:
    cache.clear()
    for number in range(700):
        cache.set(f"kept:{number}", number, 300)
    assert [number for number in range(700) if cache.get(f"kept:{number}") != number] == []


def test_what_has_run_out_makes_room() -> None:
    cache.clear()
    for number in range(310):
        cache.set(f"over:{number}", number, -1 if number % 2 else 300)
    cache.set("new", 1, 300)
    assert Cached.objects.filter(cache_key__contains="over").count() < 170, "of 310, half of which had run out"
