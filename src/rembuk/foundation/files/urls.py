from django.urls import path, register_converter

from rembuk.foundation.files import views


class Size:
    """The sizes of a photo."""

    regex = "thumb|full"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(Size, "photo_size")

app_name = "files"
urlpatterns = [
    path("berkas/foto/<uuid:file_id>/samarkan/", views.mask, name="mask"),
    path("berkas/foto/<uuid:file_id>/serupa/", views.alike, name="alike"),
    path("berkas/foto/<uuid:file_id>/asal/", views.base, name="base"),
    path("berkas/foto/<uuid:file_id>/<photo_size:size>/", views.photo, name="photo"),
    path("berkas/dokumen/<uuid:file_id>/", views.document, name="document"),
    path("berkas/<uuid:file_id>/", views.file, name="file"),
    path("periksa/", views.check_any, name="check_any"),
    path("periksa/<str:code>/", views.check, name="check"),
]
