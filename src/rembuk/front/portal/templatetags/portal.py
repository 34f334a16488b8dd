"""The lines of a public list."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django import template
from django.utils.safestring import SafeString

from rembuk.foundation.kernel import text
from rembuk.foundation.web import draw, links
from rembuk.front.portal.progress import Line, Work
from rembuk.front.portal.queries import Row

register = template.Library()


@register.simple_tag
def report_rows(rows: Iterable[Row]) -> SafeString:
    """Each report with its place, day and state: drawn in one piece, for a list has many."""
    return draw.each(
        '<li><div><a class="title" href="{}">{}</a><br><span class="meta">{}</span></div>'
        '<div class="act"><span class="tag {}">{}</span></div></li>',
        ((row.url, row.title, row.note, row.tone, row.state) for row in rows),
    )


@register.simple_tag
def photo_links(photos: Sequence[UUID], what: str = "Foto") -> SafeString:
    """Small pictures that open the large ones."""
    return draw.each(
        '<a href="{}"><img src="{}" alt="{} {} dari {}" loading="lazy" width="320" height="240"></a>',
        ((_photo(photo, "full"), _photo(photo, "thumb"), what, at, len(photos)) for at, photo in enumerate(photos, 1)),
    )


def _photo(photo: UUID, size: str) -> str:
    return links.each("files:photo", size)(str(photo))


@register.simple_tag
def unit_rows(lines: Iterable[Line]) -> SafeString:
    """Each OPD with n of m, and when there was news last."""
    url = links.each("portal:unit")
    return draw.each(
        '<li><div><a class="title" href="{}">{}</a><br><span class="meta">{}</span></div>'
        '<div class="act"><span class="num">{} dari {} selesai dan dicek</span>{}</div></li>',
        ((url(one.unit.word), one.unit.label, _last(one), text.number(one.counted.passed),
          text.number(one.counted.whole), _silent(one)) for one in lines),
    )  # fmt: skip


def _last(line: Line) -> str:
    return f"kabar terakhir {text.day(line.last)}" if line.last else "belum ada kabar"


def _silent(line: Line) -> SafeString:
    count = line.counted.silent
    return draw.each(' <span class="tag soon">{} tanpa kabar</span>', [(text.number(count),)] if count else [])


@register.simple_tag
def work_rows(works: Iterable[Work]) -> SafeString:
    """Each piece of work with its place, its promise, its state, and its last news or since when there is none."""
    return draw.each(
        '<li><div>{}<br><span class="meta">{}</span>{}{}</div>'
        '<div class="act"><span class="tag {}">{}</span>{}</div></li>',
        ((_title(one), " · ".join(part for part in (one.place, one.due) if part),
          draw.each('<br><span class="meta">{}</span>', [(one.news,)] if one.news else []),
          _shown(one), one.tone, one.state,
          draw.each(' <span class="tag soon">{}</span>', [(one.silent,)] if one.silent else [])) for one in works),
    )  # fmt: skip


def _shown(work: Work) -> SafeString:
    pictures = photo_links(work.photos, f"Foto hasil {work.title},")
    return draw.each('<div class="photos">{}</div>', [(pictures,)] if work.photos else [])


def _title(work: Work) -> SafeString:
    if work.url:
        return draw.each('<a class="title" href="{}">{}</a>', [(work.url, work.title)])
    return draw.each("<b>{}</b>", [(work.title,)])
