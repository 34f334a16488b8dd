"""What is typed of a line of paper."""

from typing import Any

from django import forms

from rembuk.foundation.kernel import clock
from rembuk.foundation.web.forms import offer
from rembuk.front.home.deeds import NOTE, TABLE, Written
from rembuk.front.home.models import SheetLine

KEEP = "catat tulisannya saja"


class LineForm(forms.Form):
    """One line: which box was ticked, the day, the words, and what that box asks besides."""

    deed = forms.ChoiceField(label="Kotak yang dicentang", required=False)
    on = forms.DateField(label="Tanggal", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    words = forms.CharField(label="Yang ditulis", required=False, max_length=1000,
                            widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    names = forms.CharField(label="Saksi", required=False, max_length=400, help_text="Pisahkan dengan koma.")
    percent = forms.IntegerField(label="Persen", required=False, min_value=0, max_value=100)
    people = forms.IntegerField(label="Berapa orang", required=False, min_value=1)
    hours = forms.IntegerField(label="Berapa jam", required=False, min_value=1, max_value=1000)

    def __init__(self, *args: Any, line: SheetLine, **more: Any) -> None:
        super().__init__(*args, **(more | {"prefix": f"b{line.order}"}))
        known = TABLE[line.key.partition(":")[0]]
        boxes = [(name, known[name].label) for name in line.deeds if name in known]
        offer(self, "deed", [("", "tidak ada"), *boxes, (NOTE, KEEP)])
        self.fields["on"].initial = clock.today()
        wanted = {"words"}.union(*(known[name].asks for name, _ in boxes))
        for name in {"names", "percent", "people", "hours"} - wanted:
            del self.fields[name]

    def written(self) -> Written:
        """What stands there, as the deeds take it."""
        told = self.cleaned_data
        names = tuple(name.strip() for name in told.get("names", "").replace("\n", ",").split(",") if name.strip())
        return Written(told["words"], names, told.get("percent"), told.get("people"), told.get("hours"))
