"""What the pages of follow-ups ask. `arguments()` is what the action of the step's name takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from rembuk.coordination.decisions import queries, rules
from rembuk.coordination.decisions.actions import Claimed, Support, Work
from rembuk.coordination.decisions.models import Cause, FollowUp, Letter, Part, Partner, Priority
from rembuk.coordination.decisions.models.crew import MOST_PHOTOS
from rembuk.foundation.files.forms import PhotosField, PhotosInput
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.forms import offer

SUPPORTS = 3
PARTNER = "mitra:"
# Photos that a crew sends at once; and how far a phone's clock may be ahead.
AT_ONCE = 4
AHEAD = timedelta(minutes=10)


def _day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def _words(label: str, *, required: bool = True, rows: int = 3, hint: str = "", most: int = 400) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=hint,
                           widget=forms.Textarea(attrs={"rows": rows}))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields that most work does without, behind their question; open once there is something in them."""

    label: str
    fields: list[BoundField]
    is_open: bool


# What stands behind which question: the names of fields begin with one of these.
FOLDS = {
    "Siapa membantu?": ("support_", "task_", "mutual_"),
    "Mitra, kepentingan, biaya, dan siapa mengecek": ("partner_name", "priority", "cost", "inspector", "flagged"),
}


class WorkForm(forms.Form):
    """A piece of work: what, who leads, until when, who helps with which part, who looks."""

    template_name = "decisions/work_fields.html"

    title = forms.CharField(label="Apa yang dikerjakan?", max_length=160, help_text="Misalnya: keruk saluran 120 m.")
    lead = forms.ChoiceField(label="Siapa memimpin?")
    partner_name = forms.CharField(label="Nama mitra", required=False, max_length=160,
                                   help_text="Bila mitra yang memimpin: kantor atau orangnya.")  # fmt: skip
    due = _day("Sampai kapan?")
    territory = forms.ChoiceField(label="Di wilayah mana?", required=False)
    place = forms.CharField(label="Tempatnya", required=False, max_length=160)
    priority = forms.ChoiceField(
        label="Kepentingan", choices=Priority.choices, initial=Priority.NORMAL, widget=forms.RadioSelect
    )
    cost = forms.IntegerField(label="Perkiraan biaya, rupiah", required=False, min_value=0)
    inspector = forms.ChoiceField(label="Lembaga lain yang mengecek", required=False,
                                  help_text="RT, RW, dan pelapor boleh mengecek tanpa dipilih di sini.")  # fmt: skip
    flagged = forms.BooleanField(label="Kata pelapor saja tidak cukup, harus dicek lembaga lain", required=False)

    def __init__(self, *args: Any, body: Institution, place: Territory | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.bodies = {str(row.pk): row for row in queries.candidates(body, place)}
        self.places = {str(row.pk): row for row in [body.territory, *territories.children(body.territory)]}
        rows = [(key, row.label) for key, row in self.places.items()]
        offer(self, "territory", rows)
        if place is not None:
            # Where it lies is known already.
            del self.fields["territory"]
        named = [("", "Pilih"), ("Lembaga", [(key, str(row)) for key, row in self.bodies.items()])]
        with_partners: list[Any] = list(named)
        if rules.level_of(body) in rules.OFFICES:
            partners = [(f"{PARTNER}{value}", label) for value, label in Partner.choices if value]
            with_partners.append(("Mitra tanpa akun, lewat surat", partners))
        offer(self, "lead", with_partners)
        offer(self, "inspector", [("", "Tidak ada"), *named[1:]])
        for number in range(1, SUPPORTS + 1):
            self.fields[f"support_{number}"] = forms.ChoiceField(
                label=f"Pendukung {number}", required=False, choices=[("", "Tidak ada"), *with_partners[1:]]
            )
            self.fields[f"task_{number}"] = forms.CharField(
                label=f"Bagian pendukung {number}", required=False, max_length=200
            )
            self.fields[f"mutual_{number}"] = forms.BooleanField(
                label=f"Pendukung {number} bergotong royong", required=False
            )

    def first(self) -> list[BoundField]:
        """What every piece of work needs."""
        folded = tuple(name for names in FOLDS.values() for name in names)
        return [field for field in self.visible_fields() if not field.name.startswith(folded)]

    def folds(self) -> list[Fold]:
        """The rest, by question."""
        return [self._fold(label, names) for label, names in FOLDS.items()]

    def _fold(self, label: str, names: tuple[str, ...]) -> Fold:
        fields = [field for field in self.visible_fields() if field.name.startswith(names)]
        said = any(self.is_bound and (field.errors or field.value() not in (None, "", False, field.initial))
                   for field in fields)  # fmt: skip
        return Fold(label, fields, said)

    def work(self) -> Work:
        """What the action takes."""
        told = self.cleaned_data
        lead, partner = self._who(told["lead"])
        inspector = self.bodies.get(told["inspector"])
        return Work(
            told["title"], lead=lead, partner=partner, partner_name=told["partner_name"], due=told["due"],
            supports=self._supports(), inspectors=[inspector] if inspector else [],
            territory=self.places.get(told.get("territory", "")), priority=told["priority"],
            cost=told["cost"], flagged=told["flagged"], place=told["place"],
        )  # fmt: skip

    def _who(self, chosen: str) -> tuple[Institution | None, str]:
        return self.bodies.get(chosen), chosen.removeprefix(PARTNER) if chosen.startswith(PARTNER) else ""

    def _supports(self) -> list[Support]:
        found = []
        for number in range(1, SUPPORTS + 1):
            chosen = self.cleaned_data[f"support_{number}"]
            if chosen:
                body, partner = self._who(chosen)
                task, mutual = (self.cleaned_data[f"{name}_{number}"] for name in ("task", "mutual"))
                found.append(Support(task, institution=body, partner=partner, is_mutual=mutual))
        return found


class StepForm(forms.Form):
    """A step that asks nothing."""

    def __init__(self, *args: Any, actor: Actor, follow_up: FollowUp, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor, self.follow_up = actor, follow_up

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and follow-up."""
        return dict(self.cleaned_data)


class Accept(StepForm):
    note = _words("Catatan", required=False, rows=2)


class Answer(StepForm):
    text = _words("Mengapa belum bisa diterima?", hint="Yang meminta membacanya, lalu memutuskan.")


class Reason(StepForm):
    reason = _words("Alasan", hint="Semua yang ikut membacanya.")


class Tell(StepForm):
    percent = forms.IntegerField(label="Sudah berapa persen?", required=False, min_value=0, max_value=100)
    text = forms.CharField(label="Kabar satu baris", max_length=160)
    cause = forms.ChoiceField(label="Kendala", required=False, choices=Cause.choices)
    next_on = _day("Kabar berikutnya", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["percent"].initial = self.follow_up.percent
        self.fields["cause"].initial = self.follow_up.cause
        if not rules.acts_for(self.actor, self.follow_up.lead_id, rules.LEAD):
            # Only the lead says how far the whole is.
            del self.fields["percent"]


class ExtendAsk(StepForm):
    until = _day("Sampai kapan?")
    reason = _words("Mengapa perlu waktu lagi?", hint="Pemberi tugas yang memutuskan.")


class Note(StepForm):
    note = _words("Catatan", required=False, rows=2)


class NoteNeeded(StepForm):
    note = _words("Alasan", rows=2)


class Budget(StepForm):
    year = forms.IntegerField(label="Tahun anggaran", min_value=2000, max_value=2100)
    source = forms.CharField(label="Sumber", max_length=120, help_text="Misalnya APBD, kegiatan pemeliharaan.")
    note = _words("Keterangan", required=False, rows=2)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"].initial = clock.today().year + 1


class HandOver(StepForm):
    to = forms.CharField(label="Diserahkan kepada", max_length=160)
    note = _words("Mengapa bukan wewenang kota?")


class Write(StepForm):
    kind = forms.ChoiceField(label="Surat", widget=forms.RadioSelect, choices=Letter.KINDS)
    who = forms.CharField(label="Kepada atau dari", max_length=160)
    number = forms.CharField(label="Nomor surat", required=False, max_length=80)
    text = _words("Isinya", most=4000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["who"].initial = self.follow_up.partner_name


class _OfPart(StepForm):
    """Asks which part only where there is more than one."""

    step = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.parts = {str(row.pk): row for row in self._parts() if row.status in rules.PART_STATES[self.step]}
        if len(self.parts) > 1:
            rows = [(key, f"{row.who}: {row.task}") for key, row in self.parts.items()]
            self.fields["part"] = forms.ChoiceField(label="Bagian", choices=rows, widget=forms.RadioSelect)
            self.order_fields(["part"])

    def _parts(self) -> Sequence[Part]:
        return rules.movable(self.actor, self.follow_up)

    def arguments(self) -> dict[str, Any]:
        first = next(iter(self.parts), "")
        return {**self.cleaned_data, "part": self.parts.get(self.cleaned_data.get("part", first))}


class TakePart(_OfPart):
    step = "take_part"


class FinishPart(_OfPart):
    step = "finish_part"
    note = forms.CharField(label="Apa yang dikerjakan?", max_length=200)
    people = forms.IntegerField(label="Berapa orang?", required=False, min_value=1)
    hours = forms.IntegerField(label="Berapa jam?", required=False, min_value=1, max_value=1000)
    materials = forms.CharField(label="Bahan dan alat", required=False, max_length=200)


class ExcusePart(_OfPart):
    step = "excuse_part"
    reason = _words("Mengapa tidak jadi?", rows=2)

    def _parts(self) -> Sequence[Part]:
        return list(self.follow_up.parts.all())


class _Photos(forms.Form):
    """Photos with what the phone says of when and where; nonsense and the future are left out."""

    photos = PhotosField(label="Foto di tempat", help_text="Diambil dengan HP di tempat pekerjaan.")
    claimed_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    claimed_lat = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    claimed_lng = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def clean_claimed_at(self) -> datetime | None:
        said = clock.claimed(self.cleaned_data["claimed_at"])
        return said if said and said < clock.now() + AHEAD else None

    def claimed(self) -> Claimed:
        """What is believable of it."""
        lat, lng = (_degrees(self.cleaned_data[f"claimed_{name}"]) for name in ("lat", "lng"))
        known = lat is not None and lng is not None and abs(lat) <= 90
        return Claimed(self.cleaned_data["claimed_at"], lat if known else None, lng if known else None)


def _degrees(said: str) -> float | None:
    try:
        found = float(said)
    except ValueError:
        return None
    return found if -180 <= found <= 180 else None


class Show(_Photos, StepForm):
    def arguments(self) -> dict[str, Any]:
        told = self.claimed()
        return {"photos": self.cleaned_data["photos"], "claimed_at": told.at, "lat": told.lat, "lng": told.lng}


class LinkCrew(StepForm):
    crew = forms.CharField(label="Nama regu", required=False, max_length=80, help_text="Misalnya: Drainase 2.")
    most = forms.IntegerField(label="Paling banyak berapa foto?", initial=10, min_value=1, max_value=MOST_PHOTOS)
    until = _day("Berlaku sampai", required=False, hint="Bila kosong: sampai tenggat pekerjaan ini.")


class CrewForm(_Photos):
    """What a crew sends from the place."""

    photos = PhotosField(label="Foto", most=AT_ONCE, widget=PhotosInput({"capture": "environment"}))
    text = forms.CharField(label="Keterangan singkat", required=False, max_length=160)
    request_key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("request_key", chance.secret(16))


class Finish(StepForm):
    text = _words("Apa yang sudah dikerjakan?")
    photos = PhotosField(label="Foto sesudahnya", required=False)


class AskNews(StepForm):
    note = _words("Apa yang ingin Anda ketahui?", required=False, rows=2,
                  hint="Boleh dikosongkan. Pemimpin pekerjaan langsung diberi tahu.")  # fmt: skip


class Inspect(StepForm):
    remark = _words("Catatan", required=False, rows=2)


class SendBack(StepForm):
    remark = _words("Apa yang belum sesuai?", rows=2)


class PassOn(StepForm):
    lead = forms.ChoiceField(label="Siapa memimpin sekarang?")
    reason = _words("Mengapa dipindahkan?", rows=2)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = queries.candidates(queries.asks(self.actor, self.follow_up), self.follow_up.territory)
        self.bodies = {str(row.pk): row for row in rows if row.pk != self.follow_up.lead_id}
        choices = [("", "Pilih"), *((key, str(row)) for key, row in self.bodies.items())]
        offer(self, "lead", choices)

    def arguments(self) -> dict[str, Any]:
        return {"lead": self.bodies[self.cleaned_data["lead"]], "reason": self.cleaned_data["reason"]}


FORMS: dict[str, type[StepForm]] = {
    "accept": Accept, "answer": Answer, "insist": Reason, "tell": Tell, "extend_ask": ExtendAsk,
    "extend_allow": Note, "extend_deny": NoteNeeded, "await_budget": Budget, "hand_over": HandOver, "resume": Note,
    "write": Write, "take_part": TakePart, "finish_part": FinishPart, "excuse_part": ExcusePart, "show": Show,
    "link_crew": LinkCrew,
    "ask_news": AskNews,
    "finish": Finish, "inspect": Inspect, "send_back": SendBack, "pass_on": PassOn, "revoke": Reason,
}  # fmt: skip


class WithdrawForm(forms.Form):
    reason = _words("Mengapa dicabut?", hint="Semua tindak lanjutnya yang masih terbuka ikut dicabut.")


class SheetForm(forms.Form):
    file = forms.FileField(label="Lembar Excel yang sudah diisi", help_text="Yang diunduh dari halaman ini.",
                           widget=forms.FileInput(attrs={"accept": ".xlsx"}))  # fmt: skip
