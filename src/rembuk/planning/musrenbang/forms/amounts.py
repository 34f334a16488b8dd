"""Numbers as people write them: "Rp 12.500.000,-" and "12,5"."""

from decimal import Decimal
from typing import Any

from django import forms

from rembuk.foundation.kernel import rupiah
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang.amounts import volume


class RupiahField(forms.CharField):
    """Whole rupiah; empty is None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **more)

    def clean(self, value: Any) -> int | None:
        said = super().clean(value)
        if not said:
            return None
        try:
            return rupiah.read(said)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None


class VolumeField(forms.CharField):
    """A number with at most two decimals, with a comma or a dot."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **more)

    def clean(self, value: Any) -> Decimal | None:
        said = super().clean(value)
        try:
            return volume(said) if said else None
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None
