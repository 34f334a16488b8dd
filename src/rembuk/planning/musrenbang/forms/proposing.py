"""The form of a proposal, and the small ones of its steps."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rembuk.coordination.reports.forms import PlacedForm
from rembuk.foundation.files.forms import PhotosField
from rembuk.foundation.files.models import File
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.forms import offer
from rembuk.planning.musrenbang import checks, queries, rules
from rembuk.planning.musrenbang.actions import Wish
from rembuk.planning.musrenbang.forms.amounts import RupiahField, VolumeField
from rembuk.planning.musrenbang.models import Field, Item, Land, Proposal, Purse, Round

AT_PLACE = "RT atau RW di tempat itu"


def _count(label: str, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=10**6, help_text=hint)


class WishForm(PlacedForm):
    """A proposal. What is left empty of the work's unit, purse, field and unit asked comes from the dictionary."""

    title = forms.CharField(
        label="Pekerjaan yang diusulkan", max_length=160, widget=forms.TextInput(attrs={"list": "kamus"}),
        help_text="Pilih dari kamus usulan, atau tulis sendiri.",
    )  # fmt: skip
    problem = forms.CharField(label="Masalahnya", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
                              help_text="Mengapa perlu. Jangan tulis nama warga.")  # fmt: skip
    volume = VolumeField(label="Volume")
    unit = forms.CharField(label="Satuan", max_length=30, required=False)
    unit_price = RupiahField(label="Harga satuan (rupiah)")
    cost = RupiahField(label="Biaya seluruhnya (rupiah)", required=False,
                       help_text="Kosong berarti volume kali harga satuan.")  # fmt: skip
    purse = forms.ChoiceField(label="Sumber dana", required=False, choices=[("", "Menurut kamus"), *Purse.choices])
    field = forms.ChoiceField(label="Bidang", required=False, choices=[("", "Menurut kamus"), *Field.choices])
    institution = forms.ChoiceField(label="OPD yang diminta", required=False)
    land = forms.ChoiceField(label="Milik siapa tempatnya?", required=False, choices=Land.choices)
    beneficiaries = _count("Yang mendapat manfaat (jiwa)")
    people = _count("Swadaya: orang")
    hours = _count("Swadaya: jam kerja")
    materials = forms.CharField(label="Swadaya: bahan", max_length=200, required=False)
    photos = PhotosField(label="Foto", required=False, help_text="Paling banyak empat.")
    proposer = forms.ChoiceField(label="Atas nama siapa?", required=False)
    pokir = forms.CharField(label="Pokok pikiran anggota DPRD", max_length=120, required=False,
                            help_text="Nama anggota dewan, bila usulan ini dibawa olehnya.")  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, found: Round, proposal: Proposal | None = None, **more: Any) -> None:
        super().__init__(*args, actor=actor, **more)
        self.found, self.proposal = found, proposal
        self.fields["place"].label = "Patokan tempatnya"
        self.units = {str(row.pk): row for row in institutions.units()}
        offer(self, "institution", [("", "Menurut kamus"), *((k, str(row)) for k, row in self.units.items())])
        self.bodies: dict[str, Institution] = {}
        self._offer_bodies()
        self.initial.setdefault("request_key", chance.secret(16))
        if proposal is not None:
            self._start_from(proposal)
        elif actor.office and not self.is_bound and "kelurahan" not in self.initial:
            self.start_at(actor.office.territory_id)

    def _offer_bodies(self) -> None:
        """Whoever writes from paper chooses in whose name; the others write for their own body."""
        if self.proposal is not None or not self.actor.scope(rules.PAPER):
            del self.fields["proposer"]
        else:
            rows = self._organisations()
            self.bodies = {str(row.pk): row for row in rows}
            own = [("own", str(self.own))] if self.own else []
            offer(
                self,
                "proposer",
                [
                    ("", AT_PLACE),
                    *own,
                    *((key, str(row)) for key, row in self.bodies.items()),
                ],
            )
        if not self.actor.scope(rules.PAPER):
            del self.fields["pokir"]

    def _organisations(self) -> Sequence[Institution]:
        office = self.actor.office
        around = territories.ancestors(territories.territory(office.territory_id)) if office else {}
        place = around.get("kelurahan") or around.get("desa")
        rows = queries.bodies(place) if place else []
        return [row for row in rows if rules.writes_for(self.actor, row.pk, row.territory.path)]

    @property
    def own(self) -> Institution | None:
        """The actor's body."""
        return institutions.institution(self.actor.office.institution_id) if self.actor.office else None

    def _start_from(self, row: Proposal) -> None:
        names = ("title", "problem", "volume", "unit", "unit_price", "cost", "purse", "field", "land", "beneficiaries",
                 "people", "hours", "materials", "place", "lat", "lng", "pokir")  # fmt: skip
        for name in names:
            self.initial.setdefault(name, getattr(row, name))
        self.initial.setdefault("institution", str(row.institution_id or ""))
        self.start_at(row.territory_id)

    def filled(self) -> Self:
        """The same as if what it starts from had been sent: what is wrong with it by now stands at its field."""
        told = {name: value for name, value in self.initial.items() if value not in {None, ""}}
        made = type(self)(told, actor=self.actor, found=self.found, proposal=self.proposal)
        made.full_clean()
        return made

    @property
    def names(self) -> list[str]:
        """The dictionary's, offered while somebody types."""
        return queries.item_names()

    def clean(self) -> dict[str, Any]:
        """What the dictionary says fills what was left empty."""
        told = super().clean() or {}
        item = queries.item_called(told.get("title") or "")
        told["item"] = item
        if item is not None:
            told["purse"], told["field"] = told.get("purse") or item.purse, told.get("field") or item.field
            told["unit"] = told.get("unit") or item.unit
        for name, label in (("purse", "Pilih sumber dananya."), ("field", "Pilih bidangnya.")):
            if not told.get(name) and name not in self.errors:
                self.add_error(name, label)
        if told.get("volume") is not None and told.get("unit_price") is not None and told.get("cost") is None:
            told["cost"] = None if "cost" in self.errors else checks.total(told["volume"], told["unit_price"])
        if not self.errors and told.get("place_found") is None:
            self.add_error("kelurahan", "Pilih tempatnya.")
        return told

    def findings(self) -> list[checks.Finding]:
        """What the checks say of what is written so far."""
        told = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        place, item = told.get("place_found"), told.get("item")
        but = self.proposal.pk if self.proposal else None
        held, point = queries.known(
            self.found, title=told.get("title") or "", item=item, place=place, purse=told.get("purse") or "",
            field=told.get("field") or "", point=(told.get("lat"), told.get("lng")), but=but,
        )  # fmt: skip
        body = self.body(place)
        written = checks.Written(
            told.get("volume") or Decimal(0), told.get("unit") or "", told.get("unit_price") or 0,
            told.get("cost") or 0, told.get("land") or "", place.path if place else "",
            body.territory.path if body else "", point, told.get("field") != Field.PEOPLE,
        )  # fmt: skip
        filled = {name for name in ("volume", "unit_price", "cost", "unit") if told.get(name)}
        rows = checks.found(written, held)
        return [row for row in rows if row.key not in {"volume", "price", "cost"} or row.field in filled]

    def body(self, place: Territory | None) -> Institution | None:
        """In whose name: as chosen; else the RT or RW of the place for whoever writes from paper, else one's own."""
        if self.proposal is not None:
            return self.proposal.proposer
        told = self.cleaned_data.get("proposer", "") if hasattr(self, "cleaned_data") else ""
        if told in self.bodies:
            return self.bodies[told]
        if "proposer" not in self.fields or told == "own" or place is None:
            return self.own
        return institutions.institution_at(place, place.level) if place.level in {"rt", "rw"} else self.own

    def wish(self) -> Wish:
        """What the action takes."""
        told = self.cleaned_data
        item: Item | None = told["item"]
        unit = self.units.get(told["institution"]) or (item.institution if item else None)
        pokir = told.get("pokir", self.proposal.pokir if self.proposal else "")
        names = ("title", "problem", "volume", "unit", "unit_price", "cost", "purse", "field", "item", "place", "lat",
                 "lng", "land", "beneficiaries", "people", "hours", "materials")  # fmt: skip
        return Wish(**{name: told[name] for name in names}, territory=told["place_found"], institution=unit,
                    pokir=pokir)  # fmt: skip


