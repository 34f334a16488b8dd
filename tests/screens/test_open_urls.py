"""The addresses that need no sign-in are a short list, and everything else leads to the door."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.config.open_urls import OPEN_URLS
from tests.screens import law, world


def opened() -> set[str]:
    """The names that the program's own table opens."""
    return {name for name in world.names() if name in OPEN_URLS or f"{name.rpartition(':')[0]}:*" in OPEN_URLS}


def test_the_open_addresses_are_the_ones_that_the_law_names() -> None:
    assert opened() == law.OPEN


def test_no_name_in_the_table_is_left_over() -> None:
    names = set(world.names())
    spaces = {f"{name.rpartition(':')[0]}:*" for name in names}
    assert set(OPEN_URLS) <= names | spaces


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_the_door_is_the_same_for_every_method_and_for_what_does_not_exist(method: str) -> None:
    door = reverse("accounts:sign_in")
    there = reverse("reports:detail", args=["MLT-26-AAAAA"])
    answer = getattr(Client(), method)(there)
    assert answer.status_code == 302
    back = f"?{urlencode({'next': there})}" if method == "get" else ""
    assert answer.headers["Location"] == f"{door}{back}"


@pytest.mark.django_db
def test_a_fragment_is_not_a_way_around_the_door() -> None:
    answer = Client().get(reverse("search:search"), {"q": "saluran"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["HX-Redirect"].startswith(reverse("accounts:sign_in"))
