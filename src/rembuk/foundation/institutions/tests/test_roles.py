"""The table of roles keeps its own law."""

import pytest

from rembuk.foundation.institutions import roles

# Those who prepare the wali kota's decrees give what he holds, besides their own.
LENDERS = {"pemerintahan": ("pemerintahan", "wali_kota", "camat"), "inspektorat": ("inspektorat", "wali_kota")}


@pytest.mark.parametrize("role", sorted(roles.APPOINTS))
def test_nobody_gives_what_they_do_not_hold(role: str) -> None:
    own = frozenset().union(*(roles.ROLES[lender] for lender in LENDERS.get(role, (role,))))
    excess = {other: roles.ROLES[other] - own for other in roles.APPOINTS[role]}
    units = {"reports.view_assigned"}  # what a unit sees is what was given to it, so it is less than reports.view
    assert {other: lacking - units for other, lacking in excess.items() if lacking - units} == {}


def test_who_reads_sealed_reports_is_chosen_by_those_who_read_them() -> None:
    readers = {role for role, deeds in roles.ROLES.items() if "reports.sealed" in deeds}
    assert {role for role, others in roles.APPOINTS.items() if others & readers} == {"inspektorat"}


def test_every_role_is_known_everywhere() -> None:
    known = set(roles.ROLES)
    named = {role for seats in roles.ACTS.values() for role in seats}
    named |= roles.NAMED | roles.NEEDS_TOTP | roles.TERM_LIMITED | set(roles.APPOINTS) | set(roles.INVITES)
    assert named - known == set()
    assert set(roles.LABELS) == known


def test_permissions_are_written_as_module_and_deed() -> None:
    deeds = frozenset().union(*roles.ROLES.values())
    assert [deed for deed in deeds if deed.count(".") != 1] == []


def test_nobody_appoints_without_inviting() -> None:
    for role in roles.APPOINTS:
        assert {"institutions.appoint", "institutions.invite"} <= roles.ROLES[role]
