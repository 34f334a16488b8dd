"""The figures of a board, drawn in one piece: each says n of m, and leads to the list behind it."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import Task
from rembuk.foundation.web import draw
from rembuk.foundation.web.context import address
from rembuk.front.board.queries import SMALL, Figures, Line

register = template.Library()

_ROW = (
    '<tr><th scope="row">{}</th><td data-label="Tanpa kabar">{}</td><td data-label="Lewat janji">{}</td>'
    '<td data-label="Ditepati">{}</td><td data-label="Menunggu dicek">{}</td>'
    '<td data-label="Menunggu anggaran">{}</td><td data-label="Bukan wewenang kota">{}</td></tr>\n'
)


@register.simple_tag
def lines(rows: Iterable[Line], since: date) -> SafeString:
    """A row for each body or place; what passed is told from a day on."""
    area = draw.shown(address("decisions:area"))
    return mark_safe("".join([_ROW.format(draw.shown(row.label), *_cells(row, area, since)) for row in rows]))  # noqa: S308 - escaped one by one


def _cells(row: Line, area: str, since: date) -> list[str]:
    one = row.figures
    told = [
        ("tanpa_kabar", _of(one.silent, one.under_way), one.silent),
        ("lewat", _of(one.late, one.under_way), one.late),
        (f"ditepati&amp;sejak={since}", _of(one.kept, one.promised), one.kept),
        ("done", text.number(one.done), one.done),
        ("waiting_budget", text.number(one.budget), one.budget),
        ("not_our_authority", text.number(one.others), one.others),
    ]
    if row.query is None:
        return [said for _, said, _ in told]
    base = f"{area}?{draw.shown(row.query)}&amp;keadaan="
    return [f'<a href="{base}{state}">{said}</a>' if count else said for state, said, count in told]


def _of(part: int, whole: int) -> str:
    if not whole:
        return "–"
    small = ' <span class="meta">sedikit</span>' if whole < SMALL else ""
    return f"{text.number(part)} dari {text.number(whole)}{small}"


@register.simple_tag
def climbed(tasks: Iterable[Task]) -> SafeString:
    """What climbed here, with its buttons."""
    return draw.each(
        '<li><div><a class="title" href="{}">{}</a><br><span class="meta">{} · {}</span></div>'
        '<div class="act">{}</div></li>\n',
        ((task.url, task.title, task.where, task.note, _buttons(task)) for task in tasks),
    )


def _buttons(task: Task) -> SafeString:
    return draw.each(
        '<a class="btn sm" href="{}" aria-label="{}: {}">{}</a>',
        ((url, label, task.title, label) for label, url in task.buttons),
    )


@register.simple_tag
def apart(one: Figures) -> SafeString:
    """What is counted apart from late, each with its list."""
    area = address("decisions:area")
    return draw.each(
        '<li><div><a class="title" href="{}?keadaan={}">{}</a></div><b class="num">{}</b></li>',
        ((area, state, label, text.number(count)) for state, label, count in (
            ("done", "Dinyatakan selesai, menunggu dicek di lapangan", one.done),
            ("waiting_budget", "Menunggu anggaran, dengan tahun dan sumbernya", one.budget),
            ("not_our_authority", "Bukan wewenang kota, sudah diserahkan", one.others),
        )),
    )  # fmt: skip
