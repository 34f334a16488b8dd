"""A word that does harm wherever it is not taken as a word, put into every text of every row and of every form."""

import csv
import gc
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import models

from rembuk.foundation.kernel.fresh import Fresh, Kept

# A formula, a tag, an attribute from within quotes of either kind, and a template.
PROBE = "=<q-q/onq>\"onq='onq={{7*7}}#panic()"
# What of it a browser would obey in a page: a tag, the end of an attribute, an address, a template that was filled in.
RAW = (b"<q-q", b'"onq', b"'onq", b'href="=', b'src="=', b'action="=', b"onq=49")
FORMULA = {"=", "+", "@", "\t", "\r"}
# What a row's text says to the program, not to people; and what stands in the chain.
STRUCTURE = re.compile(
    r"path|key|code|stamp|password|.*_hash|hash|token.*|salt|.*sha256|sha|root|previous|owner_kind|subject_kind|kind|verb|"
    r"media_type|url|role|roles|tier|state|geometry|body|folded|channel|address|email|calendar|pattern|suffix|words|"
    r"source|external_ref|sender|marks|rule|instance|fingerprint|waits_at|part|papers|size|city|username|value|deed|"
    r"username|text_hash|number"
)
CHAIN = {"audit", "config", "web", "tallies", "accounts"}


QUERY = urlencode(dict.fromkeys(
    "q cari kode nama nomor sesudah kelurahan keadaan aturan semua pemimpin near bulan urut untuk tindak_lanjut sumber "
    "sejak rw person next n lihat lembaga laporan jenis hasil catatan angka".split(), PROBE))  # fmt: skip


@contextmanager
def filled() -> Iterator[int]:
    """Every text that people wrote says the probe; gives how many columns do."""
    try:
        yield _fill_rows()
    finally:
        _forget()


def _forget() -> None:
    """What the process holds of the tables, which does not know that they were written past every deed."""
    for held in gc.get_objects():
        if type(held) in {Fresh, Kept}:
            held._held = None


def _fill_rows() -> int:
    filled = 0
    for model in apps.get_models():
        if model.__module__.startswith("rembuk.") and model._meta.app_label not in CHAIN:
            names = [(column.name, (column.max_length or 200) - 3) for column in _texts(model)]
            for number, key in enumerate(model._base_manager.values_list("pk", flat=True)):
                # Some names are one of a kind.
                said = {name: f"{PROBE[:most]}{number}" for name, most in names}
                model._base_manager.filter(pk=key).update(**said)
            filled += len(names)
    _forget()
    return filled


def _texts(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    for column in model._meta.concrete_fields:
        if isinstance(column, models.CharField | models.TextField) and not (
            column.choices or column.unique or column.primary_key or STRUCTURE.fullmatch(column.name)
        ):
            yield column


@dataclass
class Form:
    """A form of a page: where it leads, and its fields with what stands in them; None where a person writes."""

    action: str
    posted: bool
    fields: list[tuple[str, str | None]] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """What one is asked."""
        return frozenset(name for name, _ in self.fields)

    def filled(self) -> dict[str, list[str]]:
        """What somebody sends who writes the probe wherever one can write."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(PROBE if value is None else value)
        return sent


WRITTEN = {"text", "search", "tel", "url", "email", "password", "number", "date", "time", "datetime-local"}


class Forms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.chosen: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form, or a field of the last one."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "").lower() == "post"))
        elif self.found:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, fields, kind = given.get("name", ""), self.found[-1].fields, given.get("type", "text")
        if tag == "select":
            self.chosen = name
        elif tag == "option" and self.chosen and given.get("value"):
            fields.append((self.chosen, given["value"]))
            self.chosen = None
        elif name and (tag == "textarea" or (tag == "input" and kind in WRITTEN)):
            fields.append((name, None))
        elif name and tag in {"input", "button"} and kind != "file":
            fields.append((name, given.get("value", "on")))


def faults(answer: Any) -> list[str]:
    """What an answer would do beside being read."""
    kind, content = answer.headers.get("Content-Type", ""), answer.getvalue()
    if answer.status_code >= 500:
        return [f"broke: {answer.status_code}"]
    if kind.startswith(("text/html", "image/svg")):
        return [content[max(0, at - 80) : at + 20].decode(errors="replace") for at in map(content.find, RAW) if at >= 0]
    if kind.startswith("text/csv"):
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        return [f"a formula in a cell: {cell[:40]}" for row in rows for cell in row if cell[:1] in FORMULA]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [name for name in packed.namelist() if name.endswith(".xml")]
            return [f"a formula in {name}" for name in parts if b"<f>" in packed.read(name)]
    return []


def forms(answer: Any) -> list[Form]:
    """The forms of a page that are posted."""
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return [form for form in Forms(answer.getvalue().decode()).found if form.posted] if html else []
