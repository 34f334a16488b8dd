"""The short forms: an incident goes on now; something could become a problem."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.forms.receiving import ReceiveForm
from rembuk.coordination.reports.models import Track
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor

LEFT_OUT = ("owner", "passes_by", "sealed", "source", "external_ref", "anonymous")
# A phone's clock runs a little ahead; what is longer ahead is a slip of the finger.
AHEAD = timedelta(minutes=10)


def counted(label: str) -> forms.IntegerField:
    """A number of people, none unless somebody says so."""
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False, initial=0)


class Counted(forms.Form):
    """How many people are hit: numbers only, never names."""

    dead = counted("Meninggal")
    injured = counted("Luka")
    displaced = counted("Mengungsi")

    def victims(self) -> dict[str, int]:
        """The three counts."""
        return {name: self.cleaned_data.get(name) or 0 for name in ("dead", "injured", "displaced")}


class IncidentForm(ReceiveForm, Counted):
    """What, where, since when, how many people; after the emergency number was called."""

    tracks: ClassVar[tuple[str, ...]] = (Track.INCIDENT,)
    day = forms.DateField(label="Sejak tanggal", required=False,
                          widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # fmt: skip
    at = forms.TimeField(label="Pukul", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        for name in LEFT_OUT:
            self.fields.pop(name, None)
        self.fields["category"].label = "Kejadian apa?"
        self.fields["text"].label = "Apa yang terlihat?"
        self.fields["text"].help_text = "Satu kalimat. Jangan tulis nama orang."
        now = clock.local(clock.now())
        self.initial.setdefault("day", now.date())
        self.initial.setdefault("at", now.time().replace(second=0, microsecond=0))

    def clean(self) -> dict[str, Any]:
        """Since when: in the city's time, not ahead of now."""
        cleaned = super().clean()
        now = clock.local(clock.now())
        day, at = cleaned.get("day") or now.date(), cleaned.get("at") or now.time()
        since = datetime.combine(day, at, tzinfo=clock.zone())
        if since > now + AHEAD:
            self.add_error("at", "Waktunya belum sampai. Periksa tanggal dan jamnya.")
        cleaned["since"] = min(since, clock.now())
        return cleaned


class WarningForm(ReceiveForm):
    """What was seen, and where; whoever is meant stays unnamed."""

    tracks: ClassVar[tuple[str, ...]] = (Track.WARNING,)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        for name in (*LEFT_OUT, "name", "contact"):
            if name != "passes_by":
                self.fields.pop(name, None)
        self.fields["category"].label = "Tentang apa?"
        self.fields["text"].label = "Apa yang terlihat atau terdengar?"
        self.fields["text"].help_text = "Apa, sejak kapan, mengapa bisa jadi masalah. Jangan tulis nama orang."


def incident(actor: Actor, form: IncidentForm) -> Received:
    """Hands a valid form to the action."""
    told = form.cleaned_data
    return actions.receive(
        actor=actor, category=told["category"], text=told["text"], territory=told["place_found"], lat=told["lat"],
        lng=told["lng"], place=told["place"], on_behalf_name=told["name"], contact=told["contact"],
        photos=told["photos"], claimed_at=told["claimed_at"], request_key=told["request_key"],
        occurred_at=told["since"], victims=form.victims(),
    )  # fmt: skip


def warning(actor: Actor, form: WarningForm) -> Received:
    """Hands a valid form to the action."""
    told = form.cleaned_data
    return actions.receive(
        actor=actor, category=told["category"], text=told["text"], territory=told["place_found"], lat=told["lat"],
        lng=told["lng"], place=told["place"], photos=told["photos"], claimed_at=told["claimed_at"],
        request_key=told["request_key"], passes_by=[told["passes_by"]] if told["passes_by"] else [],
    )  # fmt: skip
