"""Filters and links as Indonesians read them; what is open to everyone."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.template import engines

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import open_urls, share
from rembuk.foundation.web.forms import apply_refusal
from rembuk.foundation.web.trail import stages, way


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ day|day }}", "30 Januari 2026"),
        ("{{ day|short_day }}", "30 Jan 2026"),
        ("{{ day|weekday }}", "Jumat, 30 Januari 2026"),
        ("{{ at|moment }}", "31 Jan 2026 00.30"),  # the city's zone, not UTC's day
        ("{{ at|hour }}", "00.30"),
        ("{{ amount|rupiah }}", "Rp1.250.000"),
        ("{{ amount|angka }}", "1.250.000"),
        ("{% tag typed 'late' %}", '<span class="tag late">&lt;b&gt;</span>'),
        ("{% trail steps %}", '<li class="past"><span class="unseen"></span>Dilaporkan<small>hari ini</small></li>'),
    ],
)
def test_filters(template: str, said: str) -> None:
    around = {
        "day": date(2026, 1, 30),
        "at": datetime(2026, 1, 30, 17, 30, tzinfo=UTC),
        "amount": 1250000,
        "typed": "<b>",
        "steps": way(["Dilaporkan"], ["hari ini"]),
    }
    assert said in engines["django"].from_string(template).render(around)


def test_filters_show_nothing_of_nothing() -> None:
    template = "{{ none|day }}{{ none|moment }}{{ none|rupiah }}{{ none|angka }}{{ unknown|rupiah }}"
    assert engines["django"].from_string(template).render({"none": None}) == ""


def test_of_the_steps_of_a_trail_one_is_now() -> None:
    labels = ("Dilaporkan", "Musyawarah", "Tindak lanjut", "Selesai")
    steps = stages(2, ["a"], labels)
    assert [step.state for step in steps] == ["past", "past", "now", ""]
    assert (steps[0].label, steps[0].note, steps[3].label) == ("Dilaporkan", "a", "Selesai")
    assert {step.state for step in stages(4, [], labels)} == {"past"}


def test_whatsapp_link_carries_the_words_whole(settings: object) -> None:
    words = "Lampu & gang #5 — 100% beres?\nTerima kasih"
    parts = urlsplit(share.whatsapp_link(words, "/publik/MLT-1/"))
    assert (parts.netloc, parts.path) == ("wa.me", "/")
    assert parse_qs(parts.query)["text"] == [words + "\n" + share.absolute("/publik/MLT-1/")]


def test_refusal_stands_beside_its_field_or_at_the_head() -> None:
    class OneField(forms.Form):
        text = forms.CharField(required=False)

    form = OneField({"text": "a"})
    apply_refusal(form, Refused("x", "Terlalu pendek.", "text"))
    apply_refusal(form, Refused("y", "Sudah berubah.", "not_in_this_form"))
    assert form.errors == {"text": ["Terlalu pendek."], "__all__": ["Sudah berubah."]}


@pytest.mark.parametrize(
    ("name", "namespace", "opened"),
    [
        ("portal:map", "portal", True),
        ("files:photo", "files", True),
        ("files:mask", "files", False),
        ("home:today", "home", False),
    ],
)
def test_open_addresses_are_those_of_the_table(name: str, namespace: str, opened: bool) -> None:
    assert open_urls.is_open(SimpleNamespace(view_name=name, namespace=namespace)) is opened  # type: ignore[arg-type]
