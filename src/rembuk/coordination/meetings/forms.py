"""What people fill in about meetings."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms

from rembuk.coordination.meetings import rules
from rembuk.coordination.meetings.models import AgendaItem, Invitation, Kind
from rembuk.foundation.files.forms import PhotosField, PhotosInput
from rembuk.foundation.institutions.queries import words
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.seams import Proposal
from rembuk.foundation.web.forms import offer


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
            offer(self, "keys", [(p.key, _proposal(p)) for p in proposals])
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


class DeviationForm(forms.Form):
    """One day on which the rapat rutin is otherwise. Without a new day it is not held."""

    day = forms.ChoiceField(label="Rapat yang mana")
    new_day = forms.DateField(
        label="Diganti hari", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Kosong berarti tidak diadakan.",
    )  # fmt: skip
    new_at = forms.TimeField(
        label="Pukul", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    new_place = forms.CharField(label="Tempat lain", max_length=160, required=False)
    reason = forms.CharField(label="Sebabnya", max_length=240)

    def __init__(self, *args: Any, days: Sequence[date], usual: time, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._usual = usual
        offer(self, "day", [(day.isoformat(), text.weekday(day)) for day in days])

    @property
    def told(self) -> dict[str, Any]:
        """What `deviate` is given, once the form is valid."""
        said = self.cleaned_data
        day, new_day, at = date.fromisoformat(said["day"]), said["new_day"], said["new_at"] or self._usual
        held = new_day or (day if said["new_at"] or said["new_place"] else None)
        starts_at = datetime.combine(held, at).replace(tzinfo=clock.zone()) if held else None
        return {"day": day, "starts_at": starts_at, "place": said["new_place"], "reason": said["reason"]}


class KindForm(forms.Form):
    """A kind of meeting."""

    key = forms.CharField(label="Kunci", max_length=40, help_text="Huruf kecil, angka, garis bawah.")
    label = forms.CharField(label="Nama", max_length=80)
    tier = forms.ChoiceField(label="Diundang oleh", choices=Kind.TIERS)
    roles = forms.MultipleChoiceField(
        label="Yang harus datang", choices=words.role_choices, widget=forms.CheckboxSelectMultiple
    )
    quorum = forms.IntegerField(
        label="Kuorum (persen dari yang diundang)", required=False, min_value=0, max_value=100,
        help_text="Kosong: menurut aturan kota. Nol: tanpa kuorum.",
    )  # fmt: skip
    papers = forms.MultipleChoiceField(
        label="Berkas yang dibuat", choices=list(rules.PAPERS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    votes = forms.BooleanField(label="Boleh memungut suara", required=False)
    sheets = forms.ChoiceField(label="Bahan rapat", choices=Kind.SHEETS, required=False)
    closes_hours = forms.IntegerField(label="Usulan butir ditutup sebelum rapat (jam)", min_value=0, max_value=720)
    lasts = forms.IntegerField(
        label="Lamanya pada umumnya (menit)", min_value=15, max_value=720,
        help_text="Dipakai bila agendanya belum diberi waktu: untuk kalender dan rapat yang bertabrakan.",
    )  # fmt: skip
    open_to_all = forms.BooleanField(
        label="Terbuka untuk warga", required=False,
        help_text="Waktu dan tempatnya diumumkan di kalender Data terbuka; siapa yang diundang tidak.",
    )  # fmt: skip
    order = forms.IntegerField(
        label="Urutan", min_value=0, max_value=999, help_text="Yang pertama dipakai lembaga itu bila tidak memilih."
    )

    def __init__(self, data: Any = None, *, kind: Kind | None = None) -> None:
        first = {"votes": True, "closes_hours": 24, "lasts": 120, "order": 50}
        super().__init__(data, initial=_of_kind(kind) if kind else first)
        self._kind = kind
        if kind:
            del self.fields["key"]

    @property
    def told(self) -> dict[str, Any]:
        """What `set_kind` is given; the order of those invited is the row's own, new ones after it."""
        said: dict[str, Any] = {"key": self._kind.key if self._kind else "", **self.cleaned_data}
        before = self._kind.roles.split() if self._kind else []
        kept = [role for role in before if role in said["roles"]]
        said["roles"] = [*kept, *(role for role in said["roles"] if role not in kept)]
        return said


def _of_kind(kind: Kind) -> dict[str, Any]:
    fields = ("label", "tier", "quorum", "votes", "sheets", "closes_hours", "lasts", "open_to_all", "order")
    told = {name: getattr(kind, name) for name in fields}
    return {**told, "roles": kind.roles.split(), "papers": kind.papers.split()}


class ItemForm(forms.Form):
    """An item of the agenda by hand."""

    title = forms.CharField(label="Butir lain", max_length=200)


class AgendaItemForm(ItemForm):
    """An item with its minutes."""

    minutes = forms.IntegerField(label="Waktu (menit)", required=False, min_value=1, max_value=480)


