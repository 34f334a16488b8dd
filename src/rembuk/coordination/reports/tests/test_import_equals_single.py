"""`receive_imported` over many rows leaves what the same deed leaves row by row: rows and events, chance aside."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rembuk.coordination.reports.actions import Imported, importing, receive_imported
from rembuk.coordination.reports.models import Category, Report, Wording
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from tests import builders

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 2, 2, 3, tzinfo=UTC)
BY_CHANCE = {"id", "code", "report_id", "salt", "seq", "hash", "body", "subject_id", "xid"}
PLACES = ("kota", "kecamatan", "kelurahan", "kelurahan_next", "rt")
TEXTS = ("Lampu padam.", "Hubungi Pak Sugiman 0812 3456 7890", "x" * 200, "Plat B 1234 XYZ parkir di trotoar!")

rows_said = st.lists(
    st.tuples(
        st.integers(1, 12), st.sampled_from(("lampu", "jalan", "kekerasan_rumah", "pemerasan")),
        st.sampled_from(PLACES), st.sampled_from(("", "opd", "kelurahan", "kecamatan")), st.sampled_from(TEXTS),
        st.integers(0, 500), st.none() | st.integers(0, 3000), st.booleans(),
    ),
    max_size=14,
)  # fmt: skip


def rows_of(said: Sequence[Any], town: builders.City) -> list[Imported]:
    """The drawn rows; numbers may repeat."""
    found = []
    for ref, category, place, unit, text, days, minutes, publish in said:
        received = NOW - timedelta(days=days + 3)
        found.append(
            Imported(
                source="lama", external_ref=str(ref), category=Category.objects.get(key=category), text=text,
                territory=getattr(town, place), received_at=received, publish=publish, topic="t", agency=unit,
                answered_at=None if minutes is None else received + timedelta(minutes=minutes),
                unit=town.institution(unit) if unit else None,
            )
        )  # fmt: skip
    return found


def left() -> list[Any]:
    """Every row and event, without what chance and the order of writing give."""
    told = []
    for report in Report.objects.order_by("external_ref"):
        event, words = Event.objects.get(subject_id=report.pk), Wording.objects.get(report=report)
        body = json.loads(event.body)
        assert body["changes"].pop("wording") == audit.digest_of_words(words.salt, words.text)
        assert (event.seq, body.pop("id")) == (1, str(report.pk))
        told.append((plain(report), plain(words), plain(event), body))
    return told


def plain(row: Any) -> dict[str, Any]:
    """A row's fields but for those of chance."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in BY_CHANCE
    }


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=rows_said)
def test_many_rows_equal_single_calls(
    said: Sequence[Any], town: builders.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    rows, outcomes = rows_of(said, town), []
    for calls in ([rows], [[row] for row in rows]):
        with clock.standing(NOW), transaction.atomic():
            taken = [receive_imported(actor=SYSTEM, rows=some) for some in calls]
            counts = (sum(one.imported for one in taken), sum(one.already for one in taken))
            outcomes.append((counts, left()))
            transaction.set_rollback(True)
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0] == (
        len({row.external_ref for row in rows}),
        len(rows) - len({row.external_ref for row in rows}),
    )


@pytest.fixture
def town() -> builders.City:
    return builders.city_that_hears()


def test_only_the_command_line_brings_history_in(town: builders.City) -> None:
    for name in ("pemerintahan", "wali_kota", "petugas_kota", "lurah"):
        with pytest.raises(Refused) as refused:
            receive_imported(actor=builders.actor_of(name), rows=[])
        assert refused.value.code == "not_allowed"


def test_one_wrong_row_takes_all_back(town: builders.City) -> None:
    rows = rows_of(
        [(1, "lampu", "kelurahan", "", "a", 1, 5, False), (2, "lampu", "kelurahan", "", "b", 1, -5, False)], town
    )
    with pytest.raises(Refused) as refused:
        receive_imported(actor=SYSTEM, rows=rows)
    assert (refused.value.code, Report.objects.count()) == ("negative", 0)


def test_a_code_that_is_taken_is_drawn_again(town: builders.City, monkeypatch: pytest.MonkeyPatch) -> None:
    words = iter(["AAAAA", "AAAAA", "BBBBB", "BBBBB", "CCCCC"])
    monkeypatch.setattr(chance, "word", lambda count: next(words))
    said = [(ref, "lampu", "kelurahan", "", "a", 0, None, False) for ref in (1, 2)]
    receive_imported(actor=SYSTEM, rows=rows_of(said, town))
    receive_imported(actor=SYSTEM, rows=rows_of([(3, "lampu", "kelurahan", "", "a", 0, None, False)], town))
    assert sorted(code[-5:] for code in Report.objects.values_list("code", flat=True)) == ["AAAAA", "BBBBB", "CCCCC"]
