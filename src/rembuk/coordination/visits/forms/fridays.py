"""What the pages of the mayor's Fridays ask."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from rembuk.coordination.visits.models import Pause, Stop
from rembuk.coordination.visits.queries.fridays import Week
from rembuk.foundation.kernel import text
from rembuk.foundation.web.forms import offer


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AskForm(forms.Form):
    """From which day on."""

    starts = _day("Setahun mulai")


class PauseForm(forms.Form):
    """Days on which fewer Fridays are open."""

    kind = forms.ChoiceField(label="Jenis", choices=Pause.KINDS)
    first = _day("Mulai")
    last = _day("Sampai")
    most = forms.TypedChoiceField(
        label="Pada Jumat itu", coerce=int,
        choices=[(0, "tidak ada rembuk"), (1, "paling banyak satu kelurahan")],
    )  # fmt: skip
    why = forms.CharField(label="Mengapa?", max_length=160)


class SwapForm(forms.Form):
    """Which kelurahan goes to which Friday."""

    stop = forms.ChoiceField(label="Kelurahan yang dipindah")
    date = forms.TypedChoiceField(
        label="Ke Jumat", coerce=date.fromisoformat,
        help_text="Bila Jumat itu penuh, kelurahan di sana mendapat tanggal yang ditinggalkan.",
    )  # fmt: skip
    reason = forms.CharField(label="Mengapa?", max_length=300, required=False)

    def __init__(self, *args: Any, weeks: Sequence[Week], **more: Any) -> None:
        super().__init__(*args, **more)
        ahead = [week for week in weeks if not week.is_past]
        offer(self, "stop", _stops(ahead))
        offer(
            self,
            "date",
            [(week.date.isoformat(), f"{text.day(week.date)}: {_who(week.stops)}") for week in ahead if week.most],
        )


class DeputyForm(forms.Form):
    """Who goes in the mayor's place."""

    stop = forms.ChoiceField(label="Rembuk yang mana?")
    deputy = forms.CharField(label="Diwakili oleh", max_length=160, required=False,
                             help_text="Sebut jabatannya. Kosongkan bila wali kota datang sendiri.")  # fmt: skip

    def __init__(self, *args: Any, weeks: Sequence[Week], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "stop", _stops([week for week in weeks if not week.is_past]))


def _stops(weeks: Sequence[Week]) -> list[tuple[str, str]]:
    return [(str(row.pk), f"{row.kelurahan.label}, {text.day(week.date)}") for week in weeks for row in week.stops]


def _who(stops: Sequence[Stop]) -> str:
    return " dan ".join(row.kelurahan.label for row in stops) or "kosong"
