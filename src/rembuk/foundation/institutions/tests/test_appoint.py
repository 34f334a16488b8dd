"""Terms of office: what is refused, what is only noted, and that no office is left empty for a rule's sake."""

from datetime import date, timedelta

import pytest

from rembuk.foundation.accounts.models import User
from rembuk.foundation.audit.models import Event
from rembuk.foundation.institutions import actions, queries
from rembuk.foundation.institutions.actions import NewAppointment
from rembuk.foundation.institutions.models import Appointment, Concern
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import actions as regulations
from tests import builders

pytestmark = pytest.mark.django_db
NEXT = date(2030, 2, 3)


@pytest.fixture
def town() -> builders.City:
    return builders.city()


def code(**given: object) -> str:
    try:
        actions.appoint(**given)  # type: ignore[arg-type]
    except Refused as refused:
        return refused.code
    return "appointed"


def test_an_appointment_is_a_line_of_audit_with_names_as_they_were(town: builders.City) -> None:
    made = actions.appoint(
        actor=town.actor("lurah"), position=town.position("ketua_rt"), name="Budi Hartono", decree="SK 7/2030",
        starts=NEXT, ends=date(2035, 2, 3),
    )  # fmt: skip
    event = Event.objects.get(subject_id=made.pk)
    assert event.verb == "institutions.appointed"
    for said in ("Budi Hartono", "Ketua RT 001 RW 01", "SK 7/2030", "Lurah Melati Timur", "Indah Permata"):
        assert said in event.body


def test_two_definitive_holders_do_not_sit_on_one_chair(town: builders.City) -> None:
    given = {"actor": SYSTEM, "position": town.position("ketua_rt"), "name": "Budi", "ends": date(2034, 1, 1)}
    assert code(**given, starts=date(2029, 12, 31)) == "held"
    assert code(**given, starts=NEXT) == "appointed"


def test_replacing_ends_the_present_holder_on_that_day(town: builders.City) -> None:
    starts = clock.today() + timedelta(days=10)
    actions.appoint(
        actor=SYSTEM, position=town.position("ketua_rt"), name="Budi", starts=starts, ends=NEXT, replaces=True
    )
    before = Appointment.objects.get(pk=town.cast["ketua_rt"].pk)
    assert before.ends == starts
    assert Event.objects.filter(subject_id=before.pk, verb="institutions.ended").exists()


def test_an_acting_holder_comes_first_and_gives_way_to_a_definitive_one(town: builders.City) -> None:
    seat, today = town.position("lurah"), clock.today()
    acting = actions.appoint(actor=SYSTEM, position=seat, name="Plt", mandate="acting", starts=today)
    assert queries.holder_name(seat) == "Plt"
    assert queries.actor(acting.user).label == "Plt, Plt Lurah Melati Timur"
    actions.end_appointment(actor=SYSTEM, appointment=town.cast["lurah"], on=today)
    actions.appoint(actor=SYSTEM, position=seat, name="Lurah Baru", starts=today + timedelta(days=3))
    acting.refresh_from_db()
    assert acting.ends == today + timedelta(days=3)


@pytest.mark.parametrize(
    ("starts", "ends", "concern"),
    [
        (NEXT, date(2035, 2, 3), ""),
        (NEXT, date(2035, 2, 4), "long_term"),
        (NEXT, None, "no_end"),
    ],
)
def test_the_length_of_a_term_is_noted(town: builders.City, starts: date, ends: date | None, concern: str) -> None:
    given = {"actor": town.actor("lurah"), "position": town.position("ketua_rt"), "name": "Budi"}
    assert code(**given, starts=starts, ends=ends) == ("needs_reason" if concern else "appointed")
    if concern:
        made = actions.appoint(**given, starts=starts, ends=ends, reason="Warga meminta")  # type: ignore[arg-type]
        assert [(row.code, row.reason) for row in Concern.objects.filter(appointment=made)] == [
            (concern, "Warga meminta")
        ]


