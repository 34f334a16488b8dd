"""What Pemerintahan fills in when a figure changes."""

from typing import Any

from django import forms

from rembuk.foundation.regulations.models import Rule


class RuleForm(forms.Form):
    """A new value from a date on."""

    value = forms.CharField(label="Nilai baru", max_length=200, error_messages={"required": "Tulis nilainya."})
    unit = forms.ChoiceField(label="Satuan", choices=Rule.UNITS)
    starts = forms.DateField(
        label="Berlaku mulai", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Pilih tanggal mulai.", "invalid": "Tulis tanggal yang benar."},
        help_text="Hari ini atau sesudahnya. Yang sudah dijanjikan sebelumnya tetap memakai nilai lama.",
    )  # fmt: skip
    legal_basis = forms.CharField(label="Dasar hukum", max_length=240, required=False)
    certainty = forms.ChoiceField(label="Seberapa pasti sumbernya", choices=Rule.CERTAINTY)

    @classmethod
    def of(cls, rule: Rule, data: Any = None) -> "RuleForm":
        """Filled with what holds now."""
        told = {"unit": rule.unit, "legal_basis": rule.legal_basis, "certainty": rule.certainty, "value": rule.value}
        return cls(data, initial=told)
