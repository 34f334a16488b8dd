"""The lines of a public list."""

from collections.abc import Iterable, Sequence

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from rembuk.foundation.files.models import File
from rembuk.foundation.web import draw
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
def photo_links(photos: Sequence[File]) -> SafeString:
    """Small pictures that open the large ones."""
    return draw.each(
        '<a href="{}"><img src="{}" alt="Foto {} dari {}" loading="lazy" width="320" height="240"></a>',
        ((_photo(photo, "full"), _photo(photo, "thumb"), at, len(photos)) for at, photo in enumerate(photos, 1)),
    )


def _photo(photo: File, size: str) -> str:
    return reverse("files:photo", args=[photo.pk, size])
