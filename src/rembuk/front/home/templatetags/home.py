"""The lines and figures of Hari ini, each drawn in one piece, and when something is due in the words of who does it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.seams import Panel, Task
from rembuk.foundation.web import draw
from rembuk.foundation.web.context import address
from rembuk.foundation.web.templatetags.rembuk import meter

register = template.Library()

# Deeds that are done in the gang and not at a desk: their forms open on the phone without network too.
TAKEN_ALONG = ("/settle/", "/deliberate/", "/climb/", "/inspect/", "/send_back/")


def _due(at: datetime, tone: str, today: date) -> str:
    """A tag: `hari ini`, `besok`, `3 hari`, `12 Feb 2026`; what should have been yesterday is red."""
    day = clock.local(at).date()
    days = (day - today).days
    if days < 0:
        words, own = f"lewat {-days} hari", "late"
    elif days < 2:
        words, own = ("hari ini", "besok")[days], "soon"
    elif days < 7:
        words, own = f"{days} hari", "info"
    else:
        words, own = text.short_day(day), ""
    return f'<span class="tag {tone or own}">{words}</span>'


@register.simple_tag
def at(name: str) -> str:
    """The address of a page, worked out once."""
    return address(name)


@register.simple_tag
def tasks(work: Iterable[Task], first: str = "") -> SafeString:
    """Each piece of work with its buttons; `first` is the class of the first button of each."""
    today = clock.today()
    return mark_safe("".join([_line(task, first, today) for task in work]))  # noqa: S308 - escaped one by one


def _line(task: Task, first: str, today: date) -> str:
    shown = draw.shown
    title, told = shown(task.title), " · ".join([part for part in (task.where, task.note) if part])
    head = f'<a class="title" href="{shown(task.url)}">{title}</a>' if task.url else f"<b>{title}</b>"
    meta = f'<br><span class="meta">{shown(told)}</span>' if told else ""
    when = _due(task.due, task.tone, today) if task.due else ""
    buttons, style = "", f" {first}" if first else ""
    for label, url in task.buttons:
        keep = " data-keep" if url.endswith(TAKEN_ALONG) else ""
        buttons += f'<a class="btn sm{style}" href="{shown(url)}"{keep}>{shown(label)}</a>'
        style = ""
    return f'<li><div>{head}{meta}</div><div class="act">{when}{buttons}</div></li>\n'


@register.simple_tag
def news(messages: Iterable[Any]) -> SafeString:
    """The latest messages, those not yet read marked."""
    return draw.each(
        '<li><div><a class="title" href="{}">{}</a><br><span class="meta">{}</span></div>{}</li>',
        ((row.url, row.subject, text.moment(row.made_at), "" if row.read_at else _NEW) for row in messages),
    )


_NEW = mark_safe('<div class="act"><span class="tag info">baru</span></div>')


@register.simple_tag
def figures(panels: Iterable[Panel]) -> SafeString:
    """The figures under the work, as `web/parts/figure.html` draws one."""
    panels = list(panels)
    wide = "c3" if len(panels) == 4 else "c4"
    return draw.each(
        '<section class="card stat {}"><div class="body"><span class="meta">{}</span>'
        '<b class="num {}">{}</b>{}{}</div></section>\n',
        ((wide, panel.label, panel.tone, _figure(panel),
          "" if panel.out_of is None or _is_nothing(panel) else meter(panel.count, panel.out_of),
          draw.each('<span class="meta">{}</span>', [(panel.note,)] if panel.note else []))
         for panel in panels),
    )  # fmt: skip


def _is_nothing(panel: Panel) -> bool:
    """Nothing out of nothing: no figure yet."""
    return panel.out_of == panel.count == 0


def _figure(panel: Panel) -> str:
    said = text.number(panel.count) + ("" if panel.out_of is None else f" dari {text.number(panel.out_of)}")
    said = "Belum ada" if _is_nothing(panel) else said
    return draw.each('<a href="{}">{}</a>', [(panel.url, said)]) if panel.url else said
