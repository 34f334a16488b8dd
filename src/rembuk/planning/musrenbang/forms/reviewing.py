"""What a reviewer of the ladder writes: one proposal at a time, or a page of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import rupiah
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web.forms import offer
from rembuk.planning.musrenbang import ladder, rules
from rembuk.planning.musrenbang.actions import Figures, Line, Opinion
from rembuk.planning.musrenbang.amounts import volume
from rembuk.planning.musrenbang.budget_sheet import WAITS_IN
from rembuk.planning.musrenbang.forms.amounts import RupiahField, VolumeField
from rembuk.planning.musrenbang.models import BudgetLine, Proposal, Purse, Rung, Verdict

MOST = 100
# From here on a budget stands that a change during the year (Perubahan) may open again.
LATE = frozenset({Rung.RKPD, Rung.KUAPPAS, Rung.APBD, Rung.DPA})


class ReviewForm(forms.Form):
    """A verdict with own figures; what is left empty stays as it was."""

    verdict = forms.ChoiceField(label="Keputusan")
    volume = VolumeField(label="Volume menurut Anda", required=False)
    cost = RupiahField(label="Biaya menurut Anda (rupiah)", required=False)
    institution = forms.ChoiceField(label="Perangkat daerah", required=False)
    purse = forms.ChoiceField(label="Sumber dana", required=False)
    is_perubahan = forms.BooleanField(label="Dalam perubahan (RKPD, KUPA, APBD)", required=False)
    text = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    reason = forms.CharField(
        label="Alasan", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000,
        help_text="Wajib bila tidak disetujui, ditunda, dikembalikan, atau dibatalkan. Dibaca pengusul dan warga.",
    )  # fmt: skip

    def __init__(self, *args: Any, rung: Rung, proposal: Proposal, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rung, self.proposal = rung, proposal
        self.units = {str(row.pk): row for row in institutions.units()}
        stays = f"Tetap: {proposal.handler or 'belum ada'}"
        choices = {
            "verdict": [(said.value, label_of(rung, said)) for said in rules.verdicts(rung, proposal)],
            "institution": [("", stays), *((key, str(row)) for key, row in self.units.items())],
            "purse": [("", f"Tetap: {Purse(rules.purse_of(proposal)).label}"), *Purse.choices],
        }
        for name, offered in choices.items():
            offer(self, name, offered)
        if rung not in LATE:
            del self.fields["is_perubahan"]

    def told(self) -> dict[str, Any]:
        """What the action takes besides actor, proposal and rung."""
        said = self.cleaned_data
        figures = Figures(volume=said["volume"], unit=self.proposal.unit if said["volume"] else "", cost=said["cost"],
                          institution=self.units.get(said["institution"]), purse=said["purse"])  # fmt: skip
        return {"verdict": said["verdict"], "figures": figures, "text": said["text"], "reason": said["reason"],
                "is_perubahan": said.get("is_perubahan", False)}  # fmt: skip


def label_of(rung: Rung, verdict: Verdict) -> str:
    """The words of a verdict, as the deed is called at that rung."""
    return rules.step_of(rung, verdict).label


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of the page as it was typed."""

    code: str
    verdict: str = ""
    volume: str = ""
    cost: str = ""
    words: str = ""

    def opinion(self, proposal: Proposal) -> Opinion:
        """What it says. Raises Refused with the proposal's code first."""
        try:
            many = volume(self.volume) if self.volume else None
            cost = rupiah.read(self.cost) if self.cost else None
        except Refused as refused:
            raise Refused(refused.code, f"{self.code}: {refused.message}") from None
        figures = Figures(volume=many, unit=proposal.unit if many else "", cost=cost)
        agreed = self.verdict == Verdict.AGREED
        return Opinion(proposal, self.verdict, figures, text=self.words if agreed else "",
                       reason="" if agreed else self.words)  # fmt: skip


def typed(posted: Mapping[str, str], codes: Iterable[str]) -> list[Typed]:
    """The lines in which something was chosen or typed."""
    lines = [
        Typed(code, *(posted.get(f"{name}-{code}", "").strip() for name in ("keputusan", "volume", "biaya", "kata")))
        for code in list(codes)[:MOST]
    ]
    return [line for line in lines if line.verdict or line.volume or line.cost or line.words]


class BudgetForm(forms.Form):
    """A line of a budget document."""

    stage = forms.ChoiceField(label="Dokumen")
    year = forms.IntegerField(label="Tahun anggaran", min_value=2000, max_value=2200)
    program = forms.CharField(label="Program", max_length=240, required=False, help_text="Kode dan nama.")
    kegiatan = forms.CharField(label="Kegiatan", max_length=240, required=False, help_text="Kode dan nama.")
    subkegiatan = forms.CharField(label="Subkegiatan", max_length=240, help_text="Kode dan nama.")
    account = forms.CharField(label="Rekening", max_length=120, required=False)
    amount = RupiahField(label="Nilai (rupiah)", help_text="0 menghapus baris yang sama.")

    def __init__(self, *args: Any, proposal: Proposal, **more: Any) -> None:
        super().__init__(*args, **more)
        known = ladder.documents(proposal.status)
        offer(self, "stage", [row for row in BudgetLine.STAGES if row[0] in known])
        self.initial.update(year=proposal.round.year, stage=WAITS_IN.get(proposal.status, ""))

    def told(self) -> dict[str, Any]:
        """What the action takes besides actor and proposal."""
        said = dict(self.cleaned_data)
        return {"stage": said.pop("stage"), "lines": [Line(**said)]}


class WorkForm(forms.Form):
    """The follow-up that builds it."""

    follow_up = forms.CharField(label="Kode tindak lanjut", max_length=16)
