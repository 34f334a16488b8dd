"""What Pemerintahan fills in about a territory; one form per deed, and what each does."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions, outlines, queries, rules
from rembuk.foundation.territory.models import Level, Territory, Zone

Choice = tuple[str, str]


def _text(label: str, *, required: bool = True, hint: str = "", most: int = 120) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint,
        error_messages={"required": "Bagian ini perlu diisi."},
    )  # fmt: skip


def _basis() -> forms.CharField:
    return _text("Dasar hukum", most=200, hint="Nomor peraturan atau keputusan.")


def _day() -> forms.DateField:
    return forms.DateField(
        label="Berlaku sejak", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Tulis tanggal yang benar."}, help_text="Kosong berarti hari ini.",
    )  # fmt: skip


def _number() -> forms.IntegerField:
    return forms.IntegerField(label="Nomor", min_value=1, max_value=999, required=False)


def _some(label: str, missing: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, required=bool(missing), error_messages={"required": missing}
    )


class PlaceForm(forms.Form):
    """A deed on one territory. `title` and `button` head the page; `do` runs the action."""

    title = button = ""

    def __init__(self, place: Territory, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.place = place
        self.prepare()

    def prepare(self) -> None:
        """Fills choices and drops what does not fit the level."""

    def do(self, actor: Actor) -> object:
        """Runs the action."""
        raise NotImplementedError

    def choose(self, name: str, choices: Sequence[Choice]) -> None:
        """Sets the choices of a field."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def only_one(self) -> None:
        """RW and RT have a number, the rest a name and a code."""
        for name in ("name", "code") if self.place.level in rules.LOCAL else ("number",):
            del self.fields[name]

    def given(self, *names: str) -> dict[str, Any]:
        """What was filled in of some fields."""
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


class AddForm(PlaceForm):
    """A territory below."""

    title, button = "Tambah wilayah di bawahnya", "Tambah"
    level = forms.ChoiceField(label="Tingkat")
    name = _text("Nama", required=False, hint="Untuk RW dan RT cukup nomornya.")
    number = _number()
    code = _text("Kode resmi", required=False, most=16)
    starts = _day()
    basis = _basis()

    def prepare(self) -> None:
        levels = sorted(rules.UNDER[self.place.level])
        self.choose("level", [(level, Level(level).label) for level in levels])

    def do(self, actor: Actor) -> object:
        return actions.add(actor=actor, parent=self.place, **self.given(*self.fields))


class RenameForm(PlaceForm):
    """A new name or code."""

    title, button = "Ganti nama atau kode", "Ganti"
    name = _text("Nama baru", required=False, hint="Nama lama tetap bisa dicari.")
    code = _text("Kode resmi baru", required=False, most=16)
    on = _day()
    basis = _basis()

    def do(self, actor: Actor) -> object:
        return actions.rename(actor=actor, territory=self.place, **self.given(*self.fields))


class MergeForm(PlaceForm):
    """This one and others become one."""

    title, button = "Gabungkan dengan wilayah lain", "Gabungkan"
    others = _some("Digabung dengan", "Pilih sedikitnya satu wilayah lain.")
    into = forms.BooleanField(
        label="Yang lain masuk ke wilayah ini, yang tetap memakai nama dan kodenya", required=False
    )
    name = _text("Nama hasil gabungan", required=False)
    number = _number()
    code = _text("Kode resmi hasil gabungan", required=False, most=16)
    on = _day()
    basis = _basis()

    def prepare(self) -> None:
        self.only_one()
        self.choose("others", [(str(row.pk), row.label) for row in queries.siblings(self.place)])

    def do(self, actor: Actor) -> object:
        chosen = set(self.cleaned_data["others"])
        olds = [self.place, *(row for row in queries.siblings(self.place) if str(row.pk) in chosen)]
        into = self.place if self.cleaned_data["into"] else None
        fields = self.given("on", "basis") | ({} if into else self.given("name", "number", "code"))
        return actions.merge(actor=actor, olds=olds, into=into, **fields)