class RescheduleForm(Timed):
    """Another time or place."""

    place = forms.CharField(label="Tempat", max_length=160)
    reason = forms.CharField(label="Sebabnya", max_length=400, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AnswerForm(forms.Form):
    """Who comes in one's place."""

    stand_in = forms.CharField(label="Nama yang mewakili", max_length=120)


class ProposeForm(forms.Form):
    """An item that a member proposes."""

    title = forms.CharField(label="Yang perlu dibahas", max_length=200)
    why = forms.CharField(label="Mengapa", max_length=200, required=False)


class InviteForm(forms.Form):
    """Somebody without an account."""

    name = forms.CharField(label="Nama atau jabatan", max_length=120)
    office = forms.CharField(
        label="Dari", max_length=160, required=False, help_text="Misalnya Polsek, PLN, Bank Sampah."
    )
    email = forms.EmailField(
        label="Surel", required=False, help_text="Undangan dan kalendernya dikirim ke sini; suratnya tetap diantar."
    )
    topic = forms.CharField(label="Judul paparan, bila pemateri", max_length=200, required=False)
    material = forms.FileField(
        label="Bahan paparan", required=False, help_text="PDF, paling besar 20 MB.",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )  # fmt: skip


class BriefingForm(forms.Form):
    """What a body adds to what the data say."""

    obstacles = forms.CharField(
        label="Kendala lain dan sebabnya", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    proposal = forms.CharField(
        label="Usulan tindak lanjut", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    budget = forms.IntegerField(label="Anggaran (rupiah)", required=False, min_value=0, max_value=10**15)
    realised = forms.IntegerField(label="Realisasi (rupiah)", required=False, min_value=0, max_value=10**15)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LetterForm(forms.Form):
    """What the letter says besides the meeting."""

    nature = forms.ChoiceField(label="Sifat", choices=Invitation.NATURES)
    subject = forms.CharField(label="Hal", max_length=160)
    enclosure = forms.CharField(label="Lampiran", max_length=120, required=False)
    dated = forms.DateField(label="Tanggal surat", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    opening = forms.CharField(
        label="Kalimat pembuka", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kosong: kalimat yang biasa.",
    )  # fmt: skip
    note = forms.CharField(
        label="Catatan", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya pakaian, atau apa yang perlu dibawa.",
    )  # fmt: skip
    copies = forms.CharField(
        label="Tembusan", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu baris satu tujuan.",
    )  # fmt: skip


class NumberForm(forms.Form):
    """The number from the office's own system."""

    text = forms.CharField(label="Nomor surat", max_length=80)


class InsertForm(forms.Form):
    """A counted number, or one behind another."""

    after = forms.IntegerField(
        label="Sisipan sesudah nomor", required=False, min_value=1, max_value=1_000_000,
        help_text="Kosong: nomor berikutnya.",
    )  # fmt: skip


class ScanForm(forms.Form):
    """The signed letter."""

    file = forms.FileField(
        label="Pindaian surat bertanda tangan", help_text="PDF, paling besar 20 MB.",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )  # fmt: skip


class CommentForm(forms.Form):
    """What somebody who was there says of the minutes."""

    text = forms.CharField(
        label="Tanggapan Anda", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Sebut butirnya, dan kalimat yang menurut Anda tepat.",
    )  # fmt: skip


class ReplyForm(forms.Form):
    """What was done about a comment."""

    answer = forms.CharField(label="Jawaban", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class MeetingPhotosForm(forms.Form):
    """Photos that show the same thing."""

    photos = PhotosField(label="Foto", most=12)
    caption = forms.CharField(
        label="Keterangan", max_length=200, help_text="Apa yang terlihat, misalnya: Lurah membuka rapat."
    )


class SignedCopyForm(forms.Form):
    """The berita acara signed by hand."""

    file = forms.FileField(
        label="Pindaian berita acara bertanda tangan", help_text="PDF, atau foto JPEG. Paling besar 20 MB.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg"}),
    )  # fmt: skip


class NumberingForm(forms.Form):
    """How a body's letters get their numbers."""

    counts = forms.ChoiceField(
        label="Nomor surat", widget=forms.RadioSelect, required=False,
        choices=[("", "diketik dari sistem surat kantor"), ("ya", "dihitung Rembuk, urut tanpa celah")],
    )  # fmt: skip
    pattern = forms.CharField(
        label="Bentuk nomor", max_length=60, required=False,
        help_text="{nomor} dan {tahun} diganti, misalnya 005/{nomor}/Kel.MT/{tahun}.",
    )  # fmt: skip
    last = forms.IntegerField(
        label="Nomor terakhir tahun ini", required=False, min_value=0, max_value=1_000_000,
        help_text="Bila kantor sudah memberi nomor sebelumnya; hitungan diteruskan dari sini.",
    )  # fmt: skip


class GuestForm(forms.Form):
    """A guest by name."""

    name = forms.CharField(label="Nama tamu", max_length=120)
    office = forms.CharField(label="Dari mana, sebagai apa", max_length=160, required=False)


class SignedSheetForm(forms.Form):
    """Photos of the signed daftar hadir."""

    photos = PhotosField(label="Foto daftar hadir", most=6, widget=PhotosInput({"capture": "environment"}))


class ReasonForm(forms.Form):
    """Why; `version` is that of the page one looked at."""

    reason = forms.CharField(label="Alasan", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
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
