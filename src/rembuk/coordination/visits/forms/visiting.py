"""What the pages of field visits ask."""

from collections.abc import Sequence
from typing import Any

from django import forms

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.forms import PlacedForm
from rembuk.coordination.reports.models import Track
from rembuk.coordination.visits import rules
from rembuk.coordination.visits.actions import MOST_SEEN, Promise
from rembuk.coordination.visits.models import Visit
from rembuk.foundation.files.forms import PhotosField
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import PUBLIC, Actor
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.forms import offer

OURS = "Kantor kita sendiri"


def _day(label: str, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _seen(label: str = "Apa yang Anda lihat?") -> forms.CharField:
    return forms.CharField(label=label, max_length=MOST_SEEN, widget=forms.Textarea(attrs={"rows": 4}),
                           help_text="Satu kalimat cukup. Jangan tulis nama warga.")  # fmt: skip


class NearForm(PlacedForm):
    """Where one stands: the phone's point, or kelurahan, RW and RT."""

    def spot(self) -> dict[str, Any]:
        """What the query takes; nothing where what was sent makes no sense."""
        if not self.is_valid():
            return {"place": None}
        told = self.cleaned_data
        return {"lat": told["lat"], "lng": told["lng"], "place": told["place_found"]}


class VisitForm(PlacedForm):
    """A visit. The form that phones keep for places without network is the same, filled in by nobody yet."""

    photos = PhotosField(label="Foto", required=False, help_text="Paling banyak empat, diambil di tempat.")
    seen = _seen()
    concerns = forms.CharField(label="Kode laporan atau tindak lanjut yang dilihat", required=False, max_length=400,
                               help_text="Misalnya KYY-26-7K3QM. Bila lebih dari satu, beri koma.")  # fmt: skip
    promise = forms.CharField(label="Janji di tempat", required=False, max_length=160,
                              help_text="Menjadi keputusan dengan tindak lanjut dan tenggatnya.")  # fmt: skip
    promise_due = _day("Sampai kapan?", required=False)
    promise_lead = forms.ChoiceField(label="Siapa mengerjakan?", required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        # A form that is nobody's gets its key on the phone.
        self.initial.setdefault("request_key", chance.secret(16) if actor.signed_in else "")
        if actor.office and not self.is_bound and "kelurahan" not in self.initial:
            self.start_at(actor.office.territory_id)
        self.bodies = {str(row.pk): row for row in _leads(actor)}
        own = str(actor.office.institution_id) if actor.office else ""
        rows = [(key, str(row)) for key, row in self.bodies.items() if key != own]
        offer(self, "promise_lead", [("", OURS), *rows])
        if actor.signed_in and not actor.scope(rules.PROMISE):
            for name in ("promise", "promise_due", "promise_lead"):
                del self.fields[name]

    @property
    def chosen(self) -> list[str]:
        """The codes ticked in the list of what is near."""
        return self.data.getlist("near") if self.is_bound and hasattr(self.data, "getlist") else []

    def clean(self) -> dict[str, Any]:
        """A promise has a day."""
        cleaned = super().clean() or {}
        if cleaned.get("promise") and not cleaned.get("promise_due"):
            self.add_error("promise_due", "Sampai kapan janjinya? Pilih tanggalnya.")
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides the actor."""
        told = self.cleaned_data
        names = ("seen", "lat", "lng", "place", "photos", "claimed_at", "claimed_lat", "claimed_lng", "request_key")
        codes = [*self.chosen, *told["concerns"].replace(",", " ").replace(";", " ").split()]
        promised = None
        if told.get("promise"):
            promised = Promise(told["promise"], told["promise_due"], self.bodies.get(told["promise_lead"]))
        return {name: told[name] for name in names} | {
            "territory": told["place_found"], "concerns": codes, "promise": promised,
        }  # fmt: skip


def _leads(actor: Actor) -> Sequence[Institution]:
    """Whom a promise may name. On a form that is nobody's: the city's units, which everyone knows."""
    if not actor.signed_in:
        return institutions.units()
    body = institutions.institution(actor.office.institution_id) if actor.office else None
    return decisions.candidates(body) if body and actor.scope(rules.PROMISE) else []


def blank() -> VisitForm:
    """The form that a phone keeps: about nobody."""
    return VisitForm(actor=PUBLIC)


class StepForm(forms.Form):
    """A step that asks nothing."""

    def __init__(self, *args: Any, actor: Actor, visit: Visit, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor, self.visit = actor, visit

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and visit."""
        return dict(self.cleaned_data)


class PromiseForm(StepForm):
    text = forms.CharField(label="Apa yang dijanjikan?", max_length=160)
    due = _day("Sampai kapan?")
    lead = forms.ChoiceField(label="Siapa mengerjakan?", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        place: Territory = self.visit.territory
        body = institutions.institution(self.visit.body_id)
        self.bodies = {str(row.pk): row for row in decisions.candidates(body, place)} if body else {}
        rows = [(key, str(row)) for key, row in self.bodies.items() if key != str(self.visit.body_id)]
        offer(self, "lead", [("", OURS), *rows])
        self.fields["due"].widget.attrs["min"] = clock.today().isoformat()

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "lead": self.bodies.get(self.cleaned_data["lead"])}


class ReportForm(StepForm):
    category = forms.ChoiceField(label="Jenisnya")
    text = forms.CharField(label="Apa yang terjadi?", max_length=MOST_SEEN, widget=forms.Textarea(attrs={"rows": 4}),
                           help_text="Yang tertulis di kunjungan sudah disalin ke sini.")  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = [row for row in reports.categories() if row.track in {Track.NEIGHBOURHOOD, Track.SERVICE}]
        offer(self, "category", [("", "Pilih"), *((row.key, row.label) for row in rows)])
        self.fields["text"].initial = self.visit.seen


class ConnectForm(StepForm):
    code = forms.CharField(label="Kode laporan atau tindak lanjut", max_length=16)


class AccompanyForm(StepForm):
    institution = forms.ChoiceField(label="Siapa yang ikut?", help_text="Mereka ikut membaca kunjungan ini.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        body = institutions.institution(self.visit.body_id)
        near = decisions.candidates(body, self.visit.territory) if body else []
        known = {row.pk: row for row in [*near, *institutions.units()] if row.pk != self.visit.body_id}
        self.bodies = {str(pk): row for pk, row in known.items()}
        rows = [(key, str(row)) for key, row in self.bodies.items()]
        offer(self, "institution", [("", "Pilih"), *rows])

    def arguments(self) -> dict[str, Any]:
        return {"institution": self.bodies[self.cleaned_data["institution"]]}


class AmendForm(StepForm):
    seen = _seen()
    place = forms.CharField(label="Patokan tempatnya", required=False, max_length=160)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["seen"].initial, self.fields["place"].initial = self.visit.seen, self.visit.place


class CancelForm(StepForm):
    reason = forms.CharField(label="Mengapa dibatalkan?", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


FORMS: dict[str, type[StepForm]] = {
    "promise": PromiseForm, "report": ReportForm, "connect": ConnectForm, "accompany": AccompanyForm,
    "amend": AmendForm, "cancel": CancelForm,
}  # fmt: skip
