"""Built into every template: icons, the trail, figures, dates and money as Indonesians read them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rembuk.foundation.kernel import rupiah as money
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.seams import TrailLine
from rembuk.foundation.web import draw
from rembuk.foundation.web.context import MenuItem, address
from rembuk.foundation.web.filters import FilterLink
from rembuk.foundation.web.share import whatsapp_link
from rembuk.foundation.web.trail import Stage

register = template.Library()

# fmt: off
ICONS = {
    "home": '<path d="M3 11 12 4l9 7v9h-6v-6H9v6H3z"/>',
    "flag": '<path d="M5 21V4h12l-2 4 2 4H5"/>',
    "people": (
        '<circle cx="8" cy="8" r="3"/><circle cx="16" cy="8" r="3"/>'
        '<path d="M2 20c0-4 3-6 6-6s6 2 6 6M14 14c4 0 8 2 8 6"/>'
    ),
    "check": '<path d="m4 12 5 5L20 6"/>',
    "more": '<circle cx="5" cy="12" r="1.5"/><circle cx="12" cy="12" r="1.5"/><circle cx="19" cy="12" r="1.5"/>',
    "camera": '<path d="M4 8h4l2-3h4l2 3h4v11H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "up": '<path d="M12 20V5M6 11l6-6 6 6"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m16 16 5 5"/>',
    "map": '<path d="m3 6 6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"/>',
    "list": '<path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01"/>',
    "bell": '<path d="M6 16V10a6 6 0 0 1 12 0v6l2 2H4zM10 21h4"/>',
    "lock": '<path d="M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3"/>',
    "share": (
        '<circle cx="6" cy="12" r="2.5"/><circle cx="17" cy="6" r="2.5"/>'
        '<circle cx="17" cy="18" r="2.5"/><path d="m8 11 7-4M8 13l7 4"/>'
    ),
    "file": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-5 4-7 8-7s8 2 8 7"/>',
    "out": '<path d="M10 4H5v16h5M14 8l4 4-4 4M18 12H9"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "gear": (
        '<circle cx="12" cy="12" r="3"/>'
        '<path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1"/>'
    ),
    "left": '<path d="m15 5-7 7 7 7"/>',
    "right": '<path d="m9 5 7 7-7 7"/>',
}
# fmt: on


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline drawing beside a word; it says nothing by itself."""
    return mark_safe(  # noqa: S308 - our own drawings
        '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">'
        f"{ICONS.get(name, ICONS['flag'])}</svg>"
    )


@register.simple_tag
def trail(steps: Sequence[Stage]) -> SafeString:
    """The steps of a matter, from `web.trail.stages(…)`."""
    items = draw.each(
        '<li{}><span class="unseen">{}</span>{}{}</li>',
        (
            (
                _MARKS[step.state],
                step.said,
                step.label,
                format_html("<small>{}</small>", step.note) if step.note else "",
            )
            for step in steps
        ),
    )
    return format_html('<ol class="trail">{}</ol>', items)


_MARKS = {
    "past": mark_safe(' class="past"'), "now": mark_safe(' class="now" aria-current="step"'), "": "",
    "way": mark_safe(' class="past"'),
}  # fmt: skip


@register.simple_tag
def menu(items: Iterable[MenuItem], elsewhere: bool) -> SafeString:
    """The places in the bar, and Lainnya; `elsewhere` where none of them is the one we are in."""
    return _menu(tuple(items), elsewhere, address("web:more"))


@lru_cache(maxsize=500)
def _menu(items: tuple[MenuItem, ...], elsewhere: bool, more: str) -> SafeString:
    """There are as many bars as kinds of offices and places to be in."""
    shown = [(item.url, _HERE if item.on else "", icon(item.icon), item.label) for item in items]
    shown.append((more, _HERE if elsewhere else "", icon("more"), "Lainnya"))
    return draw.each('<a href="{}"{}>{}{}</a>', shown)


_HERE = mark_safe(' class="on" aria-current="page"')


