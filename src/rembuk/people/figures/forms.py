"""What an office fills in about a figure."""

from django import forms

from rembuk.people.figures import rules

WRONG = {
    "required": "Isi jumlahnya.", "invalid": "Tulis bilangan bulat, tanpa titik.",
    "min_value": "Jumlahnya tidak bisa kurang dari nol.",
}  # fmt: skip


class FigureForm(forms.Form):
    """One figure of one kelurahan, or of one of its RWs."""

    key = forms.ChoiceField(label="Angka apa?", choices=[(kind.key, kind.label) for kind in rules.KINDS.values()])
    rw = forms.IntegerField(label="RW nomor", required=False, min_value=1, max_value=999,
                            help_text="Kosong: seluruh kelurahan. Per RW: keluarga miskin dan KK.")  # fmt: skip
    value = forms.IntegerField(label="Jumlah", min_value=0, max_value=2_000_000_000, error_messages=WRONG)
    on = forms.DateField(
        label="Keadaan per tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Pilih tanggal.", "invalid": "Tulis tanggal yang benar."},
    )  # fmt: skip
    source = forms.CharField(label="Sumber", max_length=160, help_text="Misalnya “Disdukcapil, semester I 2025”.",
                             error_messages={"required": "Tulis dari mana angka ini."})  # fmt: skip
