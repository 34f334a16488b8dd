"""What goes out goes out at the right hour, at least once, and a failure is seen."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.accounts.models import User
from rembuk.foundation.audit.models import Event
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Notice
from rembuk.foundation.notices import actions, channels, mail, rules
from rembuk.foundation.notices.models import Delivery
from rembuk.foundation.notices.tests.conftest import MORNING, NOON, Tell, Wire, actor, notice, person
from tests import builders

HOUR = timedelta(hours=1)


def deliver() -> int:
    total = 0
    while done := actions.deliver(10):
        total += done
    return total


@pytest.mark.usefixtures("hours")
def test_what_is_urgent_goes_at_once_the_rest_with_the_days_digest(tell: Tell, wire: Wire) -> None:
    siti, budi = person(), person("Budi", "budi@contoh.id")
    tell(notice(siti, "Mendesak", urgent=True), notice(siti, "Satu"), notice(budi, "Untuk Budi"))
    tell(notice(siti, "Dua"))
    actions.bring_forward(10)
    assert deliver() == 1
    assert [parcel.subject for parcel in wire.sent] == ["Mendesak"]
    with clock.standing(MORNING - timedelta(seconds=1)):
        assert deliver() == 0
    with clock.standing(MORNING):
        assert deliver() == 2
        assert deliver() == 0
    digest = next(parcel for parcel in wire.sent if "Ringkasan" in parcel.subject)
    assert digest.subject == "Ringkasan 31 Januari 2026: 2 kabar"
    assert "1. Satu" in digest.text
    assert "2. Dua" in digest.text
    assert digest.text.count("/laporan/A1/") == 2
    assert [p.subject for p in wire.sent if p.address == "budi@contoh.id"] == ["Untuk Budi"]


@pytest.mark.usefixtures("hours")
@pytest.mark.parametrize(("email", "sent"), [("endang@contoh.id", ["endang@contoh.id"]), ("", [])])
def test_what_an_office_is_told_goes_to_nobody_who_left_it_overnight(
    tell: Tell, wire: Wire, email: str, sent: list[str]
) -> None:
    town = builders.city()
    seat, lurah = town.position("lurah"), town.user("lurah")
    User.objects.filter(pk=lurah.pk).update(email="indah@contoh.id")
    actions.bring_forward(1000)
    tell(Notice(seat.pk, None, "Laporan baru", "", "/laporan/A1/"), Notice(None, lurah.pk, "Perangkat baru", "", "/"))
    actions.bring_forward(10)
    tomorrow = clock.today() + timedelta(days=1)
    new = institutions.appoint(actor=SYSTEM, position=seat, name="Endang", starts=tomorrow, replaces=True)
    User.objects.filter(pk=new.user_id).update(email=email)
    with clock.standing(MORNING):
        deliver()
    told = [parcel for parcel in wire.sent if "Laporan baru" in f"{parcel.subject} {parcel.text}"]
    assert [parcel.address for parcel in told] == sent
    # What they were told as a person is theirs.
    assert [parcel.subject for parcel in wire.sent if parcel.address == "indah@contoh.id"] == ["Perangkat baru"]
    left = Delivery.objects.exclude(status="sent").values_list("status", "error")
    assert list(left) == ([] if sent else [("failed", "Jabatannya sudah tidak dipegang orang yang dituju.")])


def test_a_city_without_hours_sends_at_once(tell: Tell, wire: Wire) -> None:
    tell(notice(person()))
    actions.bring_forward(10)
    assert deliver() == 1


def test_a_letter_is_retried_under_the_same_id(tell: Tell, wire: Wire) -> None:
    tell(notice(person(), urgent=True))
    actions.bring_forward(10)
    wire.failures = 2
    first = channels.parcel(list(Delivery.objects.all())).message_id
    assert deliver() == 1
    waiting = Delivery.objects.get()
    assert (waiting.status, waiting.tries, waiting.try_at) == ("waiting", 1, NOON + timedelta(minutes=1))
    assert waiting.error == "ConnectionRefusedError: no server there"
    with clock.standing(NOON + timedelta(minutes=1)):
        assert deliver() == 1
        assert Delivery.objects.get().try_at == NOON + timedelta(minutes=6)
    with clock.standing(NOON + timedelta(minutes=6)):
        assert deliver() == 1
    assert [parcel.message_id for parcel in wire.sent] == [first]
    assert (Delivery.objects.get().status, Delivery.objects.get().error) == ("sent", "")


def test_after_the_last_try_it_has_failed_and_is_seen(tell: Tell, wire: Wire) -> None:
    tell(notice(person(), urgent=True))
    actions.bring_forward(10)
    wire.failures = 99
    at = NOON
    for _ in range(len(rules.BACK_OFF) + 1):
        with clock.standing(at):
            assert deliver() == 1
        at = Delivery.objects.get().try_at
    assert Delivery.objects.get().status == "failed"
    with clock.standing(at + 100 * HOUR):
        assert deliver() == 0


def test_a_day_without_a_mail_server_delays_letters_and_loses_none(tell: Tell, wire: Wire) -> None:
    """One an hour: those of the first minutes wait longest, and nobody needs to send them again by hand."""
    wire.failures = 10**6
    for step in range(3 * 24 * 6):
        with clock.standing(NOON + timedelta(minutes=10 * step)):
            if step < 24 * 6 and step % 6 == 0:
                tell(notice(person(f"Warga {step}", f"warga{step}@contoh.id"), urgent=True))
                actions.bring_forward(10)
            if step == 24 * 6:
                wire.failures = 0
            deliver()
    assert sorted(parcel.address for parcel in wire.sent) == sorted(
        f"warga{step}@contoh.id" for step in range(0, 144, 6)
    )
    assert set(Delivery.objects.values_list("status", flat=True)) == {"sent"}


def failed(tell: Tell, wire: Wire) -> Delivery:
    tell(notice(person(), urgent=True))
    actions.bring_forward(10)
    Delivery.objects.update(status="failed", tries=6)
    return Delivery.objects.get()


def test_a_failed_one_is_sent_again_by_who_may(tell: Tell, wire: Wire) -> None:
    delivery = failed(tell, wire)
    agus = actor(person("Agus", ""), "notices.view", "notices.retry")
    with pytest.raises(Refused) as refused:
        actions.retry(actor=actor(person("Budi", ""), "notices.view"), delivery=delivery)
    assert refused.value.code == "not_allowed"
    actions.retry(actor=agus, delivery=delivery)
    assert Event.objects.filter(verb="notices.retried", subject_id=delivery.pk).count() == 1
    assert deliver() == 1
    assert Delivery.objects.get().status == "sent"
    with pytest.raises(Refused) as refused:
        actions.retry(actor=agus, delivery=delivery)
    assert refused.value.code == "stale"


def test_a_worker_that_dies_in_the_middle_loses_nothing(
    tell: Tell, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(notice(person(), urgent=True))
    actions.bring_forward(10)

    def power_cut(parcel: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(wire, "send", power_cut)
        with pytest.raises(KeyboardInterrupt):
            actions.deliver(10)
    assert deliver() == 0, "the other worker waits for the lease"
    with clock.standing(NOON + rules.LEASE):
        assert deliver() == 1
    assert len(wire.sent) == 1


def test_of_two_workers_one_sends_it(tell: Tell, wire: Wire) -> None:
    tell(notice(person(), urgent=True))
    actions.bring_forward(10)
    both = [actions._together(Delivery.objects.get(), NOON) for _ in range(2)]
    assert [actions._claim(together, NOON) for together in both] == [True, False]


def test_a_channel_that_was_taken_away_is_a_failure_with_a_name(tell: Tell, wire: Wire) -> None:
    tell(notice(person(), urgent=True))
    actions.bring_forward(10)
    Delivery.objects.update(channel="merpati")
    assert deliver() == 1
    assert "merpati" in Delivery.objects.get().error


ALL_HOURS = st.one_of(st.none(), st.integers(0, 23))
instants = st.integers(0, 60 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes))


@given(ALL_HOURS, ALL_HOURS, ALL_HOURS, instants)
def test_nothing_that_can_wait_breaks_the_quiet_hours(
    start: int | None, end: int | None, digest: int | None, now: datetime
) -> None:
    hours = rules.Hours(start, end, digest)
    due = hours.due(now, urgent=False)
    assert not hours.quiet(due)
    assert now <= due <= now + timedelta(days=2)
    assert hours.due(now, urgent=True) == now
    for tries in range(1, len(rules.BACK_OFF) + 1):
        again = hours.again(now, tries, urgent=False)
        assert again is not None
        assert not hours.quiet(again)
        assert again > now
    assert hours.again(now, len(rules.BACK_OFF) + 1, urgent=False) is None


def test_quiet_hours_pass_midnight() -> None:
    hours = rules.Hours(21, 6, 7)
    quiet = [hour for hour in range(24) if hours.quiet(datetime(2026, 1, 30, hour, tzinfo=clock.zone()))]
    assert quiet == [0, 1, 2, 3, 4, 5, 21, 22, 23]


def test_the_outbox_keeps_letters_once_and_for_the_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUK_HOME", str(tmp_path))
    connection = get_connection(mail.NAME)
    letter = EmailMessage("Sidik é", "Isi surat", "a@b.id", ["c@d.id"], headers={"Message-ID": "<x@b.id>"})
    for _ in range(2):
        connection.send_messages([letter])
    assert [(one.subject, one.to, one.text.strip(), one.at) for one in mail.letters()] == [
        ("Sidik é", "c@d.id", "Isi surat", NOON),
    ]
    stored = next(tmp_path.glob("surat/*.eml"))
    assert stored.stat().st_mode & 0o777 == 0o600
    assert mail.letter(stored.stem) == mail.letters()[0]
    assert mail.letter("../keys/ring") is None


def test_email_carries_its_id(settings: Any, tmp_path: Path, mailoutbox: list[EmailMessage]) -> None:
    channels.Email().send(channels.Parcel("<x@b.id>", "c@d.id", "Sidik", "Isi"))
    assert mailoutbox[0].message()["Message-ID"] == "<x@b.id>"
    assert mailoutbox[0].to == ["c@d.id"]


@pytest.mark.parametrize("breaks", ["\r\n", "\n", "\u2028", "\x0b", "\x85"])
def test_a_title_of_several_lines_is_one_line_of_a_letter(
    tell: Tell, mailoutbox: list[EmailMessage], breaks: str
) -> None:
    tell(notice(person(), f"Rapat{breaks}Bcc: pencuri@evil.test{breaks}{breaks}Isi lain", urgent=True))
    actions.bring_forward(10)
    assert deliver() == 1
    assert [letter.subject for letter in mailoutbox] == ["Rapat Bcc: pencuri@evil.test Isi lain"]
    assert mailoutbox[0].recipients() == ["siti@contoh.id"]


def test_the_file_channel_writes_what_a_service_would_send(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUK_HOME", str(tmp_path))
    channels.File().send(channels.Parcel("<x@b.id>", "Siti", "Sidik", "Isi"))
    assert '"address": "Siti"' in (tmp_path / "pesan.jsonl").read_text()
