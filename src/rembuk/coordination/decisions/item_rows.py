"""Follow-ups as a minute-taker writes them: a row each under the decision, by names that are typed.

One list of names serves all rows: a choice of every unit in each of them would outweigh the page.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from rembuk.coordination.decisions import actions, queries
from rembuk.coordination.decisions.actions import Support, Work
from rembuk.coordination.meetings.models import AgendaItem
from rembuk.foundation.institutions.models import Institution
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

ROWS = 3
LONGEST = 600
NAMES = "lembaga-diminta"
COLUMNS = {"title": "Apa yang dikerjakan", "lead": "Memimpin", "supports": "Mendukung", "due": "Tenggat"}


class ItemRows(forms.Form):
    """So many empty rows; a row counts once something is written in it."""

    template_name = "decisions/item_rows.html"

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, body: Institution, starts: date, drafted: Mapping[str, str]
    ) -> None:
        super().__init__(data, initial=dict(drafted))
        self.bodies = queries.candidates(body)
        self.starts = starts
        for number in range(1, ROWS + 1):
            for name, label in COLUMNS.items():
                self.fields[f"{name}_{number}"] = _field(name, f"{label}, tindak lanjut {number}", starts)

    @property
    def columns(self) -> Sequence[str]:
        """What stands above the rows."""
        return list(COLUMNS.values())

    @property
    def lines(self) -> Sequence[Sequence[BoundField]]:
        """The rows as a table shows them."""
        return [[self[f"{name}_{number}"] for name in COLUMNS] for number in range(1, ROWS + 1)]

    @property
    def names(self) -> Sequence[str]:
        """Whom one may ask, nearest first."""
        return [str(row) for row in self.bodies]

    @property
    def list_id(self) -> str:
        """Where the names stand on the page."""
        return NAMES

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote in a row."""
        return bool(self.typed)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the rows, right or wrong."""
        told = {name: self.data.get(name, "").strip()[:LONGEST] for name in self.fields}
        return {name: words for name, words in told.items() if words}

    @property
    def drafted(self) -> list[str]:
        """A line for each row that was kept before."""
        rows = [[self.initial.get(f"{name}_{n}", "") for name in COLUMNS] for n in range(1, ROWS + 1)]
        return [" · ".join(part for part in row if part) for row in rows if any(row)]

    def clean(self) -> dict[str, Any]:
        """A row that was begun says what, who and until when; a body is one that may be asked."""
        told = super().clean() or {}
        for number in self._begun():
            if not told.get(f"title_{number}"):
                self.add_error(f"title_{number}", "Tulis apa yang dikerjakan.")
            due = told.get(f"due_{number}")
            if due is None and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", "Tulis tenggatnya.")
            if due is not None and due < self.starts:
                self.add_error(f"due_{number}", f"Tenggatnya sebelum rapat ini ({self.starts:%d-%m-%Y}).")
            told[f"lead_{number}"] = self._lead(number, told.get(f"lead_{number}", ""))
            told[f"supports_{number}"] = self._supports(number, told.get(f"supports_{number}", ""))
        return told

    def _begun(self) -> list[int]:
        return [n for n in range(1, ROWS + 1) if any(self.data.get(f"{name}_{n}", "").strip() for name in COLUMNS)]

    def _lead(self, number: int, name: str) -> Institution | None:
        if not name:
            self.add_error(f"lead_{number}", "Tulis satu lembaga yang memimpin.")
            return None
        return self._named(f"lead_{number}", name)

    def _supports(self, number: int, said: str) -> list[Institution]:
        names = [said] if self._known(said) else [part.strip() for part in re.split(r"[;,]", said) if part.strip()]
        found = [self._named(f"supports_{number}", name) for name in names if name]
        return [body for body in found if body is not None]

    def _known(self, name: str) -> list[Institution]:
        wanted = name.strip().casefold()
        return [row for row in self.bodies if wanted and wanted in {str(row).casefold(), row.name.casefold()}]

    def _named(self, field: str, name: str) -> Institution | None:
        known = self._known(name)
        if len(known) == 1:
            return known[0]
        if known:
            self.add_error(field, f"Ada beberapa lembaga bernama “{name}”. Pilih dari daftar.")
        elif queries.has_ended(name):
            self.add_error(field, f"{name} sudah ditutup. Pilih penggantinya.")
        else:
            self.add_error(field, f"“{name}” tidak ada di daftar lembaga yang bisa diminta. Pilih dari daftar.")
        return None

    def works(self) -> Sequence[tuple[int, Work]]:
        """What the action takes, by the number of its row."""
        return [(number, self._work(number)) for number in self._begun()]

    def _work(self, number: int) -> Work:
        told = self.cleaned_data
        title = told[f"title_{number}"]
        helpers = [Support(f"Membantu: {title}"[:200], institution=body) for body in told[f"supports_{number}"]]
        return Work(title, lead=told[f"lead_{number}"], due=told[f"due_{number}"], supports=helpers)


def _field(name: str, label: str, starts: date) -> forms.Field:
    attrs: dict[str, str] = {}
    if name == "due":
        widget = forms.DateInput(attrs={"type": "date", "min": starts.isoformat()}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=False, widget=widget)
    if name != "title":
        attrs["list"] = NAMES
    widest = {"title": 160, "lead": 200, "supports": LONGEST}[name]
    return forms.CharField(label=label, required=False, max_length=widest, widget=forms.TextInput(attrs=attrs))


def rows(item: AgendaItem, data: Mapping[str, Any] | None) -> ItemRows:
    """The rows under an item: what is written in them now, else what was kept of them."""
    meeting = item.meeting
    starts = clock.local(meeting.starts_at).date()
    return ItemRows(data, body=meeting.institution, starts=starts, drafted=item.drafted or {})


def make(actor: Actor, item: AgendaItem, written: ItemRows) -> None:
    """All of them, or none: called in the transaction of the decision that asks for them."""
    for number, work in written.works():
        try:
            actions.make_at_item(actor=actor, item=item, work=work)
        except Refused as refused:
            raise Refused(refused.code, refused.message, f"{refused.field or 'title'}_{number}") from None
