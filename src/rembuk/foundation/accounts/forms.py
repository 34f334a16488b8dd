"""What people type at the door."""

from django import forms

from rembuk.foundation.accounts import tokens

_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": tokens.PIN_LENGTH, "pattern": "[0-9]*"}


class CodeForm(forms.Form):
    """The code on the sheet, where the QR cannot be scanned."""

    code = forms.CharField(
        label="Kode pada lembar", max_length=80, help_text="Enam belas huruf dan angka di bawah gambar QR.",
        error_messages={"required": "Tulis kode yang tercetak di bawah gambar QR."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class PinForm(forms.Form):
    """The six digits."""

    pin = forms.CharField(
        label="PIN", max_length=12, help_text="Enam angka.", error_messages={"required": "Tulis enam angka PIN."},
        widget=forms.PasswordInput(attrs=_DIGITS),
    )  # fmt: skip

    def clean_pin(self) -> str:
        """Without the spaces that people put between digits."""
        return "".join(str(self.cleaned_data["pin"]).split())


class PersonPinForm(PinForm):
    """Who, and the six digits."""

    person = forms.UUIDField(widget=forms.HiddenInput)


class NewPinForm(PinForm):
    """A PIN of one's own, twice."""

    again = forms.CharField(
        label="PIN baru sekali lagi", max_length=12, error_messages={"required": "Ulangi PIN yang baru."},
        widget=forms.PasswordInput(attrs=_DIGITS),
    )  # fmt: skip

    def clean_again(self) -> str:
        """The same as the first time."""
        again = "".join(str(self.cleaned_data["again"]).split())
        if again != self.cleaned_data.get("pin", again):
            raise forms.ValidationError("Kedua PIN tidak sama. Tulis lagi.")
        return again


class CounterForm(forms.Form):
    """What the counter computer is called."""

    label = forms.CharField(
        label="Nama komputer ini", max_length=80, help_text="Misalnya: Loket 1 kantor kelurahan.",
        error_messages={"required": "Beri nama, supaya jelas komputer mana yang dimaksud."},
    )  # fmt: skip


class PasswordForm(forms.Form):
    """A name and a password, twice."""

    username = forms.RegexField(
        r"^[a-z][a-z0-9._-]{2,59}$", label="Nama pengguna", help_text="Huruf kecil, angka, titik; tanpa spasi.",
        error_messages={"required": "Tulis nama pengguna.", "invalid": "Hanya huruf kecil, angka, titik; tanpa spasi."},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = forms.CharField(
        label="Kata sandi", max_length=128, strip=False,
        help_text="Sedikitnya 12 huruf. Beberapa kata yang mudah Anda ingat lebih baik daripada satu kata rumit.",
        error_messages={"required": "Tulis kata sandi."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="Kata sandi sekali lagi", max_length=128, strip=False, error_messages={"required": "Ulangi kata sandi."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean_again(self) -> str:
        """The same as the first time."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError("Kedua kata sandi tidak sama. Tulis lagi.")
        return again
