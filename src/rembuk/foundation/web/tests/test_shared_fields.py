"""Forms of a class share the fields that none of them changes, and no other."""

from typing import Any

from django import forms

from rembuk.foundation.web.forms import shared


@shared("text")
class Told(forms.Form):
    """Two fields, of which each form changes one."""

    text = forms.CharField(label="Apa")
    place = forms.CharField(label="Di mana", required=False)


class Sudden(Told):
    """Asks in other words."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["text"].label = "Kejadian apa"
        del self.fields["place"]


def test_what_a_form_changes_is_its_own() -> None:
    Sudden({})
    assert Told({}).fields["text"].label == "Apa"
    assert list(Told({}).fields) == ["text", "place"]


def test_what_no_form_changes_is_there_once_and_cleans_each_by_itself() -> None:
    one, two = Told({"text": "Got mampet", "place": "Gang 3"}), Told({"text": "", "place": "Gang 4"})
    assert one.fields["place"] is two.fields["place"]
    assert one.fields["text"] is not two.fields["text"]
    assert (one.is_valid(), two.is_valid()) == (True, False)
    assert (one.cleaned_data["place"], two.cleaned_data["place"]) == ("Gang 3", "Gang 4")
    assert 'value="Gang 4"' in str(two["place"])
    assert 'value="Gang 3"' in str(one["place"])
