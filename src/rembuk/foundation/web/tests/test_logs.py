"""Log lines carry the request's id, never what somebody wrote nor a secret of an address (trap 12)."""

import io
import json
import logging
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from rembuk.foundation.web import logs

LOGGING: dict[str, Any] = settings.LOGGING


@pytest.fixture
def lines() -> Any:
    """What the program's own handler would have written."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Line(LOGGING["formatters"]["line"]["format"]))
    handler.addFilter(logs.RequestId())
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


def test_broken_page_is_logged_with_its_id_and_place_but_without_words(pages: Client, lines: io.StringIO) -> None:
    answer = pages.get("/rusak/value/?catatan=Bu+Sari+sakit")
    text = lines.getvalue()
    assert answer.headers["X-Request-ID"] in text
    assert "tests/pages.py" in text, "where it broke"
    assert "ValueError" in text
    assert "Sari" not in text


def test_missing_page_is_logged_with_its_id_too(pages: Client, lines: io.StringIO) -> None:
    answer = pages.get("/tidak-ada/")
    assert f"WARNING {answer.headers['X-Request-ID']} django.request Not Found: /tidak-ada/" in lines.getvalue()


def test_secret_in_an_address_is_not_logged(pages: Client, lines: io.StringIO) -> None:
    pages.get("/masuk/lembar/0123456789abcdef0123456789abcdef/")
    assert "/masuk/lembar/…" in lines.getvalue()
    assert "0123456789abcdef" not in lines.getvalue()


def test_cause_of_an_error_is_told_without_its_words(lines: io.StringIO) -> None:
    typed = "iraS uB"[::-1]  # the words stand in no line of code, for a traceback quotes those
    try:
        try:
            int(typed)
        except ValueError as error:
            raise KeyError(typed) from error
    except KeyError:
        logging.getLogger("x").exception("broke")
    assert lines.getvalue().splitlines()[-1] == "ValueError"
    assert "\nKeyError\n" in lines.getvalue()
    assert typed not in lines.getvalue()


@pytest.fixture
def objects() -> Any:
    """What it would have written for a program that gathers logs, from INFO on."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Fields())
    handler.addFilter(logs.RequestId())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def test_each_answer_is_an_object_that_names_the_page_and_nobodys_words(pages: Client, objects: Any) -> None:
    answer = pages.post("/polos/?catatan=Bu+Sari+sakit", {"catatan": "Bu Sari sakit"})
    (told,) = [line for line in objects() if line["logger"] == "rembuk.requests"]
    assert {name: told[name] for name in ("level", "request", "method", "status")} == {
        "level": "INFO", "request": answer.headers["X-Request-ID"], "method": "POST", "status": answer.status_code
    }  # fmt: skip
    assert set(told) == {"at", "level", "request", "logger", "said", "method", "page", "status", "ms"}
    assert "Sari" not in json.dumps(objects())
    assert "/polos/" not in json.dumps(told), "an address may hold a secret; the page has a name"


def test_a_broken_page_is_one_object_with_the_place_and_without_the_words(pages: Client, objects: Any) -> None:
    pages.get("/rusak/value/?catatan=Bu+Sari+sakit")
    (told,) = [line for line in objects() if "error" in line]
    assert "tests/pages.py" in told["error"]
    assert told["error"].endswith("ValueError")
    assert "Sari" not in json.dumps(objects())


def test_a_secret_in_an_address_is_in_no_object(pages: Client, objects: Any) -> None:
    pages.get("/masuk/lembar/0123456789abcdef0123456789abcdef/")
    assert "0123456789abcdef" not in json.dumps(objects())


def test_django_mails_no_requests_to_anybody() -> None:
    assert LOGGING["loggers"]["django"]["handlers"] == []
