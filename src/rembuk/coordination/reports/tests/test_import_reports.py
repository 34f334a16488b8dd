"""A city's export comes in as history: whole, once, with every row that is wrong named."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from rembuk.coordination.reports import rules, seams
from rembuk.coordination.reports.actions import categories, mask
from rembuk.coordination.reports.imports import import_reports
from rembuk.coordination.reports.models import Report, Wording
from rembuk.coordination.reports.tests.importing import MAP, bring_in, errors, row
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import queries as journal
from rembuk.foundation.audit.models import Event
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory.models import Territory
from tests import builders

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 2, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[builders.City]:
    """A town and the kinds of report; made once, taken back at last."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = builders.city()
        categories.fill_first(SYSTEM)
        yield found
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def town(made: builders.City, db: None) -> builders.City:
    """As it was made, for each test."""
    return made


def test_a_row_becomes_history_in_its_own_time(town: builders.City, tmp_path: Path) -> None:
    with clock.standing(MONDAY):
        done = bring_in(tmp_path, [row()])
    report = Report.objects.get()
    assert (done.rows, done.imported, done.placed, done.errors) == (1, 1, 1, 0)
    assert (report.status, report.climb_basis, report.source, report.external_ref) == (
        "closed",
        "imported",
        "kota",
        "1",
    )
    assert report.received_at == report.occurred_at == datetime(2025, 5, 5, 1, tzinfo=UTC)
    assert report.answered_at == report.closed_at == datetime(2025, 5, 6, 2, 30, tzinfo=UTC)
    assert (report.stage_due, report.total_due, report.stage_rule_id) == (None, None, None)
    assert (report.unit, report.body) == (town.institution("opd"), town.institution("opd"))
    assert (report.kelurahan_id, report.kecamatan_id) == (town.kelurahan.pk, town.kecamatan.pk)
    event = Event.objects.get(subject_id=report.pk)
    assert event.recorded_at == MONDAY
    assert '"occurred_at":"2025-05-05T01:00:00.000000Z"' in event.body


def test_twice_adds_nothing(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [row(), row(no="2")])
    events = Event.objects.count()
    again = bring_in(tmp_path, [row(), row(no="2")])
    assert (again.imported, again.already, again.placed, Report.objects.count()) == (0, 2, 2, 2)
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"dijawab": "2025-05-05T07:59:59"}, "negative"),
        ({"masuk": "kemarin"}, "bad_time"),
        ({"dijawab": "31/12/2025"}, "bad_time"),
        ({"masuk": ""}, "bad_time"),
        ({"masuk": "2999-01-01", "dijawab": ""}, "future"),
        ({"isi": " "}, "no_text"),
        ({"isi": "a" * 10_001}, "long_text"),
        ({"no": ""}, "no_id"),
        ({"no": "9" * 61}, "long_id"),
        ({"no": "2"}, "double"),
        ({"instansi": "Dinas Pekerjan Umum"}, "agency"),
        ({"kel": "Melati Tmur"}, "place"),
        ({"kec": "Melatih"}, "place"),
        # A kelurahan of another kecamatan is not guessed at.
        ({"kel": "Kenanga Jaya"}, "place"),
    ],
)
def test_a_wrong_row_is_left_out_with_its_line_and_reason(
    changes: dict[str, str], kind: str, town: builders.City, tmp_path: Path
) -> None:
    done = bring_in(tmp_path, [row(no="2"), row(no="3", isi="dua\nbaris"), row(**changes)])
    (told,) = errors(tmp_path)
    # The second row takes two lines of the file.
    assert (told["baris"], told["jenis"]) == ("5", kind)
    assert told["alasan"]
    assert (done.rows, done.imported, done.errors) == (3, 2, 1)


def test_what_would_be_a_formula_is_text_in_the_file_of_what_was_wrong(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [row(no='=HYPERLINK("http://evil.test")', kel="+62")])
    (told,) = errors(tmp_path)
    assert told["nomor"].startswith("'=")
    assert not [cell for cell in told.values() if cell[:1] in {"=", "+", "-", "@"}]


def test_a_row_with_too_few_columns_is_left_out(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [])
    with (tmp_path / "file.csv").open("a") as stream:
        stream.write("7,2025-05-05\r\n")
    import_reports(tmp_path / "file.csv", tmp_path / "map.toml", errors_path=tmp_path / "errors.csv")
    assert [told["jenis"] for told in errors(tmp_path)] == ["columns"]


