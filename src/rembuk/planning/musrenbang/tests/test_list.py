"""The list of a round: every page of it, whoever looks and whatever is chosen, each line once and drawn safely."""

import re
from datetime import timedelta
from typing import Any

from django.utils.http import urlencode

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.territory import actions as territories
from rembuk.foundation.web.pager import Page
from rembuk.planning.musrenbang import queries
from rembuk.planning.musrenbang.models import Round
from rembuk.planning.musrenbang.tests import scene
from rembuk.planning.musrenbang.tests.test_screens import page, signed
from tests import builders


def codes(town: builders.City, found: Round, who: str, **chosen: str) -> list[str]:
    """Walked to the end, and back to the beginning: the same lines."""
    actor, cursor, pages = town.actor(who), "", list[Page[Any]]()
    while not pages or cursor:
        pages.append(shown := queries.listed(actor, found, cursor=cursor, **chosen))
        cursor = shown.next
    there, back = [row.code for one in pages for row in one], [row.code for row in pages[-1]]
    while shown.previous:
        shown = queries.listed(actor, found, cursor=shown.previous, **chosen)
        back = [row.code for row in shown] + back
    assert there == back
    return there


def test_each_line_comes_once_on_every_page_whoever_looks(found: Round, town: builders.City) -> None:
    to_unit, newest = list[str](), list[str]()
    for number in range(30):
        asked: dict[str, Any] = {} if number % 6 == 0 else {"purse": "unit", "institution": town.institution("opd")}
        with clock.standing(scene.MORNING + timedelta(minutes=number)):
            code = scene.proposed(town, title=f"Saluran {number}", **asked).code
        newest.insert(0, code)
        if asked:
            to_unit.insert(0, code)
    assert len(to_unit) == 25
    for who in ("pemerintahan", "camat", "lurah", "ketua_rt", "kepala_opd"):
        seen = to_unit if who == "kepala_opd" else newest
        assert codes(town, found, who, purse="unit") == to_unit
        assert codes(town, found, who) == codes(town, found, who, status="proposed") == seen
        assert codes(town, found, who, status="bukan keadaan") == seen
        assert codes(town, found, who, status="refused") == []


def test_a_merged_kelurahan_keeps_its_old_lines(found: Round, town: builders.City) -> None:
    old = scene.proposed(town, "ketua_rt_far", "rt_far", territory=town.rt_far).code
    with clock.standing(scene.MORNING + timedelta(minutes=1)):
        new = scene.proposed(town).code
    assert codes(town, found, "lurah") == [new]
    on = clock.today()
    territories.merge(actor=SYSTEM, olds=[town.kelurahan_next], into=town.kelurahan, on=on, basis="Perda 1/2026")
    assert codes(town, found, "lurah") == [new, old]


def test_a_line_says_what_it_is_and_nothing_else(found: Round, town: builders.City) -> None:
    row = scene.proposed(town, title="Saluran <b>tebal</b> & dalam")
    shown = page(signed("lurah"), f"/musrenbang/?{urlencode({'dana': 'kelurahan'})}")
    [line] = re.findall(r'<li><div><a class="title".*?</li>', shown)
    assert "Saluran &lt;b&gt;tebal&lt;/b&gt; &amp; dalam" in line
    assert f'href="/musrenbang/{row.code}/"' in line
    assert f"{row.code} · {town.rt.label} · " in line
    assert "<b>Rp27.000.000</b>" in line
    assert "diusulkan</span></div></li>" in line
