"""docs/operate.md and deploy/ fit each other and the program; `python -m tests.bare` types them to the letter."""

import argparse
import importlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from rembuk.config import cli
from rembuk.config.settings import database
from tests import bare
from tests.documents import following
from tests.support.tools import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(path for path in (DEPLOY / "systemd").iterdir() if path.is_file())
TEXT = bare.PAGE.read_text()
TYPED = [line for block in following.blocks(TEXT) if block.language == "sh" for line in block.text.splitlines()]
NGINX = (DEPLOY / "nginx" / "rembuk.conf").read_text()


def lines_of(name: str) -> list[str]:
    """A unit or a file of the environment without its comments."""
    return [line for line in (DEPLOY / name).read_text().splitlines() if line and not line.startswith("#")]


def test_each_block_is_one_that_can_be_typed() -> None:
    assert {block.language for block in following.blocks(TEXT)} == {"sh"}
    assert len(TYPED) > 30


def test_every_unit_is_put_to_use_and_every_one_named_is_there() -> None:
    files = {unit.name for unit in UNITS}
    said = " ".join(line for line in TYPED if "systemctl" in line)
    named = set(re.findall(r"\brembuk-(?:web@|\w+)(?:\.timer)?", said))
    used = {name if name.endswith(".timer") else f"{name}.service" for name in named}
    assert used == files


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_with_what_it_knows(unit: Path) -> None:
    started = re.findall(r"^ExecStart=/srv/rembuk/app/\.venv/bin/rembuk (\w+)(.*)$", unit.read_text(), re.MULTILINE)
    assert started
    for name, rest in started:
        parser = bare_parser(name)
        parser.parse_args(rest.replace("%i", "8001").split())


def bare_parser(name: str) -> argparse.ArgumentParser:
    """The arguments of a command of ours."""
    made = argparse.ArgumentParser(exit_on_error=False)
    importlib.import_module(f"rembuk.config.cli.{cli.COMMANDS[name][0]}").arguments(made)
    return made


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_every_line(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here")
    shutil.copytree(DEPLOY / "systemd", tmp_path / "units")
    for path in (tmp_path / "units").glob("*.service"):
        # What is started stands on a city's machine only.
        path.write_text(re.sub(r"^(Exec\w+)=\S+", r"\1=/bin/true", path.read_text(), flags=re.MULTILINE))
    name = unit.name.replace("@.", "@8001.")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "units" / name], capture_output=True, text=True
    )
    assert [line for line in done.stderr.splitlines() if "rembuk" in line] == []


def test_nginx_understands_every_line(tmp_path: Path) -> None:
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        pytest.skip("nginx is not here; python -m tests.bare runs it")
    key = f"-keyout {tmp_path}/key.pem -out {tmp_path}/cert.pem -subj /CN=x -days 1".split()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *key], check=True, capture_output=True)
    here = NGINX.replace("/etc/rembuk/tls", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "site.conf").write_text(here)
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole)
    done = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)
    assert "test is successful" in done.stderr, done.stderr


def test_the_server_in_front_lets_the_program_say_what_is_too_large() -> None:
    (most,) = re.findall(r"client_max_body_size (\d+)m;", NGINX)
    assert settings.MAX_BODY < int(most) * 1024 * 1024 < settings.MAX_BODY * 1.1


def test_the_server_in_front_replaces_every_header_that_the_program_believes() -> None:
    from rembuk.foundation.web import middleware

    replaced = set(re.findall(r"proxy_set_header (\S+) ", NGINX))
    believed = {name.removeprefix("HTTP_").replace("_", "-").title() for name in middleware._PROXY_HEADERS}
    assert believed <= {name.title() for name in replaced}
    assert "$proxy_add_x_forwarded_for" not in NGINX, "what a visitor says of himself is not passed on"


def test_the_server_in_front_keeps_no_address_of_a_person_and_no_path() -> None:
    written = "".join(re.findall(r"log_format .*?;", NGINX, re.DOTALL))
    assert not {"$remote_addr", "$request_uri", "$uri", "$request ", "$args", "$http_"} & set(
        re.findall(r"\$\w+", written)
    )
    assert set(re.findall(r"error_log \S+ (\w+);", NGINX)) == {"crit"}


def test_ports_of_units_proxy_and_page_are_the_same() -> None:
    ports = set(re.findall(r"server 127\.0\.0\.1:(\d+)", NGINX))
    assert ports == set(re.findall(r"rembuk-web@(\d+)", "".join(TYPED)))


def test_the_example_of_settings_serves_by_a_role_without_a_word_and_trusts_this_machine() -> None:
    given = dict(line.split("=", 1) for line in lines_of("rembuk.env"))
    told = database(given["DATABASE_URL"])
    assert (told["USER"], told["PASSWORD"], told["HOST"]) == ("rembuk", "", "/var/run/postgresql")
    assert given["REMBUK_TRUSTED_PROXIES"] == "127.0.0.1"
    assert given["REMBUK_URL"].startswith("https://")
    known = (ROOT / "docs" / "running.md").read_text()
    assert [name for name in given if f"`{name}`" not in known] == []
    assert not any("OWNER" in name for name in given), "the owner's word is in another file"


def test_the_image_takes_what_the_lock_file_has_and_serves_as_nobody_special() -> None:
    said = (DEPLOY / "Containerfile").read_text()
    assert "RUN .ci/venv requirements.lock" in said
    assert re.findall(r"^USER (\w+)$", said, re.MULTILINE) == ["rembuk"]
    sources = [word for line in re.findall(r"^COPY (.+) \S+$", said, re.MULTILINE) for word in line.split()]
    assert [name for name in sources if not (ROOT / name).exists()] == []
    assert "requirements-dev.lock" not in sources


def test_pages_of_the_server_in_front_are_in_our_words() -> None:
    for path in (DEPLOY / "nginx").glob("*.html"):
        text = path.read_text()
        assert 'lang="id"' in text
        assert f"/{path.name}" in NGINX or path.stem in NGINX
        assert "style" not in text
        assert "script" not in text
