"""How the public pages write a moment and a delay: as the dossiers do."""

from datetime import datetime

from django import template
from django.utils import timezone

from applications import status
from applications.models import Call

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """« 31 mars 2025 à 23 h 59 », in Paris."""
    return status.moment(at)


@register.filter
def remaining(call: Call) -> str:
    """« il reste 12 jours »."""
    return status.remaining(call, at=timezone.now())
