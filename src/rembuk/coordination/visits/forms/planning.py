"""What the pages of planned visits ask."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rembuk.coordination.reports.forms import PlacedForm
from rembuk.coordination.visits import queries
from rembuk.coordination.visits.actions import Goal
from rembuk.coordination.visits.forms.visiting import VisitForm
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.web.forms import offer


class PlacesForm(PlacedForm):
    """Places to go to: what is ticked in the list of what is open, codes, and a spot of one's own."""

    concerns = forms.CharField(label="Kode laporan atau tindak lanjut lain", required=False, max_length=400,
                               help_text="Misalnya KYY-26-7K3QM. Bila lebih dari satu, beri koma.")  # fmt: skip
    kata = forms.CharField(label="Cari kata", required=False, max_length=80,
                           help_text="Boleh kosong. Misalnya “got”, “lampu”, atau nama gangnya.")  # fmt: skip
    what = forms.CharField(label="Tempat lain: apa yang mau dilihat?", required=False, max_length=160,
                           help_text="Di kelurahan, RW, dan RT yang dipilih di atas.")  # fmt: skip
    spot = forms.CharField(label="Titiknya di peta", required=False, max_length=60,
                           help_text="Lintang dan bujur dari aplikasi peta, misalnya -6.2405, 106.9921.")  # fmt: skip

    @property
    def chosen(self) -> list[str]:
        """The codes ticked in the list of what is open."""
        return self.data.getlist("near") if self.is_bound and hasattr(self.data, "getlist") else []

    def clean_spot(self) -> tuple[float, float] | None:
        """Latitude and longitude, in this order, parted by a comma or a space."""
        said = self.cleaned_data["spot"].replace(",", " ").split()
        if not said:
            return None
        try:
            lat, lng = (float(part) for part in said)
        except ValueError:
            raise forms.ValidationError("Tulis dua angka: lintang, bujur.") from None
        if not (-90 <= lat <= 90 and -180 <= lng <= 180):
            raise forms.ValidationError("Angka itu bukan lintang dan bujur.")
        return lat, lng

    def clean(self) -> dict[str, Any]:
        """A point says what is there."""
        cleaned = super().clean() or {}
        if cleaned.get("spot") and not cleaned.get("what"):
            self.add_error("what", "Apa yang mau dilihat di titik itu?")
        return cleaned

    def goals(self) -> list[Goal]:
        """What the action takes."""
        told = self.cleaned_data
        codes = [*self.chosen, *told["concerns"].replace(",", " ").replace(";", " ").split()]
        found = [Goal(code.upper()) for code in codes]
        if told["what"]:
            lat, lng = told["spot"] or (None, None)
            found.append(Goal("", told["what"], told["place_found"], told["place"], lat, lng))
        return found


class PlanForm(PlacesForm):
    """The day, what for, who goes along, and where."""

    day = forms.DateField(label="Hari apa?", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    purpose = forms.CharField(label="Untuk apa?", max_length=160, help_text="Satu kalimat, tanpa nama warga.")
    fellows = forms.MultipleChoiceField(label="Siapa ikut?", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, actor: Actor, seats: Sequence[Position] | None = None, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        self.initial.setdefault("request_key", chance.secret(16))
        self.seats = {str(seat.pk): seat for seat in (queries.may_come(actor) if seats is None else seats)}
        offer(self, "fellows", [(key, f"{seat.title}") for key, seat in self.seats.items()])
        self.fields["day"].widget.attrs["min"] = clock.today().isoformat()

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides the actor."""
        told = self.cleaned_data
        seats = [self.seats[key] for key in told["fellows"]]
        named = {name: told[name] for name in ("day", "purpose", "request_key")}
        return {**named, "fellows": seats, "goals": self.goals()}


class PlaceVisitForm(VisitForm):
    """What was seen at a place of a plan: the place is known already."""

    def arguments(self) -> dict[str, Any]:
        """The plan says where."""
        return super().arguments() | {"territory": None}
