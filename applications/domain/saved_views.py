"""Keeping a filter of the list of dossiers under a name, and forgetting it. A preference: not in the journal."""

from typing import Any
from urllib.parse import parse_qsl

from django.db import transaction
from django.utils.http import urlencode

from tne38.core.errors import DomainError

from ..models import SavedView

# The filters of the list, in the order in which a view writes them; a page number is not one.
FILTERS = ("travail", "appel", "etat", "origin__exact", "q", "o")


def filters_of(query: str) -> str:
    """The filters of an address of the list, and nothing else of it."""
    asked = dict(parse_qsl(query))
    return urlencode({name: asked[name] for name in FILTERS if asked.get(name)})


@transaction.atomic
def save_view(name: str, query: str, *, by: Any) -> SavedView:
    """Keep these filters under this name; a view of the same name takes the new ones. Raises DomainError."""
    name, query = name.strip(), filters_of(query)
    if not name or not query:
        raise DomainError("champ_obligatoire", "Filtrez la liste, puis donnez un nom à la vue.", field="nom")
    view = SavedView.objects.filter(user=by, name=name).first() or SavedView(user=by, name=name)
    view.query = query
    if len(name) > 60 or len(query) > 500:
        raise DomainError("champ_invalide", "Ce nom ou cette recherche est trop long.", field="nom")
    view.full_clean()
    view.save()
    return view


def delete_view(view: SavedView, *, by: Any) -> None:
    """Forget one's own view. Raises DomainError « introuvable » for somebody else's."""
    if view.user_id != by.pk:
        raise DomainError("introuvable", "Cette vue n’est pas la vôtre.")
    view.delete()
