"""The few pages of allauth that we use, under the names by which allauth knows them. Everything else stays closed."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

urlpatterns = [
    path("sandi/", account.login, name="account_login"),
    path("sandi/ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("kode/", mfa.authenticate, name="mfa_authenticate"),
    path("kode/ulang/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("kode/aplikasi/", mfa.index, name="mfa_index"),
    path("kode/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("kode/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("kode/cadangan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("kode/cadangan/baru/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
NAMES = frozenset(str(pattern.name) for pattern in urlpatterns)
