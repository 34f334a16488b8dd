"""What people fill in about bodies and terms of office."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms

from rembuk.foundation.institutions import first_rows
from rembuk.foundation.institutions.models import Kind
from rembuk.foundation.institutions.queries import words
from rembuk.foundation.regulations.models import Rule

SOMEONE_ELSE = "baru"
_DATE = {"type": "date"}


def _day(label: str, missing: str = "", *, required: bool = True, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "Tulis tanggal yang benar."},
    )  # fmt: skip


def _label() -> forms.CharField:
    return forms.CharField(label="Sebutan di kota ini", max_length=60, error_messages={"required": "Tulis sebutannya."})


class AppointForm(forms.Form):
    """Who takes a seat, by which decree, from when to when."""

    name = forms.CharField(
        label="Nama lengkap", max_length=120, error_messages={"required": "Tulis nama orang yang diangkat."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    person = forms.ChoiceField(
        label="Apakah ini orang yang sama?", widget=forms.RadioSelect,
        error_messages={"required": "Nama ini sudah tercatat. Pilih orangnya, atau pilih orang lain."},
    )  # fmt: skip
    mandate = forms.ChoiceField(
        label="Sifat jabatan", choices=[("definitive", "Definitif"), ("acting", "Pelaksana tugas (Plt)")]
    )
    decree = forms.CharField(label="Nomor SK", max_length=120, required=False)
    decree_on = _day("Tanggal SK", required=False)
    starts = _day("Mulai menjabat", "Tulis hari mulai menjabat.")
    last_day = _day("Sampai dengan", required=False, hint="Hari terakhir. Kosong berarti sampai ada penggantinya.")
    replaces = forms.BooleanField(label="Akhiri masa jabatan yang sekarang pada hari mulai ini", required=False)
    reason = forms.CharField(
        label="Alasan atau catatan", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Perlu bila merangkap jabatan, melebihi jumlah periode, atau terlalu lama. Dibaca camat.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], held: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if people:
            person = cast(forms.ChoiceField, self.fields["person"])
            person.choices = [*people, (SOMEONE_ELSE, "Bukan, orang lain yang belum tercatat")]
        else:
            del self.fields["person"]
        if not held:
            del self.fields["replaces"]

    @property
    def ends(self) -> date | None:
        """The first day no longer in office."""
        last: date | None = self.cleaned_data.get("last_day")
        return last + timedelta(days=1) if last else None


class EndForm(forms.Form):
    """The last day, and why."""

    last_day = _day("Hari terakhir menjabat", "Tulis hari terakhir menjabat.")
    reason = forms.CharField(
        label="Alasan", max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya, misalnya: mengundurkan diri, pindah alamat, meninggal dunia."},
    )  # fmt: skip

    @property
    def on(self) -> date:
        """The first day no longer in office."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class CloseForm(forms.Form):
    """Why a body is closed."""

    reason = forms.CharField(
        label="Alasan", max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya, misalnya: RT digabung menurut SK …"},
    )  # fmt: skip


class HelperForm(forms.Form):
    """A deputy or an operator, who acts in the holder's name."""

    person = forms.ChoiceField(
        label="Siapa?", widget=forms.RadioSelect, required=False,
        help_text="Yang sudah punya jabatan di sini memakai cara masuknya sendiri, lalu memilih jabatan.",
    )  # fmt: skip
    name = forms.CharField(
        label="Nama lengkap", max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    mandate = forms.ChoiceField(
        label="Sebagai", widget=forms.RadioSelect,
        choices=[("deputy", "Wakil: melakukan semuanya atas nama Anda"),
                 ("operator", "Operator: mencatat dan menyiapkan, tidak memimpin rapat dan tidak mengangkat orang")],
        error_messages={"required": "Pilih wakil atau operator."},
    )  # fmt: skip
    last_day = _day("Sampai dengan", required=False, hint="Anda dapat mengakhirinya kapan saja.")

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        name = self.fields["name"]
        if people:
            person = cast(forms.ChoiceField, self.fields["person"])
            person.choices = [*people, (SOMEONE_ELSE, "Orang lain, namanya saya tulis di bawah")]
            person.required = True
            person.error_messages["required"] = "Pilih orangnya, atau pilih orang lain."
            name.label = "Nama lengkap orang lain"
        else:
            del self.fields["person"]
            name.required = True
            name.error_messages["required"] = "Tulis namanya."

    def clean(self) -> dict[str, Any]:
        """One of the list, or a name; never both, for then it is not clear who is meant."""
        data = super().clean() or self.cleaned_data
        chosen, name = data.get("person", SOMEONE_ELSE), data.get("name", "")
        if chosen == SOMEONE_ELSE and not name and "name" not in self.errors:
            self.add_error("name", "Tulis namanya.")
        if chosen != SOMEONE_ELSE and name:
            self.add_error("name", "Anda sudah memilih orang di atas. Kosongkan nama ini, atau pilih orang lain.")
        return data

    @property
    def ends(self) -> date | None:
        """The first day no longer."""
        last: date | None = self.cleaned_data.get("last_day")
        return last + timedelta(days=1) if last else None


class KindForm(forms.Form):
    """A new kind of body."""

    label = _label()
    key = forms.CharField(
        label="Kunci", max_length=30, help_text="Huruf kecil, tidak berubah lagi. Misalnya: lmk, sudin.",
        error_messages={"required": "Tulis kuncinya."}, widget=forms.TextInput(attrs={"autocapitalize": "none"}),
    )  # fmt: skip
    tier = forms.ChoiceField(label="Tingkat", choices=first_rows.TIERS)
    legal_basis = forms.CharField(label="Dasar hukum", max_length=240, required=False)
    certainty = forms.ChoiceField(label="Seberapa pasti sumbernya", choices=Rule.CERTAINTY, initial="city")


class BodyForm(forms.Form):
    """A new body at a place."""

    kind = forms.ChoiceField(label="Jenis", error_messages={"required": "Pilih jenisnya."})
    name = forms.CharField(label="Nama", max_length=160, error_messages={"required": "Tulis nama lembaga."})
    short_name = forms.CharField(label="Nama pendek", max_length=60, required=False)

    def __init__(self, data: Any = None, *, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.kinds = {str(row.pk): row for row in kinds}
        choices = [("", "Pilih jenis"), *((key, row.label) for key, row in self.kinds.items())]
        cast(forms.ChoiceField, self.fields["kind"]).choices = choices


class SeatForm(forms.Form):
    """A new seat in a body."""

    title = forms.CharField(label="Nama jabatan", max_length=160, error_messages={"required": "Tulis nama jabatan."})
    role = forms.ChoiceField(
        label="Wewenang seperti", choices=words.role_choices,
        help_text="Menentukan apa yang boleh dilakukan pemegang jabatan.",
    )  # fmt: skip
    rank = forms.IntegerField(
        label="Urutan pengganti", min_value=1, max_value=99, initial=1,
        help_text="1 memimpin; bila kosong, urutan berikutnya yang bekerja.",
    )  # fmt: skip


def kind_of(form: BodyForm) -> Kind:
    """The kind chosen."""
    return form.kinds[form.cleaned_data["kind"]]
