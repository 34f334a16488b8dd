"""/metrics: for this machine or with the token, in Prometheus' form, counted over all processes."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from rembuk.foundation.kernel import seams
from rembuk.foundation.web import health, measures

HEAD = re.compile(r"# (?:HELP ([a-z_]+) \S.*|TYPE ([a-z_]+) (?:counter|gauge|histogram))")
FIGURE = re.compile(r'([a-z_]+)(?:\{([a-z]+="[\w.+]+"(?:,[a-z]+="[\w.+]+")*)\})? (-?[0-9.]+(?:e[+-]?\d+)?)')


@pytest.fixture(autouse=True)
def place_of_our_own() -> Iterator[None]:
    """What other tests ask for is counted elsewhere."""
    measures.take_place(measures.PLACES - 1)
    yield
    measures.take_place(0)


def figures(text: str) -> dict[str, float]:
    """By name and labels. Every line has the form that Prometheus reads, every figure a head above it, none twice."""
    found: dict[str, float] = {}
    heads = set()
    for line in text.splitlines():
        if line.startswith("#"):
            said = HEAD.fullmatch(line)
            assert said, line
            heads.add(said[1] or said[2])
            continue
        figure = FIGURE.fullmatch(line)
        assert figure, line
        assert re.sub(r"_(bucket|sum|count)$", "", figure[1]) in heads or figure[1] in heads, line
        key = f"{figure[1]}{{{figure[2] or ''}}}"
        assert key not in found, line
        found[key] = float(figure[3])
    assert text.endswith("\n")
    return found


def answer(pages: Client, address: str = "127.0.0.1", **headers: str) -> Any:
    """What somebody at an address gets."""
    return pages.get("/metrics", REMOTE_ADDR=address, headers=headers)


def test_answers_are_counted_by_kind_and_class_and_by_how_long_they_took(pages: Client) -> None:
    before = figures(answer(pages).text)
    pages.get("/polos/")
    pages.post("/tidak-ada/")
    after = figures(answer(pages).text)
    grown = {key: after[key] - before[key] for key in after if after[key] != before.get(key)}
    assert grown['rembuk_requests_total{kind="read",status="2xx"}'] == 2, "the page, and the figures themselves"
    assert grown['rembuk_requests_total{kind="write",status="4xx"}'] == 1
    assert grown['rembuk_request_seconds_count{kind="read"}'] == 2
    assert grown['rembuk_request_seconds_bucket{kind="read",le="+Inf"}'] == 2


def test_the_bounds_of_time_hold_what_is_below_them(pages: Client) -> None:
    before = figures(answer(pages).text)
    for seconds in (0.05, 0.06, 11.0):
        measures.count("POST", 200, seconds)
    after = figures(answer(pages).text)
    key = 'rembuk_request_seconds_bucket{{kind="write",le="{}"}}'
    assert [after[key.format(bound)] - before[key.format(bound)] for bound in ("0.025", "0.05", "0.1", "10.0")] == [
        0, 1, 2, 2
    ]  # fmt: skip
    spent = 'rembuk_request_seconds_sum{kind="write"}'
    assert after[spent] - before[spent] == pytest.approx(11.11)


def test_processes_count_together_and_what_a_dead_one_counted_stays(pages: Client) -> None:
    key = 'rembuk_requests_total{kind="write",status="5xx"}'
    before = figures(answer(pages).text)[key]
    for number in (3, 4):
        child = os.fork()
        if child == 0:
            measures.take_place(number)
            measures.count("POST", 500, 0.1)
            os._exit(0)
        os.waitpid(child, 0)
    assert figures(answer(pages).text)[key] - before == 2


@pytest.mark.usefixtures("keys")
def test_parts_disk_worker_and_what_the_modules_tell(pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    health.beat()
    before = tuple(seams.MEASURES)
    seams.MEASURES.fill(lambda: [seams.Measure("letters_waiting", "Letters that wait.", 7)])
    monkeypatch.setattr(health, "room", lambda: 123_456_789_012)
    found = figures(answer(pages).text)
    seams.MEASURES.fill(*before)
    assert found["rembuk_letters_waiting{}"] == 7
    assert found["rembuk_disk_free_bytes{}"] == 123_456_789_012
    assert found['rembuk_part_good{part="worker"}'] == 1
    assert 0 <= found["rembuk_worker_silence_seconds{}"] < health.LATE


def test_without_database_the_rest_is_told(pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> float:
        raise DatabaseError("no route to host 10.0.0.3")

    monkeypatch.setattr(health, "silence", away)
    found = figures(answer(pages).text)
    assert found['rembuk_part_good{part="worker"}'] == 0
    assert "rembuk_worker_silence_seconds{}" not in found


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 404),
        # A proxy on this machine that nobody named: its visitors would all come from here.
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"Via": "1.1 somewhere"}, 404),
        ("", {}, 404),
    ],
)
def test_only_this_machine_reads_without_a_token(
    pages: Client, address: str, headers: dict[str, str], status: int
) -> None:
    assert answer(pages, address, **headers).status_code == status


def test_from_elsewhere_with_the_token_only(pages: Client, settings: Any, tmp_path: Path) -> None:
    settings.METRICS_TOKEN_FILE = tmp_path / "metrics"
    word = "kata-yang-panjang"
    assert answer(pages, "203.0.113.9", Authorization="Bearer ").status_code == 404
    settings.METRICS_TOKEN_FILE.write_text("\n")
    assert answer(pages, "203.0.113.9", Authorization="Bearer ").status_code == 404, "an empty file lets nobody in"
    settings.METRICS_TOKEN_FILE.write_text(f"{word}\n")
    assert answer(pages, "203.0.113.9", Authorization=f"Bearer {word}").status_code == 200
    assert answer(pages, "203.0.113.9", Authorization=f"Bearer {word}x").status_code == 404
    assert answer(pages, "203.0.113.9").status_code == 404


def test_prometheus_own_reader_takes_every_line(pages: Client) -> None:
    parser = pytest.importorskip("prometheus_client.parser")
    families = {family.name: family.type for family in parser.text_string_to_metric_families(answer(pages).text)}
    assert families["rembuk_requests"] == "counter"
    assert families["rembuk_request_seconds"] == "histogram"
