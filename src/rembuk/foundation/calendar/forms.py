"""What Pemerintahan fills in about days."""

from django import forms

from rembuk.foundation.calendar.models import Day


class DayForm(forms.Form):
    """A date that differs from its weekday."""

    date = forms.DateField(
        label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Pilih tanggal.", "invalid": "Tulis tanggal yang benar."},
    )  # fmt: skip
    kind = forms.ChoiceField(label="Jenis", choices=Day.KINDS)
    name = forms.CharField(label="Nama hari", max_length=120, error_messages={"required": "Tulis nama hari itu."})
    basis = forms.CharField(label="Dasar", max_length=200, required=False, help_text="Nomor SKB atau keputusan.")


class FillForm(forms.Form):
    """Fills a year, or names its decree."""

    decree = forms.CharField(
        label="Nomor SKB", max_length=200, required=False,
        help_text="Tanpa nomor, tahun ini tetap sementara: batas waktu yang jatuh di dalamnya bisa bergeser.",
    )  # fmt: skip
