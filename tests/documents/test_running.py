"""docs/running.md: what is to be typed on a new installation does what it says."""

import json
import re
import shlex
import shutil

import pytest

from rembuk.config import cli
from tests.support.site import Site
from tests.support.tools import ROOT

BEKASI = ROOT / "src" / "rembuk" / "foundation" / "territory" / "bekasi.csv"
PAGE = (ROOT / "docs" / "running.md").read_text()


FIRST_DAY = ["keys", "migrate", "import", "begin", "check"]
SHEET = re.compile(
    r"^(.+), [^,]+ \(.+\)\n  https://rembuk.kelurahan.example(/masuk/lembar/\w+/)  PIN (\d{6})$", re.MULTILINE
)
ENTER = """
import json
from django.test import Client
for title, link, pin in json.loads(WORDS):
    browser = Client()
    answer = browser.post(link, {"pin": pin}, secure=True, headers={"host": "rembuk.kelurahan.example"})
    print(title, answer.status_code, "_auth_user_id" in browser.session)
"""


def typed(heading: str, first: str = "rembuk keys") -> list[list[str]]:
    """The `rembuk` lines of the block with some words below a heading, as a shell reads them; without the path."""
    block = re.findall(r"^```sh\n(.*?)^```$", PAGE.partition(heading)[2], re.DOTALL | re.MULTILINE)
    lines = next(one for one in block if first in one).replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith(".venv/bin/rembuk")]


def settings_file() -> dict[str, str]:
    """The lines of rembuk.env that do not say where things lie."""
    (lines,) = re.findall(r"^```ini\n(REMBUK_HOME=.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return {name: value for name, _, value in (line.partition("=") for line in lines.splitlines())}


def test_a_new_installation_gets_its_first_officers_in(empty: Site) -> None:
    if empty.database:
        pytest.skip("the one small server of the page keeps its data in a file")
    shutil.copy(BEKASI, empty.home / "wilayah.csv")
    env = {name: value for name, value in settings_file().items() if name != "REMBUK_HOME"}
    lines = typed("## A kelurahan: one small server")
    assert [words[0] for words in lines] == FIRST_DAY
    said = {}
    for words in lines:
        here = [str(empty.home / word) if word == "wilayah.csv" else word for word in words]
        said[words[0]] = empty.rembuk(*here, env=env).stdout
    printed = SHEET.findall(said["begin"])
    assert [title for title, _, _ in printed] == ["Kepala Bagian Pemerintahan", "Inspektur"]
    code = ENTER.replace("WORDS", repr(json.dumps(printed)))
    entered = empty.rembuk("shell", "--no-imports", "--command", code, env=env).stdout
    assert entered.splitlines() == ["Kepala Bagian Pemerintahan 302 True", "Inspektur 302 True"]
    again = next([*words] for words in lines if words[0] == "begin")
    assert "Tidak ada yang ditambahkan." in empty.rembuk(*again, env=env).stdout
    shutil.copy(ROOT / "examples" / "contoh-pengurus.csv", empty.home / "pengurus.csv")
    for words in typed("### Everybody else, from one file", "import institutions"):
        here = [str(empty.home / word) if word == "pengurus.csv" else word for word in words]
        assert "14 baris: 13 diangkat" in empty.rembuk(*here, env=env).stdout
    assert "0 diangkat, 13 sudah ada" in empty.rembuk(*here, env=env).stdout
    assert empty.rembuk("verify", "-q", env=env).returncode == 0


def test_the_recipe_of_the_help_is_that_of_the_page() -> None:
    recipe = cli.overview().partition("Mulai dari nol:")[2].partition("Mencoba dulu:")[0]
    named = re.findall(r"\brembuk ([a-z]+)", recipe)
    assert named == [*FIRST_DAY[:-1], "serve"]
    ours = next(words for words in typed("## A kelurahan: one small server") if words[0] == "begin")
    options = {word for word in ours if word.startswith("--")}
    assert options == set(re.findall(r"(--[a-z]+)", recipe))


def test_the_first_monday_begins_where_the_page_ends() -> None:
    monday = (ROOT / "docs" / "first-monday.md").read_text()
    order = ["rembuk begin", "rembuk import institutions", "**Tambah lembaga**", "**Tambah jabatan**",
             "**Angkat orang**", "**Cetak lembar masuk**", "## Senin pagi"]  # fmt: skip
    places = [monday.find(words) for words in order]
    assert places == sorted(places)
    assert min(places) > 0


def test_every_role_of_the_database_is_named_in_its_address() -> None:
    made = re.findall(r"^CREATE ROLE (\w+) LOGIN PASSWORD '(\w+)'", PAGE, re.MULTILINE)
    (database,) = re.findall(r"^CREATE DATABASE (\w+) OWNER rembuk_owner", PAGE, re.MULTILINE)
    used = re.findall(r"postgresql://(\w+):(\w+)@[\w.]+/(\w+)", PAGE)
    assert {(role, password, database) for role, password in made} == set(used) - {("user", "password", "port")}
