"""What the pages of a session ask."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.planning.musrenbang.actions import Sent
from rembuk.planning.musrenbang.models import Delegation, Session

# How a typist says that nothing is marked: an empty field is a slip of the hand.
BLANK = frozenset({"kosong", "-", "0"})


class SitForm(forms.Form):
    """When and where the session meets."""

    day = forms.DateField(label="Hari", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(label="Pukul", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label="Tempat", max_length=160)

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and session."""
        told = self.cleaned_data
        return {"starts_at": datetime.combine(told["day"], told["at"], clock.zone()), "place": told["place"]}


class BallotsForm(forms.Form):
    """Whether and how delegates vote."""

    form = forms.ChoiceField(label="Cara memilih", required=False, choices=Session.FORMS)
    names_most = forms.IntegerField(
        label="Paling banyak berapa usulan tiap utusan?", min_value=0, max_value=100, initial=0,
        help_text="0 berarti tidak dibatasi.",
    )  # fmt: skip
    points_each = forms.IntegerField(label="Poin tiap utusan", min_value=0, max_value=1000, required=False,
                                     help_text="Hanya untuk “bagi poin”.")  # fmt: skip
    is_secret = forms.BooleanField(label="Rahasia: tidak dicatat kapan dan lembar mana yang masuk di layar bersama",
                                   required=False)  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and session."""
        return {**self.cleaned_data, "points_each": self.cleaned_data["points_each"] or 0}


class DelegationsForm(forms.Form):
    """How many each body sends; while the voting is open also how many ballots it got."""

    PARTS = (("seats", "utusan"), ("women", "perempuan"), ("disabled", "penyandang disabilitas"))
    HANDED = ("handed", "surat suara dibagi")

    def __init__(
        self, *args: Any, senders: list[Institution], known: Mapping[UUID, Delegation], hands: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.senders, self.parts = senders, (*self.PARTS, *((self.HANDED,) if hands else ()))
        for body in senders:
            row = known.get(body.pk)
            for part, label in self.parts:
                self.fields[f"{part}-{body.pk}"] = forms.IntegerField(
                    label=f"{body}: {label}", required=False, min_value=0, max_value=200,
                    initial=getattr(row, part) if row else 0,
                    widget=forms.NumberInput(attrs={"aria-label": f"{body}: {label}", "inputmode": "numeric"}),
                )  # fmt: skip

    def rows(self) -> Iterator[tuple[Institution, list[Any]]]:
        """Body by body, its fields, each under its column."""
        for body in self.senders:
            yield body, [(label, self[f"{part}-{body.pk}"]) for part, label in self.parts]

    def _said(self, part: str, body: Institution) -> int:
        return self.cleaned_data.get(f"{part}-{body.pk}") or 0

    def sent(self) -> list[Sent]:
        """Who sends how many."""
        return [Sent(body, *(self._said(part, body) for part, _ in self.PARTS)) for body in self.senders]

    def handed(self) -> dict[UUID, int]:
        """Who got how many ballots."""
        return {body.pk: self._said("handed", body) for body in self.senders}


class SerialForm(forms.Form):
    """The serial of a paper."""

    serial = forms.IntegerField(
        label="Nomor surat suara", min_value=1, max_value=10**6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )  # fmt: skip


class TypeForm(SerialForm):
    """A paper as one person reads it."""

    marks = forms.CharField(
        label="Nomor usulan yang dipilih", max_length=1000, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Ketik nomornya. Untuk lembar yang tidak diisi ketik: kosong."},
    )  # fmt: skip

    def clean_marks(self) -> str:
        """“kosong” is a ballot that names nothing."""
        said: str = self.cleaned_data["marks"].strip()
        return "" if said.lower() in BLANK else said


class VoidForm(SerialForm):
    """A paper that is not counted."""

    reason = forms.CharField(label="Mengapa tidak dihitung", max_length=200)


class AgainForm(forms.Form):
    """Why the count goes on."""

    reason = forms.CharField(label="Mengapa dibuka lagi", max_length=200)
