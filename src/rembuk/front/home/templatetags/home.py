"""When something is due, in the words of somebody who has to do it."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rembuk.foundation.kernel import clock, text

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
