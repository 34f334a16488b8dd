"""Forms look the same everywhere: label, hint, field, error; the summary of errors takes the focus."""

from django.forms import BaseForm
from django.forms.renderers import TemplatesSetting

from rembuk.foundation.kernel.errors import Refused


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` use our parts."""

    form_template_name = "web/parts/fields.html"
    field_template_name = "web/parts/field.html"


def apply_refusal(form: BaseForm, refused: Refused) -> None:
    """Puts a refused deed's sentence beside its field, or at the head of the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)
