from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "rembuk.config"
    label = "config"

    def ready(self) -> None:
        from rembuk.config import database, seams

        seams.fill()
        database.swift_moments()
