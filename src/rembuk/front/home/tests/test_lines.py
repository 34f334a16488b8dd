"""Lines drawn in one piece: escaped, with what is there and without what is not."""

from datetime import timedelta

import pytest

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.seams import Panel, Task
from rembuk.front.home.templatetags.home import figures, tasks


def test_what_people_wrote_stays_text() -> None:
    drawn = tasks([Task("<b>Got</b>", "RT & RW", "/a/?b=1&c=2", None, "<i>", (("A<", "/x/"), ("B", "/y/")))], "go")
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert '<a class="title" href="/a/?b=1&amp;c=2">&lt;b&gt;Got&lt;/b&gt;</a>' in drawn
    assert '<span class="meta">RT &amp; RW · &lt;i&gt;</span>' in drawn
    assert '<a class="btn sm go" href="/x/">A&lt;</a><a class="btn sm" href="/y/">B</a>' in drawn
    assert "tag" not in drawn


def test_what_is_not_there_leaves_no_trace() -> None:
    assert tasks([Task("Rapat", "", "")]) == '<li><div><b>Rapat</b></div><div class="act"></div></li>\n'
    assert '<span class="meta">RT</span>' in tasks([Task("Rapat", "RT", "")])
    assert "besok" in tasks([Task("Rapat", "", "", clock.now() + timedelta(days=1))])


@pytest.mark.parametrize(("out_of", "said"), [(None, "1.200"), (2400, "1.200 dari 2.400"), (0, "1.200 dari 0")])
def test_a_figure_is_n_of_m(out_of: int | None, said: str) -> None:
    drawn = figures([Panel("Selesai", 1200, out_of, "/laporan/", "good", "catatan")])
    assert f'<b class="num good"><a href="/laporan/">{said}</a></b>' in drawn
    assert ("<svg" in drawn) is (out_of is not None)
    assert '<span class="meta">catatan</span>' in drawn
    assert f'<b class="num ">{said}</b>' in figures([Panel("Selesai", 1200, out_of)])


def test_nothing_out_of_nothing_is_no_figure_yet() -> None:
    drawn = figures([Panel("Selesai", 0, 0, "/laporan/")])
    assert '<a href="/laporan/">Belum ada</a>' in drawn
    assert "<svg" not in drawn
    assert "0 dari 12" in figures([Panel("Selesai", 0, 12)])
