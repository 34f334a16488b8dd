"""A matter's whole life is for those who may see the matter."""

import pytest
from django.test import Client

from rembuk.coordination.reports import actions
from rembuk.foundation.kernel.actor import PUBLIC
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_area_reads_the_trail_and_the_neighbour_does_not_know_it_exists(client: Client) -> None:
    town = builders.city_that_hears()
    got = actions.receive(actor=PUBLIC, category="drainase", text="Saluran tersumbat.", territory=town.rt)
    address = f"/jejak/{got.report.code}/"
    for name in ("ketua_rt", "ketua_rw", "lurah", "camat"):
        page = builders.sign_in(Client(), name).get(address)
        assert page.status_code == 200, name
        assert "Dilaporkan" in page.content.decode()
    for name in ("ketua_rt_next", "ketua_rw_next", "lurah_next", "camat_next"):
        assert builders.sign_in(Client(), name).get(address).status_code == 404, name
    assert client.get(address).status_code == 302
