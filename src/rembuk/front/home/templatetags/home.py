"""The lines and figures of Hari ini, each drawn in one piece, and when something is due in the words of who does it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.seams import Panel, Task
from rembuk.foundation.web import draw
from rembuk.foundation.web.context import address
from rembuk.foundation.web.templatetags.rembuk import meter

register = template.Library()


@register.simple_tag
def due(at: datetime, tone: str = "") -> SafeString:
    """A tag: `hari ini`, `besok`, `3 hari`, `12 Feb 2026`; what should have been yesterday is red."""
    days = (clock.local(at).date() - clock.today()).days
    if days < 0:
        words, own = f"lewat {-days} hari", "late"
    elif days < 2:
        words, own = ("hari ini", "besok")[days], "soon"
    elif days < 7:
        words, own = f"{days} hari", "info"
    else:
        words, own = text.short_day(at), ""
    return format_html('<span class="tag {}">{}</span>', tone or own, words)


@register.simple_tag
def at(name: str) -> str:
    """The address of a page, worked out once."""
    return address(name)


@register.simple_tag
def tasks(work: Iterable[Task], first: str = "") -> SafeString:
    """Each piece of work with its buttons; `first` is the class of the first button of each."""
    return draw.each(
        '<li><div>{}{}</div><div class="act">{}{}</div></li>\n',
        ((_title(task), _meta(task), due(task.due, task.tone) if task.due else "", _buttons(task, first))
         for task in work),
    )  # fmt: skip


def _title(task: Task) -> SafeString:
    if not task.url:
        return draw.each("<b>{}</b>", [(task.title,)])
    return draw.each('<a class="title" href="{}">{}</a>', [(task.url, task.title)])


def _meta(task: Task) -> SafeString:
    told = " · ".join(part for part in (task.where, task.note) if part)
    return draw.each('<br><span class="meta">{}</span>', [(told,)] if told else [])


def _buttons(task: Task, first: str) -> SafeString:
    own = [f" {first}" if first and not number else "" for number in range(len(task.buttons))]
    rows = ((style, url, label) for style, (label, url) in zip(own, task.buttons, strict=True))
    return draw.each('<a class="btn sm{}" href="{}">{}</a>', rows)


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
    return draw.each(
        '<section class="card stat c4"><div class="body"><span class="meta">{}</span><b class="num {}">{}</b>{}{}</div>'
        "</section>\n",
        ((panel.label, panel.tone, _figure(panel), "" if panel.out_of is None else meter(panel.count, panel.out_of),
          draw.each('<span class="meta">{}</span>', [(panel.note,)] if panel.note else []))
         for panel in panels),
    )  # fmt: skip


def _figure(panel: Panel) -> str:
    said = text.number(panel.count) + ("" if panel.out_of is None else f" dari {text.number(panel.out_of)}")
    return draw.each('<a href="{}">{}</a>', [(panel.url, said)]) if panel.url else said
