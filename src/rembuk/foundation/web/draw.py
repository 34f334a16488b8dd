"""HTML of many lines of one kind, drawn in one piece: a template asks for each word of each line anew."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe


def each(pattern: str, rows: Iterable[Iterable[object]]) -> SafeString:
    """The pattern once for each row, its `{}` filled with the row's values, which are escaped unless marked safe.

    What `format_html_join` does, at a third of the price: plain text, nearly all of it, takes the short way.
    """
    return mark_safe("".join([pattern.format(*map(shown, row)) for row in rows]))  # noqa: S308 - escaped one by one


def shown(value: object) -> str:
    """A value as HTML."""
    return value if isinstance(value, SafeString) else escape(str(value))
