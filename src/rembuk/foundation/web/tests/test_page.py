"""The base page: menu, who and where, the demo band, what a script-less reader gets."""

import json
import re
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client

from rembuk.foundation.kernel.actor import Actor


def nav(content: str) -> list[str]:
    found = re.search(r'<nav class="nav".*?</nav>', content, re.DOTALL)
    assert found
    return re.findall(r"</svg>([^<]+)</a>", found[0])


@pytest.mark.usefixtures("menu")
def test_menu_has_at_most_five_places_with_lainnya_among_them(pages: Client, who: Any, lurah: Actor) -> None:
    who.actor = lurah
    assert nav(pages.get("/polos/").text) == ["Hari ini", "Laporan", "Rapat", "Kabar", "Lainnya"]


@pytest.mark.usefixtures("menu")
def test_lainnya_lists_the_rest_by_permission(pages: Client, who: Any, lurah: Actor) -> None:
    who.actor = lurah
    text = pages.get("/lainnya/").text
    assert "Lembaga" in text
    assert "Wilayah" not in text, "the permission is missing"
    assert "Peta" in text, "the public places are there too"


@pytest.mark.usefixtures("menu")
def test_public_sees_public_places_only(pages: Client) -> None:
    assert nav(pages.get("/polos/").text) == ["Peta", "Lainnya"]


@pytest.mark.usefixtures("menu")
def test_menu_marks_where_one_is(pages: Client, who: Any, lurah: Actor) -> None:
    who.actor = lurah
    assert re.findall(r'class="on" aria-current="page">.*?</svg>(.*?)</a>', pages.get("/polos/").text) == ["Rapat"]


@pytest.mark.usefixtures("menu")
def test_search_box_comes_from_the_links_and_a_missing_page_leaves_none(pages: Client, who: Any, lurah: Actor) -> None:
    who.actor = lurah
    assert '<form class="find" action="/polos/" role="search">' in pages.get("/polos/").text
    who.actor = Actor(user_id=None, name="Warga")
    from rembuk.foundation.kernel import seams

    seams.LINKS.fill(("search", "no:such"))
    assert 'role="search"' not in pages.get("/polos/").text


def test_demo_band_is_on_every_page_of_a_demo_and_on_no_other(pages: Client, who: Any) -> None:
    assert "DATA CONTOH" not in pages.get("/polos/").text
    who.demo = True
    for address in ("/polos/", "/lainnya/", "/tidak-ada/"):
        assert "DATA CONTOH" in pages.get(address).text, address


def test_drafts_belong_to_an_account(pages: Client, who: Any, lurah: Actor) -> None:
    assert 'data-account=""' in pages.get("/polos/").text
    who.actor = lurah
    assert f'data-account="{lurah.user_id}"' in pages.get("/polos/").text


def test_page_has_a_skip_link_a_language_and_one_main(pages: Client) -> None:
    text = pages.get("/polos/").text
    assert '<html lang="id">' in text
    assert text.index('href="#isi"') < text.index("<header")
    assert text.count("<main") == 1


def test_htmx_writes_no_styles_and_runs_no_text_as_code() -> None:
    found = re.search(r"""<meta name="htmx-config" content='([^']+)'""", render_to_string("web/parts/htmx.html"))
    assert found
    told = json.loads(found[1])
    assert {key: told[key] for key in ("includeIndicatorStyles", "allowEval", "selfRequestsOnly")} == {
        "includeIndicatorStyles": False, "allowEval": False, "selfRequestsOnly": True,
    }  # fmt: skip


def test_form_ties_label_hint_and_error_to_the_field(pages: Client) -> None:
    text = pages.get("/kalimat/").text
    assert '<label for="id_text">' in text
    assert 'aria-describedby="id_text_helptext"' in text
    assert 'id="id_text_helptext"' in text
    wrong = pages.post("/kalimat/", {"text": "tolak", "kind": "kota"})
    assert wrong.status_code == 422
    assert 'aria-invalid="true"' in wrong.text
    assert 'aria-describedby="id_text_helptext id_text_error"' in wrong.text
    assert 'id="id_text_error"' in wrong.text
    assert re.search(
        r'role="alert" tabindex="-1" autofocus.*?<a href="#id_text">.*?Kalimatnya terlalu pendek', wrong.text, re.DOTALL
    )


def test_only_optional_fields_are_marked(pages: Client) -> None:
    text = pages.get("/kalimat/").text
    assert re.search(r"Catatan <span[^>]*>\(boleh kosong\)", text)
    assert not re.search(r"satu kalimat <span", text)


class Review(forms.Form):
    """Of its fields one is needed."""

    verdict = forms.CharField(label="Keputusan")
    volume, note = forms.CharField(label="Volume", required=False), forms.CharField(label="Catatan", required=False)
    sure = forms.BooleanField(label="Sudah dibaca")


def test_where_most_may_be_empty_the_needed_ones_are_marked() -> None:
    text = Review().render()
    assert re.search(r"Keputusan <span[^>]*>\(wajib\)", text)
    assert text.count("wajib") == 1
    assert "boleh kosong" not in text


def test_components_speak_indonesian_figures(pages: Client) -> None:
    text = pages.get("/semua/").text
    assert "41 dari 52" in text
    assert "Rp1.250.000" in text
    assert 'aria-current="step"><span class="unseen">sekarang: </span>Tindak lanjut' in text
    assert 'href="https://wa.me/?text=Lampu%20menyala%20lagi%0Ahttp' in text
    assert 'aria-label="Langkah 2 dari 3"' in text
    assert text.count('<i class="on">') == 2


def test_filter_links_keep_the_others_and_start_the_list_anew(pages: Client) -> None:
    text = pages.get("/semua/?rw=2&status=new&sesudah=x").text
    assert '<a href="?rw=2&amp;status=closed">Selesai</a>' in text
    assert 'class="on" aria-current="true">Baru' in text


def test_page_is_small(pages: Client) -> None:
    """A page with every component, over the wire."""
    answer = pages.get("/semua/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 6_000
