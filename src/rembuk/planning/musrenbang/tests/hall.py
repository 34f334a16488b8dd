"""A session as tests need it, made through the actions."""

from rembuk.planning.musrenbang import actions, queries
from rembuk.planning.musrenbang.actions import Sent
from rembuk.planning.musrenbang.models import Round, Session
from rembuk.planning.musrenbang.tests import scene
from tests import builders


def prepared(town: builders.City, found: Round, proposals: int = 3) -> Session:
    """The session of the kelurahan, with so many proposals before it."""
    for number in range(proposals):
        scene.proposed(town, title=f"Saluran {number + 1}")
    return actions.prepare_session(actor=town.actor("lurah"), round_=found, territory=town.kelurahan)


def sent(town: builders.City, session: Session, seats: int = 4, women: int = 2, disabled: int = 0) -> Session:
    """One RW sends delegates."""
    rows = [Sent(town.institution("rw"), seats, women, disabled)]
    return actions.set_delegations(actor=town.actor("lurah"), session=session, sent=rows)


def voting(
    town: builders.City, found: Round, *, form: str = "approval", proposals: int = 3, seats: int = 4, most: int = 0,
    points: int = 0, is_secret: bool = True,
) -> Session:  # fmt: skip
    """A session whose delegates have their ballots in hand."""
    session, lurah = prepared(town, found, proposals), town.actor("lurah")
    sent(town, session, seats)
    actions.set_ballots(actor=lurah, session=session, form=form, names_most=most, points_each=points,
                        is_secret=is_secret)  # fmt: skip
    actions.open_voting(actor=lurah, session=session)
    actions.hand_out(actor=lurah, session=session, handed={town.institution("rw").pk: seats})
    return session


def twice(town: builders.City, session: Session, serial: int, told: str) -> None:
    """Two people type the same."""
    for who in ("petugas_loket", "kasi"):
        actions.type_ballot(actor=town.actor(who), session=session, serial=serial, told=told)


def serials(session: Session) -> list[int]:
    """The serials of the papers."""
    return queries.serials(session)
