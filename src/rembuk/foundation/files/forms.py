"""Fields for uploads, and the boxes that are painted over a photo."""

from typing import Any

from django import forms

from rembuk.foundation.files import rules

BOXES = 6  # empty rows that the page offers; the script adds and removes


class PhotosInput(forms.ClearableFileInput):
    """A file input for several photos, compressed on the phone by app.js."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/*", "data-photo": True, **(attrs or {})})


class PhotosField(forms.FileField):
    """Up to `most` photos; cleans to a list. What they really are is decided when they are stored."""

    widget = PhotosInput

    def __init__(self, *, most: int = 4, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every photo on its own, then their number."""
        given = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not given:
            super().clean(None, initial)
            return []
        if len(given) > self.most:
            raise forms.ValidationError(f"Paling banyak {self.most} foto sekali kirim.")
        return [super(PhotosField, self).clean(one, initial) for one in given]


class CodeForm(forms.Form):
    """The code under the QR of a document."""

    code = forms.CharField(label="Kode dokumen", max_length=16, help_text="Tertulis di bawah kotak QR pada dokumen.")


class CopyForm(forms.Form):
    """A copy to be compared; it is hashed and thrown away."""

    file = forms.FileField(label="Berkas PDF yang Anda terima", help_text="Hanya dibandingkan, tidak disimpan.")


class BoxForm(forms.Form):
    """One box over a photo, in thousandths from the upper left corner; an empty row is no box."""

    left = forms.IntegerField(label="Dari kiri", min_value=0, max_value=999, required=False)
    top = forms.IntegerField(label="Dari atas", min_value=0, max_value=999, required=False)
    width = forms.IntegerField(label="Lebar", min_value=1, max_value=1000, required=False)
    height = forms.IntegerField(label="Tinggi", min_value=1, max_value=1000, required=False)

    def box(self) -> list[int] | None:
        """The box, or None for an empty row."""
        parts = [self.cleaned_data.get(name) for name in ("left", "top", "width", "height")]
        return None if None in parts else [int(part) for part in parts if part is not None]

    def clean(self) -> dict[str, Any]:
        """All four numbers or none."""
        cleaned = super().clean() or {}
        given = [name for name in ("left", "top", "width", "height") if cleaned.get(name) is not None]
        if 0 < len(given) < 4 and not self.errors:
            raise forms.ValidationError("Isi keempat angkanya, atau kosongkan semuanya.")
        return cleaned


Boxes = forms.formset_factory(BoxForm, extra=BOXES, max_num=rules.MAX_MASKS, absolute_max=rules.MAX_MASKS + BOXES)
