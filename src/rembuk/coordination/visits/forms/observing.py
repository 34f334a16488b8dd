"""What the pages of observers ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from rembuk.coordination.visits.models import NoteAnswer, Question
from rembuk.foundation.files.forms import PhotosField
from rembuk.foundation.kernel import chance, clock

MOST_WORDS = 4000


class NoteForm(forms.Form):
    """A field note: each question of the day with its answer and a remark, what was seen, photos."""

    text = forms.CharField(label="Apa yang Anda lihat?", max_length=MOST_WORDS, help_text="Jangan tulis nama warga.",
                           widget=forms.Textarea(attrs={"rows": 4}))  # fmt: skip
    photos = PhotosField(label="Foto", required=False, help_text="Paling banyak empat, diambil di tempat.")
    claimed_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    request_key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, questions: Sequence[Question], **more: Any) -> None:
        super().__init__(*args, **more)
        self.questions = questions
        self.initial.setdefault("request_key", chance.secret(16))
        for number, row in enumerate(questions, 1):
            self.fields[f"answer_{row.pk.hex}"] = forms.ChoiceField(
                label=f"{number}. {row.text}", choices=NoteAnswer.ANSWERS, widget=forms.RadioSelect
            )
            self.fields[f"remark_{row.pk.hex}"] = forms.CharField(
                label=f"Keterangan soal {number}", required=False, max_length=300
            )

    @property
    def checklist(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each question with its remark."""
        return [(self[f"answer_{row.pk.hex}"], self[f"remark_{row.pk.hex}"]) for row in self.questions]

    def clean_claimed_at(self) -> datetime | None:
        """What the phone says; nonsense is left out."""
        return clock.claimed(self.cleaned_data["claimed_at"])

    def arguments(self) -> dict[str, Any]:
        """What the action takes besides actor and subject."""
        told = self.cleaned_data
        answers: dict[UUID, tuple[str, str]] = {
            row.pk: (told[f"answer_{row.pk.hex}"], told[f"remark_{row.pk.hex}"]) for row in self.questions
        }
        named = {name: told[name] for name in ("text", "photos", "claimed_at", "request_key")}
        return {**named, "answers": answers}


class QuestionForm(forms.Form):
    text = forms.CharField(label="Pertanyaan baru", max_length=200,
                           help_text="Dijawab ya, tidak, atau tidak terlihat.")  # fmt: skip


class AboutForm(forms.Form):
    code = forms.CharField(label="Kode kunjungan atau tindak lanjut", max_length=16,
                           help_text="Misalnya KJ-26-ABCDEF atau TL-26-ABCDEF.")  # fmt: skip
