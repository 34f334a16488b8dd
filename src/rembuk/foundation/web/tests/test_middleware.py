"""What happens around a request: ids, proxies, headers, compression, ETags, the outbox."""

import gzip
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from rembuk.foundation.web import middleware
from rembuk.foundation.web.tests import pages as views


def test_every_answer_bears_its_own_request_id(pages: Client) -> None:
    ids = {pages.get("/polos/").headers["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3


def test_request_id_is_taken_from_a_trusted_proxy_only(pages: Client, settings: Any) -> None:
    given = {"X-Request-ID": "from-the-proxy-1"}
    assert pages.get("/polos/", headers=given).headers["X-Request-ID"] != "from-the-proxy-1"
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert pages.get("/polos/", headers=given).headers["X-Request-ID"] == "from-the-proxy-1"
    assert pages.get("/polos/", headers={"X-Request-ID": "bad\tid"}).headers["X-Request-ID"] != "bad\tid"


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger who writes the header himself
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "6.6.6.6, 198.51.100.1, 10.0.0.7", "198.51.100.1"),  # what stands further left is not believed
        ("10.0.0.5", "", "10.0.0.5"),
        ("", "198.51.100.1", "198.51.100.1"),  # a socket
    ],
)
def test_address_behind_proxies(settings: Any, peer: str, forwarded: str, seen: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "unix"]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded} if forwarded else {})
    middleware.trusted_proxies(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == seen
    assert "HTTP_X_FORWARDED_FOR" not in request.META


@pytest.mark.parametrize("trusted", [[], ["unix"]])
def test_a_server_that_names_nobody_breaks_no_page(settings: Any, trusted: list[str]) -> None:
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/")
    del request.META["REMOTE_ADDR"]
    middleware.trusted_proxies(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == ""


def test_scheme_is_believed_from_a_trusted_proxy_only(settings: Any) -> None:
    def secure(peer: str) -> bool:
        request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": "https"})
        middleware.trusted_proxies(lambda request: HttpResponse())(request)
        return request.is_secure()

    settings.TRUSTED_PROXIES = ["10.0.0.5"]
    assert secure("10.0.0.5")
    assert not secure("203.0.113.9")


def test_policy_forbids_whatever_is_inline_or_elsewhere(pages: Client) -> None:
    headers = pages.get("/polos/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_https_city_says_so_for_a_year(pages: Client, settings: Any) -> None:
    assert "Strict-Transport-Security" not in pages.get("/polos/").headers
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert "max-age=31536000" in pages.get("/polos/").headers["Strict-Transport-Security"]


def test_text_is_compressed_with_a_length_that_tells_nothing(pages: Client) -> None:
    sizes = set()
    for _ in range(12):
        answer = pages.get("/polos/?n=3000", headers={"Accept-Encoding": "gzip"})
        assert b"aaaa" in gzip.decompress(answer.content)
        assert answer.headers["Content-Length"] == str(len(answer.content))
        sizes.add(len(answer.content))
    assert len(sizes) > 3, "BREACH: the length is blurred"


def test_head_is_answered_like_get_without_the_body(pages: Client) -> None:
    whole, head = pages.get("/polos/?n=3000"), pages.head("/polos/?n=3000")
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(whole.content))
    answered = middleware.bodiless(lambda request: HttpResponse("body"))(RequestFactory().head("/"))
    assert isinstance(answered, HttpResponse)
    assert (answered.content, answered.headers["Content-Length"]) == (b"", "4")


def test_who_takes_no_gzip_gets_none(pages: Client) -> None:
    answer = pages.get("/polos/?n=3000")
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_unchanged_page_is_304_and_a_changed_one_is_not(pages: Client) -> None:
    tag = pages.get("/polos/").headers["ETag"]
    assert pages.get("/polos/", headers={"If-None-Match": tag}).status_code == 304
    assert pages.get("/polos/?n=11", headers={"If-None-Match": tag}).status_code == 200


def test_page_with_a_form_is_304_too_though_its_token_is_masked_anew(pages: Client) -> None:
    first = pages.get("/kalimat/")
    second = pages.get("/kalimat/", headers={"If-None-Match": first.headers["ETag"]})
    assert "csrfmiddlewaretoken" in first.text
    assert second.status_code == 304


def test_compressed_page_is_304_too(pages: Client) -> None:
    headers = {"Accept-Encoding": "gzip"}
    tag = pages.get("/polos/?n=3000", headers=headers).headers["ETag"]
    assert tag.startswith("W/")
    assert pages.get("/polos/?n=3000", headers={**headers, "If-None-Match": tag}).status_code == 304


def test_token_of_another_sign_in_is_another_page(pages: Client) -> None:
    tag = pages.get("/kalimat/").headers["ETag"]
    pages.cookies.clear()
    assert pages.get("/kalimat/", headers={"If-None-Match": tag}).status_code == 200


def test_pages_are_private_and_vary_by_htmx(pages: Client) -> None:
    headers = pages.get("/polos/").headers
    assert "private" in headers["Cache-Control"]
    assert "no-cache" in headers["Cache-Control"]
    assert "HX-Request" in headers["Vary"]


def test_version_skips_the_view(pages: Client, who: Any, lurah: Any) -> None:
    views.calls.clear()
    tag = pages.get("/versi/1/").headers["ETag"]
    assert pages.get("/versi/1/", headers={"If-None-Match": tag}).status_code == 304
    assert views.calls == ["1"]
    who.actor = lurah
    assert pages.get("/versi/1/", headers={"If-None-Match": tag}).status_code == 200, "another reader, another page"


def test_outbox_is_told_where_a_form_leads_without_going_there(pages: Client) -> None:
    sent = {"text": "lampu padam", "kind": "kota"}
    answer = pages.post("/kalimat/", sent, headers={"X-Scripted": "1"})
    assert (answer.status_code, answer.headers["X-Location"]) == (204, "/polos/")
    assert "Terkirim." in pages.get("/polos/").text, "the news is still there to be shown once"
    assert pages.post("/kalimat/", sent).status_code == 302
