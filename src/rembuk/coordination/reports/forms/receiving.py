"""The form by which a matter is heard: a photo, a place, one sentence; the rest may stay empty."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import cached_property, lazy

from rembuk.coordination.reports import actions, queries
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Category, Owner, Track
from rembuk.foundation.files.forms import PhotosField
from rembuk.foundation.institutions.queries.words import head
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory
from rembuk.foundation.web.forms import offer, shared

SOURCES = (("rembuk", "disampaikan langsung"), ("LAPOR", "SP4N-LAPOR"), ("JAKI", "JAKI"), ("CRM", "CRM"))
FOLDED = ("owner", "passes_by", "name", "contact", "source", "external_ref")
LATER = 24 * 3600  # a phone's clock that runs ahead by more than a day is not believed


ORDINARY = (Track.NEIGHBOURHOOD, Track.SERVICE, Track.SEALED)


class Offered(BaseChoiceIterator):
    """Choices that are looked up where a page shows them or one is checked; a form that is sent needs few.

    They are pairs already, and no copy of a form changes them.
    """

    def __init__(self, found: Callable[[], Iterable[tuple[str, Any]]]) -> None:
        self._found = found

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._found())

    def __copy__(self) -> "Offered":
        return self

    def __deepcopy__(self, memo: object) -> "Offered":
        return self


def _kelurahan() -> list[tuple[str, str]]:
    return [("", "Pilih"), *territories.kelurahan()]


def _level() -> str:
    return territories.level_name("kelurahan")


def _about_officials() -> str:
    return f"Apakah ini tentang pengurus atau {head('lurah')}?"


@shared("place")
class PlacedForm(forms.Form):
    """Something at a place, from a phone: kelurahan, RW and RT by number, or a point; what the phone says of both."""

    kelurahan = forms.ChoiceField(label=lazy(_level, str)(), required=False, choices=Offered(_kelurahan))
    rw = forms.IntegerField(label="RW nomor", required=False, min_value=1, max_value=999)
    rt = forms.IntegerField(label="RT nomor", required=False, min_value=1, max_value=999)
    place = forms.CharField(label="Patokan tempatnya", required=False, max_length=160,
                            help_text="Misalnya “depan musala, gang 3”.")  # fmt: skip
    territory = forms.UUIDField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    request_key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    claimed_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    claimed_lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    claimed_lng = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def start_at(self, territory_id: Any) -> None:
        """An RT head's form starts in the own RT."""
        around = territories.ancestors(territories.territory(territory_id))
        for level in ("kelurahan", "rw", "rt"):
            if level in around:
                self.initial.setdefault(level, str(around[level].pk) if level == "kelurahan" else around[level].number)

    def clean_claimed_at(self) -> datetime | None:
        """What the phone says; nonsense and the future are left out."""
        said = clock.claimed(self.cleaned_data["claimed_at"])
        return said if said and (said - clock.now()).total_seconds() < LATER else None

    def clean(self) -> dict[str, Any]:
        """RW and RT by number in the kelurahan; the place is the smallest one given."""
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["place_found"] = self._place(cleaned)
        return cleaned

    def _place(self, cleaned: dict[str, Any]) -> Territory | None:
        if cleaned.get("territory"):
            return territories.territory(cleaned["territory"])
        if not cleaned.get("kelurahan"):
            return None
        above, rw, rt = UUID(cleaned["kelurahan"]), cleaned.get("rw"), cleaned.get("rt")
        if rw is None:
            return territories.territory(above)
        place = territories.local(above, rw, rt)
        if place is None and rt is not None:
            place = territories.local(above, rw)
            if place is not None:
                self.add_error("rt", f"RT {rt} tidak ada di {place.label}.")
                return place
        if place is None:
            place = territories.territory(above)
            self.add_error("rw", f"RW {rw} tidak ada di {place.label}.")
        return place


def _named() -> list[tuple[str, str]]:
    return [("", "tidak"), ("ketua_rt", "ketua RT"), ("ketua_rw", "ketua RW"), ("lurah", head("lurah"))]


@shared("place", "text", "category", "photos")
class ReceiveForm(PlacedForm):
    """`actor` decides what is asked: an office may write down what somebody else says, and where it was said before."""

    tracks: ClassVar[tuple[str, ...]] = ORDINARY
    photos = PhotosField(
        label="Foto", required=False, help_text="Paling banyak empat. Wajah dan pelat nomor ditutup petugas."
    )
    text = forms.CharField(label="Apa yang terjadi?", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000,
                           help_text="Satu kalimat cukup. Jangan tulis nama orang.")  # fmt: skip
    category = forms.ChoiceField(label="Jenisnya")
    owner = forms.ChoiceField(
        label="Milik siapa barangnya?", required=False, choices=Offered(lambda: Owner.choices), initial=Owner.UNKNOWN
    )
    passes_by = forms.ChoiceField(label=lazy(_about_officials, str)(), required=False, choices=Offered(_named),
                                  help_text="Yang bersangkutan tidak akan melihat laporan ini.")  # fmt: skip
    name = forms.CharField(label="Nama pelapor", required=False, max_length=120)
    contact = forms.CharField(label="Nomor yang bisa dihubungi", required=False, max_length=120,
                              help_text="Disimpan tersegel; hanya pemegang laporan yang membukanya.")  # fmt: skip
    anonymous = forms.BooleanField(label="Tanpa nama", required=False)
    sealed = forms.BooleanField(label="Rahasiakan: tidak diumumkan dan tidak dimusyawarahkan", required=False)
    source = forms.ChoiceField(label="Dari mana", required=False, choices=Offered(lambda: SOURCES))
    external_ref = forms.CharField(label="Nomor di sana", required=False, max_length=60)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer(self, "category", Offered(lambda: [("", "Pilih"), *_grouped(self.tracks)]))
        if "source" in self.fields and not actor.scope("reports.receive"):
            del self.fields["source"], self.fields["external_ref"]
        self.initial.setdefault("request_key", chance.secret(16))
        if actor.office and not self.is_bound:
            self.start_at(actor.office.territory_id)

    @property
    def more_open(self) -> bool:
        """Whether something is wrong in the part that is folded away."""
        return any(name in self.errors for name in FOLDED)

    @property
    def officer(self) -> bool:
        """Whether somebody in office fills it in, for themselves or on behalf of a resident."""
        return bool(self.actor.scope("reports.receive"))

    @cached_property
    def category_found(self) -> Category | None:
        """The category chosen."""
        key = self.cleaned_data.get("category", "")
        return next((row for row in queries.categories_now() if row.key == key), None)


def _grouped(tracks: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = [row for row in queries.categories_now() if row.track in tracks]
    return [(group, [(row.key, row.label) for row in found]) for group, found in groupby(rows, lambda row: row.group)]


def received(actor: Actor, form: ReceiveForm) -> Received:
    """Hands a valid form to the action."""
    told = form.cleaned_data
    category = form.category_found
    private = told["sealed"] or (category is not None and category.track == Track.SEALED)
    return actions.receive(
        actor=actor, category=category or told["category"], text=told["text"], territory=told["place_found"],
        lat=told["lat"], lng=told["lng"], place=told["place"], owner=told["owner"] or Owner.UNKNOWN,
        on_behalf_name=told["name"], contact=told["contact"], anonymous=told["anonymous"], sealed=private,
        photos=told["photos"], claimed_at=told["claimed_at"], source=told.get("source") or "rembuk",
        external_ref=told.get("external_ref", ""), request_key=told["request_key"],
        passes_by=[told["passes_by"]] if told["passes_by"] else [],
    )  # fmt: skip
