"""Gives the demo's OPD a full page of follow-ups, by its own people and through the actions. Run by `rembuk shell`."""

from datetime import timedelta

from rembuk.coordination.decisions import actions, queries
from rembuk.foundation.institutions import queries as offices
from rembuk.foundation.institutions.models import Appointment
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor

DECIDES, LEADS = "Lurah Kayuringinjaya", "Kepala DBMSDA"
COUNT = 110


def give(count: int = COUNT) -> None:
    """Work of which most is accepted, some told of, some still asked."""
    lurah, opd = holder(DECIDES), holder(LEADS)
    body = offices.institution(opd.office.institution_id) if opd.office else None
    decision = actions.decide(actor=lurah, text="Saluran dan jalan dibenahi.")
    for number in range(count):
        due = clock.today() + timedelta(days=10 + number % 60)
        work = actions.Work(f"Benahi saluran {number}", lead=body, due=due, place=f"gang {number % 20}")
        made = actions.make(actor=lurah, decision=decision, work=work)
        if number % 5:
            actions.accept(actor=opd, follow_up=made)
        if number % 5 > 2:
            actions.tell(actor=opd, follow_up=queries.follow_up(opd, made.code), text="Berjalan.", percent=number % 90)


def holder(title: str) -> Actor:
    """Whoever sits there."""
    term = Appointment.objects.select_related("user").filter(position__title=title)[0]
    return offices.actor(term.user, term.pk)
