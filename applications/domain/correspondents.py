"""Who is told at the Rectorat of what a school receives: its IEN and its ERUN."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import NotAllowed

from ..models import Candidacy, School

NAME = "applications.name_correspondents"


@transaction.atomic
def name_correspondents(
    candidacy: Candidacy, schools: Sequence[int], *, ien_email: str, erun_email: str, by: Any
) -> int:
    """Keep these addresses for the schools of a dossier given by their keys; returns how many schools.

    They are those of the directory: the next dossier of these schools has them too. Raises NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if by is not None and not by.has_perm(NAME, candidacy):
        raise NotAllowed
    found = School.objects.filter(pk__in=schools, projects__candidacy=candidacy)
    uais = sorted(found.values_list("uai", flat=True))
    School.objects.filter(uai__in=uais).update(ien_email=ien_email, erun_email=erun_email)
    after = {"uai": uais, "ien": ien_email, "erun": erun_email}
    journal.record("adresses du Rectorat enregistrées", candidacy, by=by, after=after)
    return len(uais)
