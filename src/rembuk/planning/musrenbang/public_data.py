"""The musrenbang as open data: a kelurahan's proposals of a year as CSV, and a vote as Pabulib's `.pb`.

No person stands in it: offices and bodies only, and what was written freely is masked.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rembuk.coordination.reports import masking
from rembuk.foundation.kernel.records import guarded
from rembuk.foundation.territory.models import Territory
from rembuk.planning.musrenbang.choosing import pabulib
from rembuk.planning.musrenbang.choosing.problem import Ballot, Instance
from rembuk.planning.musrenbang.models import Field, Purse, Ruling, Status
from rembuk.planning.musrenbang.queries.open_data import Called

COLUMNS = (
    "kode", "tahun", "kode_wilayah", "kelurahan", "rw", "rt", "pengusul", "kode_kamus", "pekerjaan", "masalah",
    "tempat", "volume", "satuan", "harga_satuan", "biaya", "dana", "bidang", "opd", "penerima_manfaat",
    "swadaya_orang", "swadaya_jam", "pokir", "urutan_rw", "digabung_ke", "keadaan", "dicatat",
)  # fmt: skip
LABELS = {"dana": dict(Purse.choices), "bidang": dict(Field.choices), "keadaan": dict(Status.choices)}
# What people wrote in their own words.
FREE = frozenset({"pekerjaan", "masalah", "tempat"})


class _Line:
    """What `csv` writes to: each row is handed on as it is made."""

    def write(self, text: str) -> str:
        return text


def lines(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The CSV row by row, a formula in it disarmed; a spreadsheet knows by the first sign that it is UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([_cell(name, row[name]) for name in COLUMNS])


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if name in LABELS:
        return str(LABELS[name].get(str(value), value))
    return guarded(masking.mask(str(value)) if name in FREE else value)


def election(ruling: Ruling, place: Territory, instance: Instance, rows: Mapping[str, Called],
             chosen: Iterable[str]) -> str:  # fmt: skip
    """A vote and what was decided after it. Ballots stand in an order of their own, not in which they were given."""
    codes = {pk: row.code for pk, row in rows.items()}
    projects = tuple(replace(one, id=codes[one.id]) for one in instance.projects)
    ballots = tuple(sorted((_coded(ballot, codes) for ballot in instance.ballots),
                           key=lambda one: (one.names, one.points)))  # fmt: skip
    year = ruling.session.round.year
    meta = {
        "description": f"Musrenbang {place.label}, rencana {year}, {ruling.get_purse_display()}",
        "country": "Indonesia", "unit": place.label, "instance": str(year), "rule": ruling.rule, "currency": "IDR",
        "language": "id",
        "date_begin": f"{ruling.decided_at:%d.%m.%Y}",
    }  # fmt: skip
    titles = {row.code: row.title for row in rows.values()}
    told = replace(instance, projects=projects, ballots=ballots)
    return pabulib.written(told, meta, titles, [codes[pk] for pk in chosen if pk in codes])


def _coded(ballot: Ballot, codes: Mapping[str, str]) -> Ballot:
    return Ballot(tuple(codes[name] for name in ballot.names), ballot.points)