def test_unknown_names_come_with_suggestions_and_are_mapped_once(town: builders.City, tmp_path: Path) -> None:
    rows = [row(instansi="Dinas Pekerjan Umum"), row(no="2", kel="Melati Tmur"), row(no="3", kec="Kenangga", kel="")]
    done = bring_in(tmp_path, rows)
    assert [(u.name, u.rows, u.suggestions) for u in done.unknown_agencies] == [
        ("Dinas Pekerjan Umum", 1, ["Dinas Pekerjaan Umum"])
    ]
    assert {(u.level, u.name, u.suggestions[0]) for u in done.unknown_places} == {
        ("kelurahan", "Melati Tmur", "Melati Timur"), ("kecamatan", "Kenangga", "Kenanga"),
    }  # fmt: skip
    paste = done.to_paste()
    assert '"Dinas Pekerjan Umum" = "Dinas Pekerjaan Umum"' in paste
    assert '"Melati Tmur" = "Melati Timur"' in paste
    fixed = bring_in(tmp_path, rows, agencies='"Dinas Pekerjan Umum" = "Dinas Pekerjaan Umum"')
    assert (fixed.imported, fixed.unknown_agencies) == (1, [])


def test_agencies_are_found_made_or_none(town: builders.City, tmp_path: Path) -> None:
    rows = [
        row(no="1", instansi="DINAS PEKERJAAN UMUM"), row(no="2", instansi="Dinas Taman"),
        row(no="3", instansi="Kelurahan Melati Barat"), row(no="4", instansi=""), row(no="5", instansi="Dinas Taman"),
        row(no="6", instansi="Entah"),
    ]  # fmt: skip
    done = bring_in(tmp_path, rows, agencies='"Entah" = ""')
    units = dict(Report.objects.values_list("external_ref", "unit__name"))
    assert units == {
        "1": "Dinas Pekerjaan Umum", "2": "Dinas Taman", "3": "Kelurahan Melati Barat", "4": None, "5": "Dinas Taman",
        "6": None,
    }  # fmt: skip
    assert done.made == ["Dinas Taman"]
    assert Institution.objects.get(name="Dinas Taman").positions.get().title == "Kepala Dinas Taman"
    assert Report.objects.get(external_ref="4").holder == town.position("petugas_kota")


def test_places_by_alias_by_other_spelling_and_only_the_kecamatan(town: builders.City, tmp_path: Path) -> None:
    rows = [
        row(no="1", kec="MLATI", kel="melati-timur"), row(no="2", kec="Kenanga", kel="Kenanga Baru"),
        row(no="3", kel=""), row(no="4", kec="", kel="Melati Barat"), row(no="5", kec="", kel=""),
    ]  # fmt: skip
    done = bring_in(tmp_path, rows)
    places = dict(Report.objects.values_list("external_ref", "territory"))
    wanted: list[Territory] = [town.kelurahan, town.kelurahan_far, town.kecamatan, town.kelurahan_next, town.kota]
    assert [places[str(number)] for number in range(1, 6)] == [place.pk for place in wanted]
    assert (done.imported, done.placed) == (5, 3)


def test_a_former_name_leads_to_what_took_over(town: builders.City, tmp_path: Path) -> None:
    from rembuk.foundation.kernel.actor import SYSTEM
    from rembuk.foundation.territory import actions as territory

    merged = territory.merge(
        actor=SYSTEM, olds=[town.kelurahan, town.kelurahan_next], name="Melati Raya", code="98.71.01.1009"
    )
    bring_in(tmp_path, [row(), row(no="2", kel="Melati Barat"), row(no="3", kel="Melati Raya")])
    assert set(Report.objects.values_list("kelurahan_id", flat=True)) == {merged.pk}


def test_words_stand_outside_the_chain_masked_and_not_public(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [row(isi="Hubungi Pak Sugiman 0812 3456 7890, lampu padam.")])
    report, words = Report.objects.get(), Wording.objects.get()
    event = Event.objects.get(subject_id=report.pk)
    assert "Sugiman" not in report.title + words.masked
    assert "0812" not in report.title + words.masked
    assert words.text not in event.body
    assert "Sugiman" not in event.body
    assert audit.digest_of_words(words.salt, words.text) in event.body
    assert report.published_at is None


def test_texts_are_public_only_where_the_map_says_so_and_never_when_protected(
    town: builders.City, tmp_path: Path
) -> None:
    bring_in(tmp_path, [row(), row(no="2", topik="KDRT")], publish=True)
    plain, sealed = Report.objects.order_by("external_ref")
    assert plain.published_at == plain.received_at
    assert (sealed.published_at, sealed.is_private, sealed.holder.role) == (None, True, "perlindungan")
    assert not rules.visible(builders.actor_of("lurah"), sealed)


