"""/healthz, the system checks, and what browsers ask of every site."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from rembuk.foundation.kernel import clock, seal, seams
from rembuk.foundation.web import checks, health


@pytest.mark.usefixtures("keys")
def test_sound_program_says_ok_and_who_owns_the_tables(pages: Client) -> None:
    cache.delete(health.BEAT)
    answer = pages.get("/healthz")
    told = json.loads(answer.content)
    assert answer.status_code == 200
    assert told["status"] == told["database"] == told["migrations"] == told["keys"] == "ok"
    assert told["worker"] == "never seen"
    assert told["tables"] in {"one file, one owner", "owned by the serving role", "owned by another role"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("keys")
def test_worker_is_late_after_three_minutes_and_that_stops_no_page(
    pages: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    health.beat()
    assert json.loads(pages.get("/healthz").content)["worker"] == "ok"
    later = clock.machine_now() + timedelta(minutes=4)
    monkeypatch.setattr(clock, "machine_now", lambda: later)
    answer = pages.get("/healthz")
    assert (answer.status_code, json.loads(answer.content)["worker"]) == (200, "late")


@pytest.mark.usefixtures("keys")
def test_database_away_is_503(pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> health.Part:
        raise DatabaseError("no route to host 10.0.0.3")

    monkeypatch.setattr(health, "_database", away)
    answer = pages.get("/healthz")
    assert answer.status_code == 503
    assert json.loads(answer.content)["database"] == "unreachable"
    assert b"10.0.0.3" not in answer.content


def test_missing_keys_are_503(pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> object:
        raise FileNotFoundError("ring.json")

    monkeypatch.setattr(seal, "ring", gone)
    answer = pages.get("/healthz")
    assert (answer.status_code, json.loads(answer.content)["keys"]) == (503, "missing")


@pytest.mark.usefixtures("keys")
def test_migrations_behind_are_503_until_they_are_run(pages: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    health._migrated.cache_clear()
    real = MigrationExecutor.migration_plan
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args, **kwargs: [object()])
    assert pages.get("/healthz").status_code == 503
    monkeypatch.setattr(MigrationExecutor, "migration_plan", real)
    assert pages.get("/healthz").status_code == 200


@pytest.mark.usefixtures("keys")
def test_ready_wants_a_worker_and_room_on_the_disk_and_pages_want_neither(
    pages: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.delete(health.BEAT)
    assert (pages.get("/readyz").status_code, pages.get("/healthz").status_code) == (503, 200)
    health.beat()
    told = json.loads(pages.get("/readyz").content)
    assert (told["status"], told["worker"], told["disk"], told["migrations"]) == ("ok", "ok", "ok", "ok")
    monkeypatch.setattr(health, "room", lambda: 499_999_999)
    answer = pages.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["disk"]) == (503, "nearly full")
    assert pages.get("/healthz").status_code == 200


@pytest.mark.usefixtures("keys")
def test_ready_is_503_without_database_and_a_living_process_still_says_so(
    pages: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> health.Part:
        raise DatabaseError("no route to host 10.0.0.3")

    for name in ("_database", "_migrations", "_worker", "_tables"):
        monkeypatch.setattr(health, name, away)
    answer = pages.get("/readyz")
    assert answer.status_code == 503
    assert b"10.0.0.3" not in answer.content
    alive = pages.get("/livez")
    assert (alive.status_code, json.loads(alive.content)) == (200, {"status": "ok"})


@pytest.mark.usefixtures("keys")
def test_what_stands_open_to_everyone_says_states_and_no_places(pages: Client) -> None:
    health.beat()
    words = {"ok", "broken", "behind", "missing", "late", "never seen", "nearly full", "unreachable",
             "one file, one owner", "owned by the serving role", "owned by another role"}  # fmt: skip
    for path in ("/healthz", "/readyz", "/livez"):
        assert set(json.loads(pages.get(path).content).values()) <= words


def test_check_names_a_missing_key_file_and_what_to_do(settings: Any, tmp_path: Path) -> None:
    settings.SECRET_KEY_FILE = settings.KEY_RING_FILE = tmp_path / "none"
    found = checks.keys_are_there(None)
    assert [error.id for error in found] == ["web.E001", "web.E001"]
    assert "rembuk keys" in str(found[0].hint)
    settings.SECRET_KEY_FILE.touch()
    assert checks.keys_are_there(None) == []


@pytest.mark.usefixtures("pages", "menu")
def test_check_names_a_menu_item_that_leads_nowhere() -> None:
    assert [error.msg for error in checks.places_exist(None)] == ["Menu menunjuk alamat yang tidak ada: no:such"]
    seams.LINKS.fill()
    assert checks.places_exist(None) == []


def test_check_warns_of_a_city_without_https(settings: Any) -> None:
    settings.HTTPS = False
    assert [warning.id for warning in checks.served_safely(None)] == ["web.W001"]
    settings.HTTPS = True
    assert checks.served_safely(None) == []


def test_phone_can_keep_it_among_its_applications(pages: Client) -> None:
    told = json.loads(pages.get("/manifest.webmanifest").content)
    assert (told["lang"], told["display"]) == ("id", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


def test_search_engines_get_nothing_of_a_demo_and_no_photos_of_a_city(pages: Client, who: Any) -> None:
    assert "Disallow: /berkas/\n" in pages.get("/robots.txt").text
    assert "Disallow: /\n" not in pages.get("/robots.txt").text
    who.demo = True
    assert "Disallow: /\n" in pages.get("/robots.txt").text


def test_service_worker_keeps_the_shell_only(pages: Client) -> None:
    answer = pages.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript"
    shell = json.loads(answer.text.split("SHELL = ")[1].split(";")[0])
    assert all(name.startswith("/static/") for name in shell)
    assert "no-cache" in answer.headers["Cache-Control"]


def test_offline_page_is_about_nobody(pages: Client, who: Any, lurah: Any) -> None:
    before = pages.get("/luring/").content
    who.actor = lurah
    assert pages.get("/luring/").content == before
    assert b"Tidak ada sinyal" in before
