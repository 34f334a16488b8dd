"""The bare limit of a new report with a photo: parse the form, write the file to the disk, insert a row.

Beside bare.py, and served like it: `gunicorn bare_photo:application`; files go to the folder in BARE_FILES.
"""

import os
import uuid
from pathlib import Path

from bare import urlpatterns  # type: ignore[import-not-found] # first: it sets Django up
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

FOLDER = Path(os.environ.get("BARE_FILES", "/tmp"))
TABLE = "CREATE TABLE IF NOT EXISTS bare_sent (id uuid PRIMARY KEY, title text, photo text, sent timestamptz)"


def send(request: HttpRequest) -> HttpResponse:
    """A sentence and a photo."""
    one, photo = uuid.uuid4(), request.FILES.getlist("photos")[0]
    with (FOLDER / f"{one}.jpg").open("wb") as out:
        for piece in photo.chunks():
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare_sent VALUES (%s, %s, %s, now())", [one, request.POST["text"], f"{one}.jpg"])
    return HttpResponse("sent", status=201)


def table(request: HttpRequest) -> HttpResponse:
    """Makes the table."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    return HttpResponse("made")


urlpatterns += [path("send", send), path("table", table)]
application = get_wsgi_application()
