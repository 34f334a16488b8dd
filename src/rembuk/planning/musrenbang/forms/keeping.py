"""Rounds, stages, ceilings and the dictionary."""

from typing import Any
from uuid import UUID

from django import forms

from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.web.forms import offer
from rembuk.planning.musrenbang.actions import Entry
from rembuk.planning.musrenbang.forms.amounts import RupiahField
from rembuk.planning.musrenbang.models import Field, Item, Purse, Stage


def _day(label: str, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class RoundForm(forms.Form):
    year = forms.IntegerField(label="Untuk rencana tahun", min_value=2000, max_value=2200)
    theme = forms.CharField(label="Tema", max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("year", clock.today().year + 1)


class StageForm(forms.Form):
    key = forms.ChoiceField(label="Tahap", choices=Stage.KEYS)
    starts = _day("Mulai")
    ends = _day("Sampai")


class CeilingForm(forms.Form):
    """A ceiling; without a kelurahan it holds for each one."""

    kelurahan = forms.ChoiceField(label="Kelurahan", required=False)
    purse = forms.ChoiceField(label="Sumber dana", choices=Purse.choices)
    field = forms.ChoiceField(label="Bidang", choices=Field.choices)
    amount = RupiahField(label="Pagu (rupiah)")
    legal_basis = forms.CharField(label="Dasar", required=False, max_length=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "kelurahan", [("", "Setiap kelurahan"), *territories.kelurahan()])

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and round."""
        told = self.cleaned_data
        place = territories.territory(UUID(told["kelurahan"])) if told["kelurahan"] else None
        return {**told, "kelurahan": place}


class ItemForm(forms.Form):
    """A standard item from a day on."""

    code = forms.CharField(label="Kode", max_length=40)
    name = forms.CharField(label="Nama barang atau pekerjaan", max_length=160)
    unit = forms.CharField(label="Satuan", max_length=30)
    price_low = RupiahField(label="Harga satuan terendah", required=False)
    price_high = RupiahField(label="Harga satuan tertinggi", required=False,
                             help_text="Kosong berarti sama dengan yang terendah.")  # fmt: skip
    institution = forms.ChoiceField(label="OPD pelaksana", required=False)
    purse = forms.ChoiceField(label="Sumber dana", choices=Purse.choices)
    field = forms.ChoiceField(label="Bidang", choices=Field.choices)
    starts = _day("Berlaku mulai")
    source = forms.CharField(label="Sumber harga", required=False, max_length=200,
                             help_text="Misalnya “SSH kota 2026”.")  # fmt: skip

    def __init__(self, *args: Any, item: Item | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.units = {str(row.pk): row for row in institutions.units()}
        offer(self, "institution", [("", "–"), *((key, str(row)) for key, row in self.units.items())])
        self.initial.setdefault("starts", clock.today())
        if item is not None:
            names = ("code", "name", "unit", "price_low", "price_high", "purse", "field", "source")
            self.initial.update({name: getattr(item, name) for name in names})
            self.initial["institution"] = str(item.institution_id or "")
            self.fields["code"].disabled = True

    def entry(self) -> Entry:
        """What the action takes."""
        told = self.cleaned_data
        low = told["price_low"] or 0
        high = low if told["price_high"] is None else told["price_high"]
        prices = {"price_low": low, "price_high": high}
        return Entry(**{**told, **prices, "institution": self.units.get(told["institution"])})
