"""What every page may show."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.DEMO, "contact_email": settings.CONTACT_EMAIL}