class SplitForm(PlaceForm):
    """A part becomes a territory of its own."""

    title, button = "Mekarkan", "Mekarkan"
    name = _text("Nama wilayah baru", required=False)
    number = _number()
    code = _text("Kode resmi wilayah baru", required=False, most=16)
    takes = _some("Yang masuk ke wilayah baru")
    rest_name = _text("Nama untuk sisanya", required=False, hint="Isi hanya bila wilayah lama berakhir.")
    rest_code = _text("Kode resmi untuk sisanya", required=False, most=16)
    on = _day()
    basis = _basis()

    def prepare(self) -> None:
        self.only_one()
        if self.place.level in rules.LOCAL:
            del self.fields["rest_name"], self.fields["rest_code"]
        below = queries.children(self.place)
        self.choose("takes", [(str(row.pk), row.label) for row in below])
        if not below:
            del self.fields["takes"]

    def do(self, actor: Actor) -> object:
        chosen = set(self.cleaned_data.get("takes") or ())
        takes = tuple(row.pk for row in queries.children(self.place) if str(row.pk) in chosen)
        given = self.cleaned_data
        new = actions.Part(given.get("name", ""), given.get("code", ""), given.get("number"), takes)
        rest = actions.Part(given.get("rest_name", ""), given.get("rest_code", ""))
        stays = not rest.name
        parts = [new] if stays else [rest, new]
        return actions.split(actor=actor, old=self.place, parts=parts, stays=stays, **self.given("on", "basis"))


class BoundaryForm(PlaceForm):
    """An outline from a file."""

    title, button = "Unggah batas", "Pasang"
    file = forms.FileField(
        label="Berkas GeoJSON", error_messages={"required": "Pilih berkasnya."},
        help_text="Satu Polygon atau MultiPolygon, bujur lalu lintang (WGS84), paling besar 5 MB.",
    )  # fmt: skip
    source = _text("Sumber batas", most=200)
    starts = _day()

    def do(self, actor: Actor) -> object:
        geometry = _geometry(self.cleaned_data["file"])
        return actions.set_boundary(
            actor=actor, territory=self.place, geometry=geometry, **self.given("source", "starts")
        )


def _geometry(upload: Any) -> Mapping[str, Any]:
    """The one geometry in a file: bare, in a feature, or in a collection of one feature."""
    if upload.size > outlines.LARGEST:
        raise Refused("too_large", "Berkas lebih dari 5 MB. Sederhanakan dulu garisnya.", "file")
    try:
        content = json.loads(upload.read())
        if content["type"] == "FeatureCollection":
            (content,) = content["features"]
        found: Mapping[str, Any] = content["geometry"] if content["type"] == "Feature" else content
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused("not_geojson", "Isinya bukan satu geometri GeoJSON yang utuh.", "file") from error
    return found


class SpellForm(PlaceForm):
    """Another spelling."""

    title, button = "Tambah ejaan lain", "Tambah"
    name = _text("Ejaan lain", hint="Dipakai untuk mengenali nama yang ditulis orang.")
    note = _text("Catatan", required=False, most=200)

    def do(self, actor: Actor) -> object:
        return actions.spell(actor=actor, territory=self.place, **self.given("name", "note"))


class CloseForm(PlaceForm):
    """It is no more."""

    title, button = "Nyatakan sudah tidak ada", "Nyatakan"
    on = _day()
    basis = _basis()

    def do(self, actor: Actor) -> object:
        return actions.close(actor=actor, territory=self.place, **self.given("on", "basis"))


class ZoneForm(PlaceForm):
    """The city's time, until the first day was closed by it."""

    title, button = "Ganti zona waktu", "Ganti"
    zone = forms.ChoiceField(label="Zona waktu", help_text="Semua jam dan tenggat mengikuti zona ini.")

    def prepare(self) -> None:
        self.choose("zone", Zone.choices)
        self.initial["zone"] = self.place.zone

    def do(self, actor: Actor) -> object:
        return actions.set_zone(actor=actor, territory=self.place, zone=self.cleaned_data["zone"])


class SucceedForm(PlaceForm):
    """Who took over."""

    title, button = "Catat penerusnya", "Catat"
    new = forms.ChoiceField(label="Diteruskan oleh")
    on = _day()
    basis = _basis()

    def prepare(self) -> None:
        self.choose("new", [(str(row.pk), row.label) for row in queries.may_succeed(self.place)])

    def do(self, actor: Actor) -> object:
        chosen = self.cleaned_data["new"]
        new = next(row for row in queries.may_succeed(self.place) if str(row.pk) == chosen)
        return actions.succeed(actor=actor, old=self.place, new=new, **self.given("on", "basis"))


FORMS: dict[str, type[PlaceForm]] = {
    "add": AddForm, "rename": RenameForm, "merge": MergeForm, "split": SplitForm, "boundary": BoundaryForm,
    "spell": SpellForm, "close": CloseForm, "succeed": SucceedForm,
    "zone": ZoneForm,
}  # fmt: skip
