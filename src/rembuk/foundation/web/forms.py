"""Forms look the same everywhere: label, hint, field, error; the summary of errors takes the focus."""

from collections.abc import Iterable
from typing import Any, cast

from django.forms import BaseForm, ChoiceField
from django.forms.renderers import TemplatesSetting

from rembuk.foundation.kernel.errors import Refused


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` use our parts."""

    form_template_name = "web/parts/fields.html"
    field_template_name = "web/parts/field.html"


def apply_refusal(form: BaseForm, refused: Refused) -> None:
    """Puts a refused deed's sentence beside its field, or at the head of the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)


def offer(form: BaseForm, name: str, choices: Iterable[Any]) -> None:
    """What a field lets one choose from: pairs of value and words, or groups of them."""
    cast(ChoiceField, form.fields[name]).choices = choices