def test_history_starts_nothing(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [row()])
    told = journal.since(0, 0, 10_000)
    of_reports = [
        event for event in told if event.verb.startswith("reports.") and event.subject_kind != "reports.category"
    ]
    assert {event.verb for event in of_reports} == {"reports.imported", "reports.file_imported"}
    assert [note for event in of_reports for note in seams.notices(event)] == []
    assert list(seams.tallies(of_reports)) == []


def test_history_is_not_reopened_but_its_wording_can_be_corrected(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [row(instansi="Kelurahan Melati Timur")])
    report = Report.objects.get()
    assert not any(rules.allows(name, report) for name in rules.FLOW if name not in {"mask", "take_down"})
    offered = {step.name for name in builders.CAST for step in rules.steps_for(builders.actor_of(name), report)}
    assert offered == {"mask", "take_down"}
    lurah = builders.actor_of("lurah")
    mask(actor=lurah, report=report, masked="Lampu gang padam lagi.")
    later = [event for event in journal.since(0, 0, 10_000) if event.subject_id == report.pk]
    figures = [(count.kind, count.state) for count in seams.tallies(later)]
    sums = {key: sum(c.amount for c in seams.tallies(later) if (c.kind, c.state) == key) for key in figures}
    assert set(sums.values()) <= {0}
    assert verify().broken is None


def test_a_dry_run_says_the_same_and_writes_nothing(town: builders.City, tmp_path: Path) -> None:
    before = Event.objects.count()
    done = bring_in(tmp_path, [row(), row(no="2", instansi="Dinas Taman"), row(no="3", isi="")], dry_run=True)
    assert (done.rows, done.imported, done.errors, done.made) == (3, 2, 1, ["Dinas Taman"])
    assert (Report.objects.count(), Event.objects.count()) == (0, before)
    assert not Institution.objects.filter(name="Dinas Taman").exists()
    assert len(errors(tmp_path)) == 1


def test_a_file_that_breaks_off_brings_nothing_in(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [])
    with (tmp_path / "file.csv").open("ab") as stream:
        stream.write(b"1,2025-05-05,,Lampu,Lampu,Dinas PU,Melati,Melati Timur\r\n" * 1)
        stream.write(b"2,2025-05-05,,\xff\xfe,Lampu,Dinas PU,Melati,Melati Timur\r\n")
    with pytest.raises(Refused) as refused:
        import_reports(tmp_path / "file.csv", tmp_path / "map.toml", errors_path=tmp_path / "errors.csv")
    assert refused.value.code == "unreadable"
    assert Report.objects.count() == 0


def test_where_errors_cannot_be_written_nothing_comes_in(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [row(), row(no="2", isi="")], dry_run=True)
    with pytest.raises(OSError, match="tidak-ada"):
        import_reports(tmp_path / "file.csv", tmp_path / "map.toml", errors_path=tmp_path / "tidak-ada" / "x.csv")
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('source = "kota"', 'source = "rembuk"'), ('zone = "WIB"', 'zone = "Mars"'), ('id = "no"', ""),
        ('default = "aspirasi"', ""), ('default = "aspirasi"', 'default = "tidak_ada"'), ('city = "98.71"', ""),
        ('id = "no"', 'id = "no"\nwarna = "biru"'), ('kind = "dinas"', 'kind = "rt"'), ("[offices]", "[kantor]"),
        ('"Dinas PU" = "Dinas Pekerjaan Umum"', '"Dinas PU" = "Dinas Antah"'), ("[columns]", "[columns"),
        ("[columns]", 'delimiter = ";;"\n[columns]'), ("[columns]", 'encoding = "utf-9"\n[columns]'),
        ("[columns]", "zone = 7\n[columns]"),
    ],
)  # fmt: skip
def test_a_map_that_is_wrong_is_refused_with_what_is_wrong(
    old: str, new: str, town: builders.City, tmp_path: Path
) -> None:
    bring_in(tmp_path, [row(), row(no="2", instansi="Dinas Taman")], dry_run=True)
    given = MAP.format(agencies="", publish="false")
    assert old in given
    (tmp_path / "map.toml").write_text(given.replace(old, new))
    with pytest.raises(Refused) as refused:
        import_reports(tmp_path / "file.csv", tmp_path / "map.toml", errors_path=tmp_path / "errors.csv")
    assert refused.value.code == "bad_map"
    assert Report.objects.count() == 0


def test_a_map_of_another_city_is_refused(town: builders.City, tmp_path: Path) -> None:
    bring_in(tmp_path, [row()], dry_run=True)
    for code, reason in (("98", "other_city"), ("11.71", "no_city")):
        (tmp_path / "map.toml").write_text(MAP.format(agencies="", publish="false").replace("98.71", code))
        with pytest.raises(Refused) as refused:
            import_reports(tmp_path / "file.csv", tmp_path / "map.toml")
        assert refused.value.code == reason
