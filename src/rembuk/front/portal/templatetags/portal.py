"""The lines of a public list."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django import template
from django.utils.safestring import SafeString

from rembuk.foundation.web import draw, links
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
def photo_links(photos: Sequence[UUID]) -> SafeString:
    """Small pictures that open the large ones."""
    return draw.each(
        '<a href="{}"><img src="{}" alt="Foto {} dari {}" loading="lazy" width="320" height="240"></a>',
        ((_photo(photo, "full"), _photo(photo, "thumb"), at, len(photos)) for at, photo in enumerate(photos, 1)),
    )


def _photo(photo: UUID, size: str) -> str:
    return links.each("files:photo", size)(str(photo))
