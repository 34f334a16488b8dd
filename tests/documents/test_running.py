"""docs/running.md: what is to be typed on a new installation does what it says."""

import re

import pytest
from django.test import Client

from rembuk.foundation.institutions import queries as offices
from tests import builders
from tests.support.tools import ROOT

PAGE = (ROOT / "docs" / "running.md").read_text()


@pytest.mark.django_db
def test_the_first_officers_get_in(capsys: pytest.CaptureFixture[str]) -> None:
    builders.territory()
    (script,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    exec(compile(script, "first.py", "exec"), {})
    printed = re.findall(r"^(.+) \S+(/masuk/lembar/\w+/) PIN (\d{6})$", capsys.readouterr().out, re.MULTILINE)
    assert [title for title, _, _ in printed] == ["Kepala Bagian Pemerintahan", "Inspektur"]
    for _, link, pin in printed:
        client = Client()
        assert client.get(link).status_code == 200
        assert client.post(link, {"pin": pin}).status_code == 302
        assert "_auth_user_id" in client.session
    for role in ("pemerintahan", "inspektorat"):
        assert offices.holder(offices.named_office(role)) is not None


def test_every_role_of_the_database_is_named_in_its_address() -> None:
    made = re.findall(r"^CREATE ROLE (\w+) LOGIN PASSWORD '(\w+)'", PAGE, re.MULTILINE)
    (database,) = re.findall(r"^CREATE DATABASE (\w+) OWNER rembuk_owner", PAGE, re.MULTILINE)
    used = re.findall(r"postgresql://(\w+):(\w+)@[\w.]+/(\w+)", PAGE)
    assert {(role, password, database) for role, password in made} == set(used) - {("user", "password", "port")}