@register.simple_tag
def log(lines: Iterable[TrailLine]) -> SafeString:
    """What happened, line by line: drawn in one piece, for a trail has many."""
    items = draw.each(
        '<li{}><b>{}</b><br><span class="meta">{}</span></li>',
        (
            (
                format_html(' class="{}"', line.tone) if line.tone else "",
                format_html('<a href="{}">{}</a>', line.url, line.title) if line.url else line.title,
                f"{text.moment(line.at)} · {line.note}" if line.note else text.moment(line.at),
            )
            for line in lines
        ),
    )
    return format_html('<ul class="log">{}</ul>', items)


@register.simple_tag
def tag(label: str, tone: str = "") -> SafeString:
    """A small label; `tone` is "", "late", "soon", "done" or "info"."""
    return format_html('<span class="tag {}">{}</span>', tone, label)


@register.simple_tag
def meter(part: int, whole: int) -> SafeString:
    """A bar of `part` out of `whole`; the words beside it say the figure."""
    width = min(100, max(0, round(100 * part / whole))) if whole else 0
    return format_html(
        '<svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/></svg>',
        width,
    )


@register.simple_tag(name="share")
def share_button(words: str, url: str = "", *, small: bool = False, label: str = "Bagikan ke WA") -> SafeString:
    """Bagikan ke WA, with ready text; app.js offers the phone's own way of sharing where there is one."""
    more = format_html(' data-share-url="{}"', url) if url else ""
    return format_html(
        '<a class="btn{}" href="{}" rel="noopener noreferrer" data-share="{}"{}>{}{}</a>',
        " sm" if small else "", whatsapp_link(words, url), words, more, icon("share"), label,
    )  # fmt: skip


@register.simple_tag
def told(messages: Iterable[Any]) -> SafeString:
    """What the last deed has to say."""
    return draw.each('<p class="told {}">{}</p>', ((message.tags, str(message)) for message in messages or ()))


@register.simple_tag
def filters(label: str, links: Iterable[FilterLink]) -> SafeString:
    """The choices of a filter, as links."""
    shown = draw.each('<a href="{}"{}>{}</a>', ((link.url, _CHOSEN if link.on else "", link.label) for link in links))
    return format_html('<nav class="filters" aria-label="{0}"><span class="meta">{0}</span>{1}</nav>', label, shown)


_CHOSEN = mark_safe(' class="on" aria-current="true"')


@register.simple_tag(takes_context=True)
def preview(context: Context, title: str = "", text: str = "") -> SafeString:
    """What WhatsApp shows of a link: title, a line and a picture."""
    told = (
        ("site_name", "Rembuk"), ("title", title or "Rembuk"),
        ("description", text or "Dari keluhan warga sampai menjadi kerja kota."), ("url", context["page"].address),
        ("image", context["page"].preview_picture), ("locale", "id_ID"),
    )  # fmt: skip
    return draw.each('<meta property="og:{}" content="{}">\n', told)


@register.filter
def day(value: date | None) -> str:
    """`30 Januari 2026`."""
    return text.day(value) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """`30 Jan 2026`."""
    return text.short_day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """`30 Jan 2026 19.30`."""
    return text.moment(value) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """`Jumat, 30 Januari 2026`."""
    return text.weekday(value) if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """`19.30`."""
    return text.hour(value) if value else ""


@register.filter
def rupiah(value: int | None) -> str:
    """`Rp1.250.000`."""
    return money.rupiah(value) if isinstance(value, int) else ""


@register.filter
def angka(value: Any) -> str:
    """`12.345`; what is no whole number stays as it is."""
    return text.number(value) if isinstance(value, int) else str("" if value is None else value)


NOTHING, MAY_BE_EMPTY, IS_NEEDED = (
    mark_safe(words)  # noqa: S308 - our own words
    for words in ("", ' <span class="meta">(boleh kosong)</span>', ' <span class="meta">(wajib)</span>')
)


@register.filter
def mark(field: Any) -> SafeString:
    """What stands beside a form's field: of those that are needed and those that are not, the fewer are marked."""
    if field.widget_type == "checkbox":
        return NOTHING
    form = field.form
    if not hasattr(form, "few_are_needed"):
        typed = [one for one in form.visible_fields() if one.widget_type != "checkbox"]
        form.few_are_needed = 2 * sum(one.field.required for one in typed) < len(typed)
    if form.few_are_needed:
        return IS_NEEDED if field.field.required else NOTHING
    return NOTHING if field.field.required else MAY_BE_EMPTY
