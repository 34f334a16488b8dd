from django.apps import AppConfig


class MusrenbangConfig(AppConfig):
    name = "rembuk.planning.musrenbang"
    label = "musrenbang"
    default_auto_field = "django.db.models.BigAutoField"
