"""A refusal crosses processes whole."""

import pickle

import pytest

from rembuk.foundation.kernel.errors import Refused


@pytest.mark.parametrize("field", [None, "title"])
def test_a_refusal_survives_pickling(field: str | None) -> None:
    again = pickle.loads(pickle.dumps(Refused("stale", "Muat ulang.", field)))
    assert (again.code, again.message, again.field, str(again)) == ("stale", "Muat ulang.", field, "Muat ulang.")
