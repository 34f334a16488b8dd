"""Each event is told once, to whom it concerns."""

from datetime import date, timedelta

import pytest
from django.test import override_settings

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.audit import queries as journal
from rembuk.foundation.audit.models import Reader
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.seams import NOTICES, Notice
from rembuk.foundation.notices import actions, queries, seams
from rembuk.foundation.notices.models import Delivery, Message
from rembuk.foundation.notices.tests.conftest import NOON, Tell, Wire, actor, notice, person
from tests import builders

pytestmark = pytest.mark.django_db


def forward() -> None:
    while actions.bring_forward(2):
        pass


def test_a_person_is_told_in_the_inbox_and_outside(tell: Tell, wire: Wire) -> None:
    siti, budi = person(), person("Budi", "")
    tell(notice(siti, "Satu"), notice(budi, "Dua"))
    forward()
    assert [message.subject for message in queries.inbox(actor(siti))] == ["Satu"]
    assert [message.url for message in queries.inbox(actor(budi))] == ["/laporan/A1/"]
    assert [delivery.address for delivery in Delivery.objects.all()] == ["siti@contoh.id"]


def test_an_event_is_told_once(tell: Tell, wire: Wire) -> None:
    siti = person()
    tell(notice(siti))
    forward()
    forward()
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


def test_after_a_restore_nobody_is_told_again(tell: Tell, wire: Wire) -> None:
    siti = person()
    tell(notice(siti))
    forward()
    Reader.objects.update(xid=0, event_id=0)
    tell(notice(siti, "Baru"))
    forward()
    assert sorted(Message.objects.values_list("subject", flat=True)) == ["Baru", "Laporan baru"]
    assert Delivery.objects.count() == 2


def test_two_notices_of_one_event_are_two(tell: Tell, wire: Wire) -> None:
    siti = person()
    tell(notice(siti, "Satu"), notice(siti, "Dua"), notice(siti, "Dua"))
    forward()
    assert Message.objects.count() == 2, "the same words of the same event are one message"


def test_an_office_is_told_and_its_holder_reached(monkeypatch: pytest.MonkeyPatch, wire: Wire) -> None:
    town = builders.city()
    lurah = town.user("lurah")
    lurah.email = "lurah@contoh.id"
    lurah.save()
    told = Notice(town.position("lurah").pk, None, "Laporan baru", "", "/laporan/A1/")
    monkeypatch.setattr(NOTICES, "_filled", (lambda event: [told] if event.verb == "notices.test" else [],))
    audit.record(town.actor("lurah"), audit.Aside("notices.test", town.kota.pk), "notices.test")
    while actions.bring_forward(5000):
        pass
    assert [message.subject for message in queries.inbox(town.actor("lurah"))] == ["Laporan baru"]
    assert queries.inbox(town.actor("lurah_next")) == []
    assert queries.inbox(town.actor("sekretaris_kelurahan")) == []
    assert Delivery.objects.get().address == "lurah@contoh.id"


def test_the_days_digest_goes_to_inspektorat(monkeypatch: pytest.MonkeyPatch, wire: Wire) -> None:
    monkeypatch.setattr(NOTICES, "_filled", (seams.day_closed,))
    audit.record(actor(person()), audit.Aside("notices.test", person().pk), "notices.test")
    with clock.standing(NOON.replace(day=31)), override_settings(INSPEKTORAT_EMAIL="inspektorat@contoh.id"):
        assert audit.close_days(clock.now()) == 1
        forward()
        assert actions.deliver(10) == 1
    digest = journal.digests()[0]
    assert digest.day == date(2026, 1, 30)
    letter = wire.sent[0]
    assert letter.address == "inspektorat@contoh.id"
    assert digest.hash in letter.text
    assert digest.root in letter.text
    assert "Jumat, 30 Januari 2026" in letter.subject


def test_the_latest_are_the_first_of_the_inbox(tell: Tell, wire: Wire) -> None:
    town = builders.city()
    seat, lurah = town.position("lurah"), town.user("lurah")
    for number in range(4):
        with clock.standing(NOON + timedelta(minutes=number)):
            tell(
                Notice(seat.pk if number % 2 else None, None if number % 2 else lurah.pk, f"Kabar {number}", "", "/a/")
            )
            forward()
    for name in ("lurah", "lurah_next"):
        shown = [(row.id, row.subject, row.read_at) for row in queries.latest(town.actor(name))]
        assert shown == [(row.pk, row.subject, row.read_at) for row in queries.inbox(town.actor(name))[:3]]
    assert len(queries.latest(town.actor("lurah"))) == 3
