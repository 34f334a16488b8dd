"""A small form for each step. `arguments()` is what the action of the step's name takes."""

from typing import Any

from django import forms

from rembuk.coordination.decisions.forms import WorkForm
from rembuk.coordination.reports import queries, rules, sharing
from rembuk.coordination.reports.actions.exits import OUTSIDE
from rembuk.coordination.reports.forms.sudden import Counted
from rembuk.coordination.reports.models import Answer, Basis, Handling, Owner, Report, Track
from rembuk.foundation.files.forms import PhotosField
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.web.forms import offer


def _words(label: str, *, required: bool = True, rows: int = 3, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=4000, help_text=hint,
                           widget=forms.Textarea(attrs={"rows": rows}))  # fmt: skip


class StepForm(forms.Form):
    """A step that asks nothing."""

    def __init__(self, *args: Any, actor: Actor, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.report = actor, report

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and report."""
        return dict(self.cleaned_data)


class Acknowledge(StepForm):
    masked = _words(
        "Kata-kata yang dibaca umum", rows=4, hint="Nomor, NIK, pelat, dan nama sudah ditutup. Periksa lagi."
    )
    photos = forms.BooleanField(label="Tampilkan fotonya untuk umum", required=False, initial=True,
                                help_text="Tutup dulu wajah dan pelat pada foto di halaman laporan.")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.report.is_private or not rules.TRACK[self.report.track].is_public:
            self.fields.clear()
        else:
            self.fields["masked"].initial = queries.wording(self.report).masked
        if self.report.track == Track.SERVICE:
            self.fields["handling"] = forms.ChoiceField(
                label="Bagaimana ditangani?", widget=forms.RadioSelect, choices=_handlings(self.report),
                initial=self.report.handling or Handling.SIMPLE,
            )  # fmt: skip
        self.fields["note"] = _words("Catatan", required=False, rows=2)


def _handlings(report: Report) -> list[tuple[str, str]]:
    """How a service complaint may be handled, each with the day by which it must be done."""
    limits = queries.whole_limits(report)
    return [(kind.value, f"{kind.label}: paling lambat {limits[kind.value]}") for kind in Handling]


class Witnessed(StepForm):
    text = _words("Apa yang disepakati?", hint="Siapa mengerjakan apa, dan kapan.")
    witnesses = forms.CharField(label="Saksi", widget=forms.Textarea(attrs={"rows": 2}), max_length=400,
                                help_text="Satu nama per baris, dua orang. Hanya pemegang yang membaca.")  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "witnesses": self.cleaned_data["witnesses"].splitlines()}


class Deliberate(Witnessed):
    text = _words("Apa yang dibicarakan, apa hasilnya?")
    witnesses = forms.CharField(label="Yang hadir sebagai saksi", required=False, max_length=400,
                                widget=forms.Textarea(attrs={"rows": 2}), help_text="Satu nama per baris.")  # fmt: skip
    outcome = forms.ChoiceField(label="Hasilnya", widget=forms.RadioSelect, initial="not_agreed",
                                choices=[("not_agreed", "belum mufakat"), ("postponed", "ditunda")])  # fmt: skip


class Climb(StepForm):
    basis = forms.ChoiceField(label="Dasarnya", widget=forms.RadioSelect, choices=[
        (Basis.DELIBERATED.value, "sudah dimusyawarahkan di sini, belum mufakat"),
        (Basis.URGENT.value, "mendesak, tidak bisa menunggu musyawarah"),
        (Basis.CONFLICT.value, "menyangkut saya atau pengurus di sini"),
    ])  # fmt: skip
    note = _words("Hasil musyawarah, atau alasannya", hint="Pelapor dan tingkat di atas membacanya.")
    witnesses = forms.CharField(label="Saksi musyawarah", required=False, max_length=400,
                                widget=forms.Textarea(attrs={"rows": 2}),
                                help_text="Bila belum dicatat: dua nama, satu per baris.")  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "witnesses": self.cleaned_data["witnesses"].splitlines()}


class Assign(StepForm):
    to = forms.ChoiceField(label="Kepada siapa")
    note = _words("Pesan", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.actor.office
        self.units = {str(row.pk): row for row in institutions.units()}
        body = institutions.institution(own.institution_id) if own else None
        self.seats = (
            {str(row.pk): row for row in body.positions.order_by("rank") if own and row.pk != own.position_id}
            if body
            else {}
        )
        choices = [("Di kantor ini", [(key, row.title) for key, row in self.seats.items()])] if self.seats else []
        choices.append(("Perangkat daerah", [(key, str(row)) for key, row in self.units.items()]))
        offer(self, "to", [("", "Pilih"), *choices])
        unit = queries.suggested_unit(queries.words_of(self.report), self.report.territory)
        self.fields["to"].help_text = f"Saran dari kata-katanya: {unit}. Anda yang memilih." if unit else ""

    def arguments(self) -> dict[str, Any]:
        to, note = self.cleaned_data["to"], self.cleaned_data["note"]
        if to in self.seats:
            seat = self.seats[to]
            return {"unit": seat.institution, "position": seat, "note": note}
        return {"unit": self.units[to], "note": note}


class FollowUp(StepForm, WorkForm):
    """What is decided, and the first piece of work that it asks for."""

    text = _words("Apa yang diputuskan?", rows=2)

    def __init__(self, *args: Any, actor: Actor, report: Report, **kwargs: Any) -> None:
        own = institutions.institution(actor.office.institution_id) if actor.office else None
        super().__init__(*args, actor=actor, report=report, body=own or report.body, place=report.territory, **kwargs)
        self.order_fields(["text"])

    def arguments(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "work": self.work()}


class News(StepForm):
    text = _words("Kabarnya")
    number = forms.CharField(label="Nomor surat", required=False, max_length=80)


class Finish(StepForm):
    text = _words("Apa yang sudah dikerjakan?")
    photos = PhotosField(label="Foto sesudahnya", required=False)


class Tell(StepForm, Counted):
    """How an incident stands now; the counts of the line before stand in it already."""

    line = forms.CharField(label="Keadaannya sekarang", max_length=280, help_text="Satu baris. Tanpa nama orang.")
    done = forms.CharField(label="Yang sudah dilakukan", max_length=280, required=False)
    needs = forms.CharField(label="Yang dibutuhkan", max_length=280, required=False)
    photos = PhotosField(label="Foto", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["line", "dead", "injured", "displaced", "done", "needs", "photos"])
        for last in queries.situations(self.report)[:1]:
            for name in ("dead", "injured", "displaced"):
                self.fields[name].initial = getattr(last, name)

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, **self.victims()}


class End(Tell):
    """How it stood in the end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["photos"]
        self.fields["line"].label = "Keadaannya pada akhirnya"


class Found(StepForm):
    text = _words("Apa yang ditemukan?", hint="Yang mencatat membacanya. Tanpa nama orang.")


class RaiseReport(StepForm):
    category = forms.ChoiceField(label="Jenis laporannya")
    text = _words(
        "Isi laporan", hint="Tulis dengan kata-kata baru: laporan ini dibaca umum, catatannya tetap tertutup."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to_all = [row for row in queries.categories() if row.track not in {Track.WARNING, Track.SEALED}]
        choices = [(row.key, row.label) for row in open_to_all]
        offer(self, "category", [("", "Pilih"), *choices])


class CopyOut(StepForm):
    """The answer, ready to be copied; saying so is the deed."""

    answer = forms.CharField(label="Jawaban, siap disalin", required=False,
                             widget=forms.Textarea(attrs={"rows": 8, "readonly": True, "data-copy": ""}))  # fmt: skip
    number = forms.CharField(label="Nomor di sana", required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = queries.last_answer(self.report)
        self.fields["answer"].initial = sharing.copy_answer(self.report, said) if said else ""
        self.fields["number"].initial = self.report.external_ref
        self.fields["number"].help_text = f"Nomor laporan ini di {self.report.source}."

    def arguments(self) -> dict[str, Any]:
        return {"number": self.cleaned_data["number"]}


class Budget(StepForm):
    year = forms.IntegerField(label="Tahun anggaran", min_value=2000, max_value=2100)
    source = forms.CharField(
        label="Sumber", max_length=120, help_text="Misalnya APBD, kegiatan pemberdayaan kelurahan."
    )
    note = _words("Keterangan", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year + 1


class Carry(StepForm):
    note = _words("Usulan apa, untuk musrenbang yang mana?")
    year = forms.IntegerField(label="Tahun rencana", required=False, min_value=2000, max_value=2100)


class Refer(StepForm):
    owner = forms.ChoiceField(label="Pemiliknya", choices=[pair for pair in Owner.choices if pair[0] in OUTSIDE])
    note = _words("Isi suratnya: apa yang diminta?")
    number = forms.CharField(label="Nomor surat", required=False, max_length=80)


class Letter(StepForm):
    kind = forms.ChoiceField(
        label="Surat", widget=forms.RadioSelect, choices=[pair for pair in Answer.KINDS if pair[0] != "answer"]
    )
    who = forms.CharField(label="Kepada atau dari", max_length=160)
    text = _words("Isinya")
    number = forms.CharField(label="Nomor surat", required=False, max_length=80)


class Reason(StepForm):
    reason = _words("Alasan", hint="Pelapor membacanya.")


class Question(StepForm):
    question = _words("Apa yang perlu dilengkapi?")


class Merge(StepForm):
    into = forms.ChoiceField(label="Sama dengan laporan", widget=forms.RadioSelect)
    note = _words("Catatan", required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {row.code: row for row in queries.mergeable(self.report) if rules.visible(self.actor, row)}
        choices = [(code, f"{code} · {row.title}") for code, row in self.others.items()]
        offer(self, "into", choices)

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "into": self.others[self.cleaned_data["into"]]}


class Confirm(StepForm):
    remark = _words("Catatan", required=False, rows=2)

    def arguments(self) -> dict[str, Any]:
        return {"satisfied": True, **self.cleaned_data}


class Reopen(StepForm):
    remark = _words("Apa yang belum beres?")


class Complete(StepForm):
    text = _words("Jawaban")
    photos = PhotosField(label="Foto", required=False)


class Withdraw(StepForm):
    reason = _words("Alasan", required=False, rows=2)


class Mask(StepForm):
    title = forms.CharField(label="Judul untuk umum", max_length=80)
    masked = _words("Kata-kata yang dibaca umum", rows=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].initial = self.report.title
        self.fields["masked"].initial = queries.wording(self.report).masked


class SetOwner(StepForm):
    owner = forms.ChoiceField(label="Pemiliknya", choices=Owner.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].initial = self.report.owner
        owner = queries.suggested_owner(queries.words_of(self.report))
        self.fields["owner"].help_text = f"Saran dari kata-katanya: {Owner(owner).label}." if owner else ""


class TakeDown(StepForm):
    reason = _words("Alasan", hint="Tercatat di jejak.")
    erase = forms.BooleanField(label="Hapus juga semua kata-kata dan fotonya, untuk selamanya", required=False)


FORMS: dict[str, type[StepForm]] = {
    "tell": Tell, "end": End, "go_on": Reason, "come_true": Found, "disprove": Found, "prevent": Found,
    "raise_report": RaiseReport, "copy_out": CopyOut,
    "follow_up": FollowUp,
    "acknowledge": Acknowledge, "deliberate": Deliberate, "settle": Witnessed, "climb": Climb, "assign": Assign,
    "answer": News, "finish": Finish, "await_budget": Budget, "carry": Carry, "refer": Refer, "record_letter": Letter,
    "refuse": Reason, "return_for_completion": Question, "merge": Merge, "confirm": Confirm, "reopen": Reopen,
    "complete": Complete, "withdraw": Withdraw, "join": StepForm, "mask": Mask, "set_owner": SetOwner,
    "take_down": TakeDown,
}  # fmt: skip


def form_for(name: str, *args: Any, actor: Actor, report: Report) -> StepForm:
    """The form of a step."""
    return FORMS[name](*args, actor=actor, report=report)