def again(town: builders.City, user: User, starts: date, reason: str = "") -> Appointment:
    return actions.appoint(
        actor=SYSTEM, position=town.position("ketua_rt"), user=user, starts=starts,
        ends=starts.replace(year=starts.year + 5), reason=reason,
    )  # fmt: skip


def test_a_third_term_is_noted_even_after_a_pause_and_never_refused(town: builders.City) -> None:
    user = town.user("ketua_rt")
    again(town, user, NEXT)
    with pytest.raises(Refused) as refused:
        again(town, user, date(2041, 1, 1))
    assert (refused.value.code, refused.value.field) == ("needs_reason", "reason")
    made = again(town, user, date(2041, 1, 1), "Tidak ada calon lain")
    assert [row.code for row in made.concerns.all()] == ["third_term"]


def test_an_acting_time_does_not_count_as_a_term(town: builders.City) -> None:
    user = town.user("ketua_rt")
    actions.appoint(actor=SYSTEM, position=town.position("ketua_rt"), user=user, mandate="acting", starts=NEXT,
                    ends=date(2031, 1, 1))  # fmt: skip
    assert not again(town, user, date(2031, 1, 1)).concerns.exists()


def test_a_second_office_is_noted_and_the_camat_reads_it(town: builders.City) -> None:
    given = {"actor": town.actor("lurah"), "position": town.position("ketua_rw"), "user": town.user("ketua_rt")}
    ended = actions.end_appointment(actor=SYSTEM, appointment=town.cast["ketua_rw"], on=clock.today())
    dates = {"starts": ended.ends, "ends": NEXT}
    assert code(**given, **dates) == "needs_reason"
    actions.appoint(**given, **dates, reason="Sementara, sampai pemilihan")  # type: ignore[arg-type]
    camat = town.actor("camat")
    concern = queries.concerns(camat).get()
    assert (concern.code, concern.reason) == ("double_office", "Sementara, sampai pemilihan")
    assert queries.concerns(town.actor("camat_next")).count() == 0
    actions.see_concern(actor=camat, concern=concern)
    assert queries.unseen_concerns(camat) == 0
    assert concern.seen_by_id == camat.user_id


def test_a_city_may_allow_two_offices_in_neighbourhood_bodies(town: builders.City) -> None:
    regulations.set_rule(
        actor=SYSTEM, key="institutions.one_body", label="Tidak merangkap", value="tidak", unit="ya_tidak",
        starts=clock.today(), legal_basis="Perwal contoh", certainty="city",
    )  # fmt: skip
    ended = actions.end_appointment(actor=SYSTEM, appointment=town.cast["ketua_rw"], on=clock.today())
    given = {"actor": SYSTEM, "user": town.user("ketua_rt"), "starts": ended.ends, "ends": NEXT}
    assert code(position=town.position("ketua_rw"), **given) == "appointed"
    # An office of the government beside it is another matter.
    clerk = town.position("petugas_loket")
    actions.end_appointment(actor=SYSTEM, appointment=town.cast["petugas_loket"], on=clock.today())
    assert code(position=clerk, **given) == "needs_reason"


def test_only_the_camat_of_the_place_marks_it_read(town: builders.City) -> None:
    actions.appoint(actor=SYSTEM, position=town.position("ketua_rt"), name="B", starts=NEXT, reason="perlu")
    concern = Concern.objects.get()
    for name in ("camat_next", "lurah", "ketua_rt"):
        with pytest.raises(Refused) as refused:
            actions.see_concern(actor=town.actor(name), concern=concern)
        assert refused.value.code == "not_allowed"


def test_terms_must_run_forward(town: builders.City) -> None:
    given = {"actor": SYSTEM, "position": town.position("ketua_rt"), "name": "Budi"}
    assert code(**given, starts=NEXT, ends=NEXT) == "bad_term"
    assert code(actor=SYSTEM, position=town.position("ketua_rt"), name="  ", starts=NEXT) == "no_name"


