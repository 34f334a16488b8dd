"""The lines of the one page, drawn in one piece."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions import worklist as work
from rembuk.coordination.decisions.lines import Line, origin_of
from rembuk.coordination.decisions.models import Cause
from rembuk.coordination.decisions.views.rows import tag_of
from rembuk.foundation.kernel import text
from rembuk.foundation.web import draw, links

register = template.Library()

TELLS = rules.FLOW["tell"].sources
SELECTED = mark_safe(" selected")
# The list of causes with one of them chosen, drawn once.
CAUSES = {
    chosen: draw.each(
        '<option value="{}"{}>{}</option>',
        (
            (value, SELECTED if value == chosen else "", label if value else "tidak ada")
            for value, label in Cause.choices
        ),
    )
    for chosen in Cause.values
}


@register.simple_tag
def lines(
    rows: Iterable[Any], now: datetime, may: bool, typed: Mapping[str, Line], refused: Mapping[str, str]
) -> SafeString:
    """Each follow-up as a row of the table; `typed` is what somebody wrote, `refused` why it was not taken."""
    page, answer = links.each("decisions:detail"), links.each("decisions:step", "answer")
    drawn = []
    for row in rows:
        title, why = draw.shown(work.title_of(row)), draw.shown(refused.get(row.code, ""))
        told, tone = tag_of(row, now)
        cells = _cells(row, title, typed.get(row.code), why, answer) if may else ""
        drawn.append(
            f'<tr{_WRONG if why else ""}><td><a class="title" href="{page(row.code)}">{title}</a><br>'
            f'<span class="meta">{row.code} · {draw.shown(work.place(row))}</span>'
            + (f'<p class="errorlist" id="w-{row.code}">{why}</p>' if why else "")
            + f'</td><td><span class="tag {tone}">{draw.shown(told)}</span>{_asked(row)}</td>{cells or _EMPTY}</tr>\n'
        )
    return mark_safe("".join(drawn))  # noqa: S308 - escaped one by one


def _asked(row: Any) -> str:
    return f'<p class="meta">kabar ditanyakan {text.short_day(row.news_asked_at)}</p>' if row.news_asked_at else ""


_WRONG = ' class="wrong"'
_EMPTY = '<td colspan="4"></td>'


def _cells(row: Any, title: str, typed: Line | None, why: str, answer: Any) -> str:
    """What can be written in a line: news while it is under way, yes while it is asked."""
    code = row.code
    if row.status == "asked":
        chosen = " checked" if typed and typed.accept else ""
        return (
            f'<td colspan="4"><div class="take"><label><input type="checkbox" name="a-{code}" value="1"{chosen}>Terima'
            f'<span class="unseen">: {title}</span></label>'
            f'<a href="{answer(code)}">Jawab dulu<span class="unseen">: {title}</span></a></div>'
            f'<input type="hidden" name="o-{code}" value="{_origin(row)}"></td>'
        )
    if row.status not in TELLS:
        return ""
    percent = draw.shown(typed.percent) if typed else row.percent
    said, day = (draw.shown(typed.text), draw.shown(typed.next_on)) if typed else ("", "")
    causes = CAUSES.get(typed.cause if typed else row.cause) or CAUSES[""]
    wrong = f' aria-invalid="true" aria-describedby="w-{code}"' if why else ""
    of = f'<span class="unseen">: {title}</span></span>'
    return (
        f'<td class="percent"><label><span>Persen{of}<input type="number" name="p-{code}" value="{percent}" min="0" '
        f'max="100" inputmode="numeric"{wrong}></label></td>'
        f'<td class="said"><label><span>Kabar{of}<input name="t-{code}" value="{said}" maxlength="160" '
        f'placeholder="Apa kabarnya?" autocomplete="off"{wrong}></label></td>'
        f'<td><label><span>Kendala{of}<select name="c-{code}">{causes}</select></label></td>'
        f'<td><label><span>Kabar berikutnya{of}<input type="date" name="n-{code}" value="{day}"></label>'
        f'<input type="hidden" name="o-{code}" value="{_origin(row)}"></td>'
    )


def _origin(row: Any) -> str:
    return origin_of(row.version, row.percent, row.cause)
