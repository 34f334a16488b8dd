from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "rembuk.front.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
