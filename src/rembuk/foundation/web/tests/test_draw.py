"""Lines drawn in one piece are as safe as a template."""

from django.utils.html import format_html, format_html_join
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.web import draw

VALUES = st.one_of(st.text(), st.integers(), st.builds(lambda words: format_html("<b>{}</b>", words), st.text()))


@given(st.lists(st.tuples(VALUES, VALUES)))
def test_lines_are_what_djangos_own_would_be(rows: list[tuple[object, object]]) -> None:
    pattern = '<li class="{}">{}</li>'
    assert draw.each(pattern, rows) == format_html_join("", pattern, rows)


def test_markup_in_a_word_stays_a_word() -> None:
    assert draw.each("<li>{}</li>", [["<script>'\"&"]]) == "<li>&lt;script&gt;&#x27;&quot;&amp;</li>"
