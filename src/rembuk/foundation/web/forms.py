"""Forms look the same everywhere: label, hint, field, error; the summary of errors takes the focus."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar, cast

from django.forms import BaseForm, ChoiceField, Field
from django.forms.renderers import TemplatesSetting

from rembuk.foundation.kernel.errors import Refused

F = TypeVar("F", bound=BaseForm)


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` use our parts."""

    form_template_name = "web/parts/fields.html"
    field_template_name = "web/parts/field.html"


def shared(*own: str) -> Callable[[type[F]], type[F]]:
    """All forms of a class have the same fields, but for their `own`, which they change: Django copies every field and
    its widget for every form, which costs a form with many of them more than reading what was sent."""

    def decorated(cls: type[F]) -> type[F]:
        for name, field in cast(Any, cls).base_fields.items():
            if name not in own:
                field.__deepcopy__ = partial(_itself, field)
        return cls

    return decorated


def _itself(field: Field, memo: object) -> Field:
    return field


def apply_refusal(form: BaseForm, refused: Refused) -> None:
    """Puts a refused deed's sentence beside its field, or at the head of the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)


def offer(form: BaseForm, name: str, choices: Iterable[Any]) -> None:
    """What a field lets one choose from: pairs of value and words, or groups of them."""
    cast(ChoiceField, form.fields[name]).choices = choices
