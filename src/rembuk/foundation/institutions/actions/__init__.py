"""Every write of the module, by subject: bodies and seats, terms of office, and how people get in."""

from rembuk.foundation.institutions.actions.bodies import (
    NewInstitution,
    NewPosition,
    add_institution,
    add_institutions,
    add_kind,
    add_position,
    add_positions,
    close_institution,
    fill_first,
    name_kind,
)
from rembuk.foundation.institutions.actions.entry import Invitation, delegate, invite, invite_many, reset
from rembuk.foundation.institutions.actions.terms import (
    NewAppointment,
    appoint,
    appoint_many,
    end_appointment,
    see_concern,
)

__all__ = [
    "Invitation",
    "NewAppointment",
    "NewInstitution",
    "NewPosition",
    "add_institution",
    "add_institutions",
    "add_kind",
    "add_position",
    "add_positions",
    "appoint",
    "appoint_many",
    "close_institution",
    "delegate",
    "end_appointment",
    "fill_first",
    "invite",
    "invite_many",
    "name_kind",
    "reset",
    "see_concern",
]
