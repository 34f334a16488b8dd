"""The table of roles keeps its own law."""

import pytest

from rembuk.foundation.institutions import roles

# Those who prepare the wali kota's decrees give what he holds, besides their own.
LENDERS = {"pemerintahan": ("pemerintahan", "wali_kota", "camat"), "inspektorat": ("inspektorat", "wali_kota")}


@pytest.mark.parametrize("role", sorted(roles.APPOINTS))
def test_nobody_gives_what_they_do_not_hold(role: str) -> None:
    own = frozenset().union(*(roles.ROLES[lender] for lender in LENDERS.get(role, (role,))))
    excess = {other: roles.ROLES[other] - own for other in roles.APPOINTS[role]}
    # What a unit sees is what was given to it, so it is less than reports.view; it verifies only what it is asked for.
    units = {"reports.view_assigned", "musrenbang.verify"}
    assert {other: lacking - units for other, lacking in excess.items() if lacking - units} == {}


def test_who_reads_sealed_reports_is_chosen_by_those_who_read_them() -> None:
    readers = {role for role, deeds in roles.ROLES.items() if "reports.sealed" in deeds}
    assert {role for role, others in roles.APPOINTS.items() if others & readers} == {"inspektorat"}


def test_every_role_is_known_everywhere() -> None:
    known = set(roles.ROLES)
    named = {role for seats in roles.ACTS.values() for role in seats}
    named |= roles.NAMED | roles.TERM_LIMITED | set(roles.APPOINTS) | set(roles.INVITES)
    assert named - known == set()
    assert set(roles.LABELS) == known


def test_permissions_are_written_as_module_and_deed() -> None:
    deeds = frozenset().union(*roles.ROLES.values())
    assert [deed for deed in deeds if deed.count(".") != 1] == []


def test_nobody_appoints_without_inviting() -> None:
    for role in roles.APPOINTS:
        assert {"institutions.appoint", "institutions.invite"} <= roles.ROLES[role]


def test_who_opens_names_in_the_whole_city_shows_a_code_from_an_app() -> None:
    city = {role for role in roles.ROLES if roles.needs_totp(role, "kota")}
    assert city >= {"pemerintahan", "inspektorat", "perlindungan", "petugas_kota", "wali_kota"}
    # Without the codes: who looks at everything and works on it there, and who reads sealed reports.
    opens = {"reports.view", "reports.acknowledge"}
    everything = {role for role, deeds in roles.ROLES.items() if deeds >= opens or "reports.sealed" in deeds}
    assert everything - city == set()
    # A unit opens only what was assigned to it; a clerk who receives opens no names.
    assert not city & {"kepala_opd", "petugas_opd", "petugas_loket", "lpm", "pamor"}


def test_a_neighbourhood_needs_no_app_and_a_confidant_does_anywhere() -> None:
    for level in ("rt", "rw", "kelurahan", "kecamatan"):
        there = {role for role in roles.ROLES if roles.needs_totp(role, level)}
        assert there == {"pemerintahan", "inspektorat", "perlindungan", "petugas_kota"}, level
