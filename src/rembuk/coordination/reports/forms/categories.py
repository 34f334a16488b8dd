"""The rows that Pemerintahan keeps: what may be reported, and which way it goes."""

from datetime import date, timedelta
from typing import Any

from django import forms

from rembuk.coordination.reports.models import Category, Owner, Track
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.regulations.models import Rule
from rembuk.foundation.web.forms import offer


class CategoryForm(forms.Form):
    """A category."""

    key = forms.SlugField(label="Kunci", max_length=40, help_text="Huruf kecil dan garis bawah, misalnya jalan_rusak.")
    label = forms.CharField(label="Nama", max_length=80)
    group = forms.CharField(label="Kelompok", max_length=60)
    track = forms.ChoiceField(label="Jalur", choices=Track.choices)
    blurs = forms.BooleanField(label="Samarkan titik dan foto (urusan rumah dan sosial)", required=False)
    unit = forms.ChoiceField(label="Unit yang menjawab", required=False)
    office = forms.ChoiceField(label="Kantor pemegang laporan terlindungi", required=False,
                               choices=[("", "–"), *Category.OFFICES])  # fmt: skip
    order = forms.IntegerField(label="Urutan", min_value=0, max_value=999, initial=100)
    starts = forms.DateField(
        label="Berlaku mulai", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Tulis tanggal yang benar."},
        help_text="Laporan yang masuk sebelumnya tetap dengan nama dan jalur lama. Unit dan urutan berlaku seketika.",
    )  # fmt: skip
    legal_basis = forms.CharField(label="Dasar hukum", max_length=240, required=False)
    certainty = forms.ChoiceField(label="Seberapa pasti sumbernya", choices=Rule.CERTAINTY, initial="city")

    def __init__(self, *args: Any, category: Category | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"starts": clock.today()}
        if category:
            fields = ("key", "label", "group", "track", "blurs", "office", "order", "legal_basis", "certainty")
            kwargs["initial"] = {name: getattr(category, name) for name in fields} | {
                "unit": str(category.unit_id or ""),
                "starts": category.starts if category.starts > clock.today() else _after(category),
            }
        super().__init__(*args, **kwargs)
        self.units = {str(row.pk): row for row in institutions.units()}
        offer(self, "unit", [("", "–"), *((key, str(row)) for key, row in self.units.items())])
        if category:
            self.fields["key"].widget = forms.HiddenInput()

    def arguments(self) -> dict[str, Any]:
        """For the action."""
        return {**self.cleaned_data, "unit": self.units.get(self.cleaned_data["unit"])}


def _after(category: Category) -> date:
    """The first day on which another row may take over."""
    return max(clock.today(), category.starts + timedelta(days=1))


class KeywordForm(forms.Form):
    """Words that suggest a category."""

    words = forms.CharField(
        label="Kata atau ungkapan",
        max_length=60,
        help_text="Misalnya “lampu jalan”. Bentuk panjangnya ikut: “bocor” juga “bocornya”.",
    )
    owner = forms.ChoiceField(
        label="Sekaligus menyebut pemilik",
        required=False,
        choices=[("", "–"), *(pair for pair in Owner.choices if pair[0] != Owner.UNKNOWN)],
    )
