from datetime import date

from django.urls import URLPattern, path, register_converter

from rembuk.foundation.calendar import views


class Date:
    """A date in an address: 2026-01-30."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """ValueError makes it a 404."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """As read."""
        return value.isoformat()


register_converter(Date, "date")
app_name = "calendar"
urlpatterns: list[URLPattern] = [
    path("", views.year, name="today"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/isi/", views.fill, name="fill"),
    path("<int:year>/hari/", views.day, name="day"),
    path("hari/<date:on>/hapus/", views.drop, name="drop"),
]
