"""A database becomes a demo when it is marked, and only for the test that marked it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rembuk.config import actions
from rembuk.foundation.kernel import clock


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "once more"])
def test_the_band_is_shown_from_the_mark_on(client: Client, time: str) -> None:
    assert "DATA CONTOH" not in client.get(reverse("accounts:sign_in")).text
    actions.mark_demo(seed=1, size="kecil", city="Kota Arunika", ends_at=clock.now() + timedelta(days=1))
    assert "DATA CONTOH" in client.get(reverse("accounts:sign_in")).text