class PhotosShownForm(forms.Form):
    """Which photos everyone sees; none is ticked before somebody looked."""

    shown = forms.MultipleChoiceField(
        label="Yang dilihat warga", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Hanya foto tempatnya. Wajah, nomor rumah, dan pelat nomor ditutup dulu di halaman usulan.",
    )  # fmt: skip

    def __init__(self, *args: Any, photos: Sequence[File], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "shown", [(str(one.pk), _picture(at, one)) for at, one in enumerate(photos, 1)])
        self.initial["shown"] = [str(one.pk) for one in photos if one.is_public]

    def clean_shown(self) -> list[UUID]:
        """The photos."""
        return [UUID(pk) for pk in self.cleaned_data["shown"]]


def _picture(at: int, photo: File) -> SafeString:
    return format_html('<img src="{}" alt="Foto {}" loading="lazy" width="240">',
                       reverse("files:photo", args=[photo.pk, "thumb"]), at)  # fmt: skip


class ReasonForm(forms.Form):
    """Why it goes back, or is withdrawn."""

    reason = forms.CharField(label="Alasannya", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class MergeForm(forms.Form):
    """Into which proposal, and how many both serve, counted once."""

    into = forms.CharField(label="Digabung ke usulan (kode)", max_length=16, help_text="Misalnya MU-27-7K3QM.")
    beneficiaries = _count("Penerima manfaat keduanya, dihitung sekali (jiwa)", "Kosong berarti yang terbesar.")


class NothingForm(forms.Form):
    """A step that asks nothing."""


class NumberForm(forms.Form):
    """The number that SIPD gave."""

    number = forms.CharField(label="ID usulan di SIPD", max_length=40,
                             widget=forms.TextInput(attrs={"inputmode": "numeric"}))  # fmt: skip


class SheetForm(forms.Form):
    """A filled sheet."""

    file = forms.FileField(label="Lembar Excel", widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}))
