"""What people fill in about meetings."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.seams import Proposal


class Timed(forms.Form):
    """A form whose day and hour are the city's."""

    day = forms.DateField(label="Hari rapat", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(label="Pukul", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    @property
    def starts_at(self) -> datetime:
        """The instant, once the form is valid."""
        wall = datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        return wall.replace(tzinfo=clock.zone())


class ConveneForm(Timed):
    """Which body meets, when, where and about what."""

    title = forms.CharField(label="Acara rapat", max_length=160)
    place = forms.CharField(label="Tempat", max_length=160)
    keys = forms.MultipleChoiceField(
        label="Yang mengusulkan diri untuk agenda", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("title", "day", "at", "place", "keys")

    def __init__(self, *args: Any, proposals: Sequence[Proposal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposals:
            self.fields["keys"].choices = [(p.key, _proposal(p)) for p in proposals]  # type: ignore[attr-defined]
        else:
            del self.fields["keys"]

    @property
    def taken(self) -> Iterable[str]:
        """The keys of the proposals that were ticked."""
        return list(self.cleaned_data.get("keys", ()))


def _proposal(proposal: Proposal) -> str:
    urgent = "Mendesak · " if proposal.urgent else ""
    return f"{urgent}{proposal.title} ({proposal.why})" if proposal.why else f"{urgent}{proposal.title}"


class RegularForm(forms.Form):
    """When a body meets regularly."""

    week = forms.TypedChoiceField(
        label="Minggu",
        coerce=int,
        choices=[(rules.EVERY_WEEK, "setiap minggu"), *((n, f"minggu {word}") for n, word in rules.WEEKS.items())],
    )
    weekday = forms.TypedChoiceField(label="Hari", coerce=int, choices=list(enumerate(text.DAYS)))
    at = forms.TimeField(label="Pukul", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label="Tempat", max_length=160)


class ItemForm(forms.Form):
    """An item of the agenda by hand."""

    title = forms.CharField(label="Butir lain", max_length=200)


class GuestForm(forms.Form):
    """A guest by name."""

    name = forms.CharField(label="Nama tamu", max_length=120)
    office = forms.CharField(label="Dari mana, sebagai apa", max_length=160, required=False)


class ReasonForm(forms.Form):
    """Why; `version` is that of the page one looked at."""

    reason = forms.CharField(label="Alasan", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SeenForm(forms.Form):
    """A deed that needs no words."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MinuteForm(forms.Form):
    """What was said of an item and how it ended. Only the hasil button asks for an outcome."""

    discussion = forms.CharField(
        label="Pembahasan", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    decision = forms.CharField(
        label="Keputusan", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    outcome = forms.ChoiceField(
        label="Hasil", required=False, widget=forms.RadioSelect, choices=[c for c in AgendaItem.OUTCOMES if c[0]]
    )
    votes_for = forms.IntegerField(label="Setuju", required=False, min_value=0, max_value=32_000)
    votes_against = forms.IntegerField(label="Tidak setuju", required=False, min_value=0, max_value=32_000)
    votes_blank = forms.IntegerField(label="Abstain", required=False, min_value=0, max_value=32_000)
    reason = forms.CharField(
        label="Alasan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Wajib bila belum mufakat: dibaca warga yang melapor.",
    )  # fmt: skip
    hand_up = forms.BooleanField(label="Naikkan ke tingkat di atas", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def votes(self) -> tuple[int, ...] | None:
        """The counted votes, where it was voted or somebody filled them in."""
        counts = [self.cleaned_data.get(name) for name in ("votes_for", "votes_against", "votes_blank")]
        if self.cleaned_data.get("outcome") != "voted" and all(count is None for count in counts):
            return None
        return tuple(count or 0 for count in counts)


def item_as_form(item: AgendaItem) -> MinuteForm:
    """The form as the item stands."""
    names = ("discussion", "decision", "outcome", "votes_for", "votes_against", "votes_blank", "reason", "hand_up")
    return MinuteForm(initial={name: getattr(item, name) for name in (*names, "version")})
