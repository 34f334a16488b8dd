from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rembuk.foundation.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Importing registers the checks.
        from rembuk.foundation.web import checks  # noqa: F401
