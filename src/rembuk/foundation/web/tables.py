"""A table that everyone may save: CSV, in which no cell is a formula."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from rembuk.foundation.kernel.records import disarmed
from rembuk.foundation.web import etag

SECONDS = 300


def table(request: HttpRequest, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponseBase:
    """The rows as `name`.csv, the same for everyone; a spreadsheet knows by the first sign that it is UTF-8."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Access-Control-Allow-Origin"] = "*"
    lines = csv.writer(answer)
    lines.writerow(head)
    lines.writerows(disarmed(rows))
    return etag.stamp(request, etag.public(answer, SECONDS))  # type: ignore[arg-type]
