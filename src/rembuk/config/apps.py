from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "rembuk.config"
    label = "config"

    def ready(self) -> None:
        # BUILDING: until every module has its seams.py; goes away then.
        try:
            from rembuk.config import seams
        except ImportError as missing:
            import sys

            print(f"seams not filled yet: {missing}", file=sys.stderr)
            return

        seams.fill()
