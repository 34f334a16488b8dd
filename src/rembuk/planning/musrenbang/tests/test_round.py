"""Rounds: who keeps them, what they need before they open, ceilings per kelurahan, one open at a time."""

from typing import Any

import pytest

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.models import Ceiling, Round
from rembuk.planning.musrenbang.tests import scene
from tests import builders


def test_only_its_keeper_prepares_a_round(town: builders.City) -> None:
    for who in ("lurah", "camat", "wali_kota", "ketua_rw", "kepala_opd"):
        with pytest.raises(Refused) as refused:
            actions.prepare(actor=town.actor(who), year=2027, theme="Tema")
        assert refused.value.code == "not_allowed"
    assert actions.prepare(actor=town.actor("pemerintahan"), year=2027, theme=" Satu  tema ").theme == "Satu tema"


@pytest.mark.parametrize(("year", "theme", "code"), [(2025, "Tema", "no_year"), (2032, "Tema", "no_year"),
                                                     (2027, "  ", "empty")])  # fmt: skip
def test_a_round_has_a_coming_year_and_a_theme(town: builders.City, year: int, theme: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.prepare(actor=town.actor("pemerintahan"), year=year, theme=theme)
    assert refused.value.code == code


def test_a_year_has_one_round(found: Round, town: builders.City) -> None:
    with pytest.raises(Refused) as refused:
        actions.prepare(actor=town.actor("pemerintahan"), year=2027, theme="Lagi")
    assert refused.value.code == "again"


def test_it_opens_once_its_intake_has_dates_and_no_other_is_open(found: Round, town: builders.City) -> None:
    keeper = town.actor("pemerintahan")
    other = actions.prepare(actor=keeper, year=2028, theme="Nanti")
    with pytest.raises(Refused) as refused:
        actions.open_round(actor=keeper, round_=other)
    assert refused.value.code == "other"
    actions.close_round(actor=keeper, round_=found)
    with pytest.raises(Refused) as refused:
        actions.open_round(actor=keeper, round_=other)
    assert refused.value.code == "no_stage"
    actions.set_stage(actor=keeper, round_=other, key="intake", starts=scene.FROM, ends=scene.UNTIL)
    assert actions.open_round(actor=keeper, round_=other).status == "open"


def test_a_kelurahans_own_ceiling_comes_before_everybodys(found: Round, town: builders.City) -> None:
    keeper = town.actor("pemerintahan")
    given: dict[str, Any] = {"purse": "kelurahan", "field": "works"}
    actions.set_ceiling(actor=keeper, round_=found, amount=70, kelurahan=town.kelurahan, **given)
    actions.set_ceiling(actor=keeper, round_=found, amount=80, kelurahan=town.kelurahan, **given)
    assert queries.ceiling(found, town.kelurahan.pk, "kelurahan", "works") == 80
    assert queries.ceiling(found, town.kelurahan_next.pk, "kelurahan", "works") == 200 * scene.JUTA
    assert queries.ceiling(found, town.kelurahan.pk, "unit", "works") is None
    assert Ceiling.objects.count() == 2


def test_a_ceiling_is_of_a_kelurahan_and_some_money(found: Round, town: builders.City) -> None:
    keeper = town.actor("pemerintahan")
    given: dict[str, Any] = {"purse": "kelurahan", "field": "works"}
    for more, code in (({"amount": 0}, "no_amount"), ({"amount": 5, "kelurahan": town.rw}, "no_place")):
        with pytest.raises(Refused) as refused:
            actions.set_ceiling(actor=keeper, round_=found, **given, **more)
        assert refused.value.code == code
