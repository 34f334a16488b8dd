"""The inbox leads to the very step; failures are seen by those who mind them; letters only where there is no post."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.notices import actions, channels, mail, queries, views
from rembuk.foundation.notices.models import Delivery, Message
from rembuk.foundation.notices.tests.conftest import NOON, Tell, Wire, actor, notice, person

pytestmark = pytest.mark.django_db


def ask(
    view: Callable[..., HttpResponse], who: Actor, method: str = "get", *, demo: bool = False, **words: Any
) -> HttpResponse:
    request: HttpRequest = getattr(RequestFactory(), method)("/kabar/", words.pop("data", {}))
    request.actor, request.is_demo = who, demo  # type: ignore[attr-defined]
    request._messages = type("Silent", (list,), {"add": lambda *_: None})()  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    return view(request, **words)


def test_the_inbox_shows_own_messages_and_what_is_new(tell: Tell, wire: Wire) -> None:
    siti, budi = person(), person("Budi", "")
    tell(notice(siti, "Lampu mati di RT 4"), notice(budi, "Bukan untuk Siti"))
    actions.bring_forward(10)
    page = ask(views.inbox, actor(siti)).content.decode()
    assert "Lampu mati di RT 4" in page
    assert "1 belum dibaca" in page
    assert "Bukan untuk Siti" not in page


def test_opening_marks_it_read_and_leads_to_the_step(tell: Tell, wire: Wire) -> None:
    siti = person()
    tell(notice(siti))
    actions.bring_forward(10)
    message = Message.objects.get()
    answer = ask(views.follow, actor(siti), "post", pk=message.pk)
    assert (answer.status_code, answer["Location"]) == (302, "/laporan/A1/")
    assert Message.objects.get().read_at == NOON
    assert queries.unread(actor(siti)) == 0


def test_a_message_of_somebody_else_does_not_exist(tell: Tell, wire: Wire) -> None:
    tell(notice(person()))
    actions.bring_forward(10)
    with pytest.raises(Http404):
        ask(views.follow, actor(person("Budi", "")), "post", pk=Message.objects.get().pk)
    assert Message.objects.get().read_at is None


def test_nobody_is_led_outside(tell: Tell, wire: Wire) -> None:
    siti = person()
    tell(notice(siti))
    actions.bring_forward(10)
    Message.objects.update(url="https://elsewhere.example/")
    assert ask(views.follow, actor(siti), "post", pk=Message.objects.get().pk)["Location"] == "/kabar/"


def test_all_are_read_at_once(tell: Tell, wire: Wire) -> None:
    siti, budi = person(), person("Budi", "")
    tell(notice(siti, "Satu"), notice(siti, "Dua"), notice(budi, "Tiga"))
    actions.bring_forward(10)
    ask(views.all_read, actor(siti), "post")
    assert (queries.unread(actor(siti)), queries.unread(actor(budi))) == (0, 1)


def test_failures_are_seen_by_those_who_mind_them(tell: Tell, wire: Wire) -> None:
    tell(notice(person(), urgent=True))
    actions.bring_forward(10)
    Delivery.objects.update(status="failed", error="SMTPServerDisconnected")
    with pytest.raises(Refused) as refused:
        ask(views.deliveries, actor(person("Budi", "")))
    assert refused.value.code == "not_allowed"
    page = ask(views.deliveries, actor(person("Agus", ""), "notices.view", "notices.retry")).content.decode()
    assert "SMTPServerDisconnected" in page
    assert "Kirim ulang" in page
    agus = actor(person("Agus", ""), "notices.view")
    assert "Kirim ulang" not in ask(views.deliveries, agus).content.decode()
    assert "1 kiriman gagal" in ask(views.inbox, agus).content.decode()
    assert "gagal" not in ask(views.inbox, actor(person("Budi", ""))).content.decode()


def test_letters_are_shown_on_a_demo_and_never_where_there_is_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REMBUK_HOME", str(tmp_path))
    siti = actor(person())
    with override_settings(EMAIL_BACKEND=mail.NAME):
        channels.Email().send(channels.Parcel("<x@b.id>", "c@d.id", "Sidik harian", "Isi surat"))
        assert "Sidik harian" in ask(views.letters, siti, demo=True).content.decode()
        name = mail.letters()[0].name
        assert "Isi surat" in ask(views.letter, siti, demo=True, name=name).content.decode()
        assert "Sidik harian" in ask(views.letters, actor(person(), "notices.view")).content.decode()
        with pytest.raises(Http404):
            ask(views.letters, siti)
        with pytest.raises(Http404):
            ask(views.letter, siti, name=name)
        with pytest.raises(Http404):
            ask(views.letter, siti, demo=True, name="tidak-ada")
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"), pytest.raises(Http404):
        ask(views.letters, siti, demo=True)
