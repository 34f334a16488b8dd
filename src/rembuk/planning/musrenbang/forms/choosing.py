"""What binds a choice, and how a session came to its decision."""

from typing import Any
from uuid import UUID

from django import forms

from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.web.forms import offer
from rembuk.planning.musrenbang.actions.choosing import Agreed
from rembuk.planning.musrenbang.forms.amounts import RupiahField
from rembuk.planning.musrenbang.models import Field, Purse, Tie, Weight


class WeightForm(forms.Form):
    """How much a criterion counts."""

    key = forms.ChoiceField(label="Kriteria", choices=Weight.KEYS)
    points = forms.IntegerField(label="Bobot", min_value=0, max_value=100, help_text="0 berarti tidak dihitung.")
    legal_basis = forms.CharField(label="Dasar", required=False, max_length=200)


class PriorityForm(forms.Form):
    """A standard item that the city wants most this year, or no longer."""

    code = forms.CharField(label="Kode barang di kamus usulan", max_length=40)
    is_wanted = forms.ChoiceField(label="Tahun ini", choices=[("yes", "prioritas kota"), ("no", "bukan lagi")])
    legal_basis = forms.CharField(label="Dasar", required=False, max_length=200)

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and round."""
        return {**self.cleaned_data, "is_wanted": self.cleaned_data["is_wanted"] == "yes"}


class LimitForm(forms.Form):
    """At least and at most; both empty takes the limit away."""

    territory = forms.ChoiceField(label="Kelurahan", required=False)
    purse = forms.ChoiceField(label="Sumber dana", choices=Purse.choices)
    field = forms.ChoiceField(label="Bidang", required=False, choices=[("", "Semua bidang"), *Field.choices])
    institution = forms.ChoiceField(label="OPD", required=False)
    least = RupiahField(label="Paling sedikit (rupiah)", required=False)
    most = RupiahField(label="Paling banyak (rupiah)", required=False)
    legal_basis = forms.CharField(label="Dasar hukumnya", required=False, max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.units = {str(row.pk): row for row in institutions.units()}
        offer(self, "territory", [("", "Setiap kelurahan"), *territories.kelurahan()])
        offer(self, "institution", [("", "Semua"), *((key, str(row)) for key, row in self.units.items())])

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and round."""
        told = self.cleaned_data
        place = territories.territory(UUID(told["territory"])) if told["territory"] else None
        unit = self.units.get(told["institution"])
        return {**told, "territory": place, "institution": unit, "least": told["least"] or 0}


class TieForm(forms.Form):
    """Works that exclude each other or go together, by their codes."""

    kind = forms.ChoiceField(label="Syaratnya", choices=Tie.KINDS)
    codes = forms.CharField(label="Kode usulan", help_text="Dipisah spasi atau koma, paling sedikit dua.")
    reason = forms.CharField(label="Alasan", required=False, max_length=200)

    def wanted(self) -> list[str]:
        """The codes that were typed."""
        said: str = self.cleaned_data["codes"]
        return said.upper().replace(",", " ").split()


class DecideForm(forms.Form):
    """How the session agreed; what is hidden says which comparison it looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)
    rule = forms.CharField(widget=forms.HiddenInput)
    how = forms.ChoiceField(label="Disepakati dengan", choices=[("mufakat", "mufakat"), ("vote", "pemungutan suara")],
                            initial="mufakat")  # fmt: skip
    votes_for = forms.IntegerField(label="Suara setuju", required=False, min_value=0, max_value=30000)
    votes_against = forms.IntegerField(label="Suara tidak setuju", required=False, min_value=0, max_value=30000)
    note = forms.CharField(label="Catatan untuk berita acara", required=False, max_length=2000,
                           widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    reason = forms.CharField(label="Yang tidak disepakati: tambahan alasan", required=False, max_length=200,
                             help_text="Alasan dari angka pagu ditulis program; ini menambahnya.")  # fmt: skip

    unit = forms.ChoiceField(label="OPD untuk usulan yang belum menyebutkannya", required=False)

    def __init__(self, *args: Any, is_early: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["note"].required = is_early
        self.units = {str(row.pk): row for row in institutions.units()}
        offer(self, "unit", [("", "–"), *((key, str(row)) for key, row in self.units.items())])

    def asked(self) -> Institution | None:
        """The unit that was chosen."""
        return self.units.get(self.cleaned_data["unit"])

    def agreed(self) -> Agreed:
        """As the action takes it."""
        told = self.cleaned_data
        return Agreed(told["how"] == "vote", told["votes_for"], told["votes_against"], told["note"])


class EnvoysForm(forms.Form):
    """One a line: a name, then a comma and the body."""

    names = forms.CharField(label="Utusan, satu per baris", required=False, max_length=5000,
                            help_text="Nama, lalu koma, lalu RW atau lembaganya.",
                            widget=forms.Textarea(attrs={"rows": 6}))  # fmt: skip

    def rows(self) -> list[tuple[str, str]]:
        """Name and body of each."""
        return [(name, body) for line in self.cleaned_data["names"].splitlines()
                for name, _, body in [line.partition(",")] if name.strip()]  # fmt: skip
