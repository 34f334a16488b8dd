"""What the page of a rembuk asks."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Track
from rembuk.coordination.visits.models import Aspiration, Gathering, Tiding
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.forms import offer

HIDDEN = (Track.SEALED, Track.WARNING, Track.INCIDENT)


class HearForm(forms.Form):
    """One line, Enter; the RW and the speaker are optional."""

    text = forms.CharField(
        label="Aspirasi", max_length=300, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
        help_text="Satu baris, lalu Enter.",
    )  # fmt: skip
    rw = forms.ChoiceField(label="RW", required=False)
    speaker = forms.CharField(label="Yang menyampaikan", max_length=120, required=False,
                              help_text="Tersegel; hanya dibaca yang memimpin rembuk.")  # fmt: skip
    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rws: Sequence[Territory], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = {str(row.pk): row for row in rws}
        offer(self, "rw", [("", "–"), *((key, row.label) for key, row in self.rows.items())])
        self.initial.setdefault("request_key", chance.secret(16))

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides the actor."""
        return {**self.cleaned_data, "rw": self.rows.get(self.cleaned_data["rw"])}


class AnswerForm(forms.Form):
    """What an aspiration becomes; what the choice does not need stays empty."""

    outcome = forms.ChoiceField(label="Menjadi", choices=Aspiration.OUTCOMES, widget=forms.RadioSelect)
    text = forms.CharField(label="Isinya", max_length=300, required=False)
    category = forms.ChoiceField(label="Laporan: jenisnya", required=False)
    lead = forms.ChoiceField(label="Tindak lanjut: siapa mengerjakan", required=False)
    due = forms.DateField(label="Tindak lanjut: sampai kapan", required=False,
                          widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # fmt: skip
    reason = forms.CharField(label="Tidak dapat diterima: alasannya", max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, gathering: Gathering, **more: Any) -> None:
        super().__init__(*args, **more)
        body = institutions.institution(actor.office.institution_id) if actor.office else None
        self.bodies = {str(row.pk): row for row in decisions.candidates(body, gathering.territory)} if body else {}
        offer(self, "lead", [("", "–"), *((key, str(row)) for key, row in self.bodies.items())])
        kinds = [(row.key, row.label) for row in reports.categories() if row.track not in HIDDEN]
        offer(self, "category", [("", "–"), *kinds])

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides the actor."""
        return {**self.cleaned_data, "lead": self.bodies.get(self.cleaned_data["lead"])}


class TellForm(forms.Form):
    """Which policy was told, to which RW."""

    tiding = forms.ChoiceField(label="Kebijakan")
    rws = forms.MultipleChoiceField(label="RW yang mendengar", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rws: Sequence[Territory], tidings: Sequence[Tiding], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows = {str(row.pk): row for row in rws}
        self.known = {str(row.pk): row for row in tidings}
        offer(self, "tiding", [(key, row.text) for key, row in self.known.items()])
        offer(self, "rws", [(key, row.label) for key, row in self.rows.items()])

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides the actor."""
        told = self.cleaned_data
        return {"tiding": self.known[told["tiding"]], "rws": [self.rows[key] for key in told["rws"]]}


class TidingForm(forms.Form):
    """A policy to be told."""

    text = forms.CharField(label="Kebijakan", max_length=240, help_text="Satu kalimat yang dipahami warga.")


class ReasonForm(forms.Form):
    """Why it is cancelled."""

    reason = forms.CharField(label="Mengapa dibatalkan?", max_length=300)
