"""Open data for everyone: what a kelurahan asked for as CSV, and how it voted as `.pb`."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from rembuk.foundation.web import tables
from rembuk.planning.musrenbang import public_data, queries
from rembuk.planning.musrenbang.choosing import packing
from rembuk.planning.musrenbang.views.fate import kelurahan_of


@require_safe
def open_data(request: HttpRequest, place: str, year: int) -> HttpResponseBase:
    """A kelurahan's proposals of a year, streamed."""
    rows = queries.open_rows(queries.round_of(year), kelurahan_of(place), place)
    answer = StreamingHttpResponse(public_data.lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="usulan-{place}-{year}.csv"'
    return answer


@require_safe
def open_vote(request: HttpRequest, place: str, year: int, purse: str) -> HttpResponse:
    """The ballots of a kelurahan's session for a purse, once it has decided on them."""
    found = kelurahan_of(place)
    ruling = next((row for row in queries.votes_in(found)
                   if (row.session.round.year, row.purse) == (year, purse)), None)  # fmt: skip
    instance = packing.unpacked(ruling.instance) if ruling else None
    if ruling is None or instance is None or not instance.ballots:
        raise Http404
    text = public_data.election(ruling, found, instance, *queries.proposals_of(ruling))
    headers = {"Content-Disposition": f'attachment; filename="musrenbang-{place}-{year}-{purse}.pb"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


HEAD = ("kode_wilayah", "rw", "nama", "tahun", "diusulkan", "masuk_rencana", "didanai", "dibangun")


@require_safe
def fate_sheet(request: HttpRequest, place: str) -> HttpResponseBase:
    """How many each RW of a kelurahan asked for in each of five years, and what became of them."""
    rows = [
        (place, part.number, part.label, year, part.counts.asked, part.counts.planned, part.counts.funded,
         part.counts.built)
        for year, parts in queries.asked_in_years(kelurahan_of(place)) for part in parts
    ]  # fmt: skip
    return tables.table(request, f"nasib-usulan-{place}", HEAD, rows)