@pytest.mark.parametrize(
    ("who", "seat", "allowed"),
    [
        ("lurah", "ketua_rt", True),
        ("lurah", "ketua_rw", True),
        ("lurah", "petugas_loket", True),
        ("lurah", "lurah", False),
        ("lurah", "sekretaris_kelurahan", False),
        ("lurah", "camat", False),
        ("lurah_next", "ketua_rt", False),
        ("lurah_far", "ketua_rt", False),
        ("camat", "lurah", True),
        ("camat", "camat", False),
        ("camat_next", "lurah", False),
        ("ketua_rw", "ketua_rt", False),
        ("sekretaris_kelurahan", "ketua_rt", False),
        ("pemerintahan", "camat", True),
        ("pemerintahan", "wali_kota", True),
        ("pemerintahan", "perlindungan", False),
        ("pemerintahan", "inspektorat", False),
        ("pemerintahan", "petugas_kota", False),
        ("inspektorat", "perlindungan", True),
        ("inspektorat", "lurah", False),
        ("wali_kota", "perlindungan", False),
        ("kepala_opd", "petugas_opd", False),
    ],
)
def test_who_may_appoint_whom(town: builders.City, who: str, seat: str, allowed: bool) -> None:
    given = {"actor": town.actor(who), "position": town.position(seat), "name": "Budi", "starts": NEXT}
    assert (code(**given, ends=date(2035, 1, 1)) == "appointed") is allowed


def test_ending_needs_the_same_right(town: builders.City) -> None:
    for who in ("lurah_next", "ketua_rw", "ketua_rt"):
        with pytest.raises(Refused) as refused:
            actions.end_appointment(actor=town.actor(who), appointment=town.cast["ketua_rt"], on=clock.today())
        assert refused.value.code == "not_allowed"
    actions.end_appointment(actor=town.actor("lurah"), appointment=town.cast["ketua_rt"], on=clock.today())
    assert queries.holder(town.position("ketua_rt")) is None


def test_a_holder_lets_go_of_the_own_deputy_only(town: builders.City) -> None:
    lurah = town.actor("lurah")
    deputy = actions.delegate(actor=lurah, position=town.position("lurah"), mandate="deputy", name="Rini")
    with pytest.raises(Refused):
        actions.end_appointment(actor=queries.actor(deputy.user), appointment=deputy, on=clock.today())
    assert actions.end_appointment(actor=lurah, appointment=deputy, on=clock.today()).ends == clock.today()


def test_a_deputy_names_no_deputies(town: builders.City) -> None:
    deputy = actions.delegate(actor=town.actor("lurah"), position=town.position("lurah"), mandate="deputy", name="Rini")
    with pytest.raises(Refused) as refused:
        actions.delegate(
            actor=queries.actor(deputy.user), position=town.position("lurah"), mandate="operator", name="Sari"
        )
    assert refused.value.code == "not_allowed"


def test_an_end_seen_by_two_happens_once(town: builders.City) -> None:
    first, second = (Appointment.objects.get(pk=town.cast["ketua_rt"].pk) for _ in range(2))
    actions.end_appointment(actor=SYSTEM, appointment=first, on=clock.today())
    with pytest.raises(Refused) as refused:
        actions.end_appointment(actor=SYSTEM, appointment=second, on=clock.today() + timedelta(days=1))
    assert refused.value.code == "stale"


def test_all_or_none(town: builders.City) -> None:
    before = (Appointment.objects.count(), User.objects.count(), Event.objects.count())
    rows = [
        NewAppointment(town.position("pamor"), NEXT, name="Satu"),
        NewAppointment(town.position("ketua_rt"), clock.today(), name="Dua", ends=NEXT),
    ]
    with pytest.raises(Refused):
        actions.appoint_many(actor=SYSTEM, rows=rows)
    assert (Appointment.objects.count(), User.objects.count(), Event.objects.count()) == before
