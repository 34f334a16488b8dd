"""The lines of a public list."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

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
