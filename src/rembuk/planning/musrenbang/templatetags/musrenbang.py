"""The lines of the list and of a ballot, drawn in one piece."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.foundation.territory.models import label
from rembuk.foundation.web import draw, links
from rembuk.planning.musrenbang.ballots import APPROVAL
from rembuk.planning.musrenbang.models import Status
from rembuk.planning.musrenbang.tones import TONES

register = template.Library()

TAGS = {state: f'<span class="tag {TONES[state]}">{draw.shown(said)}</span>' for state, said in Status.choices}
POKIR = ' <span class="tag soon">pokir</span>'


@register.simple_tag
def proposals(rows: Iterable[Any]) -> SafeString:
    """Each proposal as a row: what, where, whose, how much, and how it stands."""
    page = links.each("musrenbang:detail")
    return mark_safe("".join(  # noqa: S308 - escaped one by one
        f'<li><div><a class="title" href="{page(row.code)}">{draw.shown(row.title)}</a><br>'
        f'<span class="meta">{row.code} · {draw.shown(_told(row))}</span></div>'
        f'<div class="act"><b>{rupiah(row.cost)}</b> {TAGS[row.status]}{POKIR if row.pokir else ""}</div></li>'
        for row in rows
    ))  # fmt: skip


def _told(row: Any) -> str:
    where = label(row.territory__level, row.territory__name, row.territory__parent__name)
    place = f"{where}, {row.place}" if row.place else where
    rank = f" · urutan {row.rank}" if row.rank else ""
    body = row.proposer__short_name or row.proposer__name
    # An RT that asks for its own place is named once.
    by = "" if body.startswith(where) else f" · {body}"
    return f"{place}{by}{rank}"


_LINE = '<span><b>{}. {}</b><br><span class="meta">{}, {}</span></span>'
_BOX = (
    '<li><div class="field"><input type="checkbox" id="n-{0}" name="n-{0}" value="1"{2}>'
    '<label for="n-{0}">{1}</label></div></li>'
)
_NUMBER = (
    '<li><label for="n-{0}">{1}</label><div class="field"><input id="n-{0}" name="n-{0}" inputmode="numeric"'
    ' maxlength="4" size="4" value="{2}"></div></li>'
)


@register.simple_tag
def ballot_lines(form: str, lines: Iterable[tuple[Any, str]]) -> SafeString:
    """Each proposal of a ballot with its box, or a place for points or a rank; what was given stands there."""
    pattern, ticks = (_BOX, True) if form == APPROVAL else (_NUMBER, False)
    return mark_safe("".join(  # noqa: S308 - escaped one by one
        pattern.format(line.number, _LINE.format(line.number, draw.shown(line.title), draw.shown(line.place),
                                                 rupiah(line.cost)), _given(value, ticks))
        for line, value in lines
    ))  # fmt: skip


def _given(value: str, ticks: bool) -> str:
    return (" checked" if value else "") if ticks else draw.shown(value)
