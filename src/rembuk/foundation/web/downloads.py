"""A file that is saved, not shown."""

from django.http import HttpResponse


def saved(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    """What the browser keeps under this name, as what it is and nothing else."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
