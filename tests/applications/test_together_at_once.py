"""The same rule with real connections: two saves at the very same moment."""

from decimal import Decimal

import pytest

from applications.domain.classes import ClassValue, replace_classes
from applications.domain.drafts import save_answers
from applications.domain.editing import Place
from applications.domain.merging import Verdict, fingerprint, version
from applications.models import ConnectedClass, Organisation, SchoolProject
from tests.factories import CandidacyFactory, complete_draft
from tests.reviews.test_concurrency import together
from tne38.core import journal

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_of_two_answers_to_one_question_at_once_one_is_written_and_the_other_asked():
    project = complete_draft().projects.get()
    shown = {"pupils": fingerprint(412)}

    def save(pupils: int):
        mine = SchoolProject.objects.get(pk=project.pk)
        return save_answers(
            Place(mine.candidacy, "etablissement", mine), mine, {"pupils": pupils}, by=None, expected=shown
        )

    found = together([lambda number=number: save(number) for number in (401, 402)])
    [written] = [saved for saved in found if saved.changed]
    [asked] = [saved for saved in found if saved.conflicts]
    project.refresh_from_db()
    assert asked.conflicts == {"pupils": project.pupils}
    assert written.changed == ("pupils",)
    assert journal.history(project.candidacy).filter(action="réponses modifiées").count() == 1


def test_answers_to_two_questions_at_once_are_both_written():
    project = complete_draft().projects.get()
    shown = {"pupils": fingerprint(412), "divisions": fingerprint(14)}

    def save(pupils: int, divisions: int):
        mine = SchoolProject.objects.get(pk=project.pk)
        values = {"pupils": pupils, "divisions": divisions}
        return save_answers(
            Place(mine.candidacy, "etablissement", mine), mine, values, by=None, expected=shown
        )

    together([lambda: save(401, 14), lambda: save(412, 15)])
    project.refresh_from_db()
    assert (project.pupils, project.divisions) == (401, 15)


def test_a_porteur_written_from_two_of_its_dossiers_at_once():
    """Each dossier is locked by its own save: the porteur's row has a lock too."""
    porteur = Organisation.objects.get(pk=complete_draft().organisation_id)
    CandidacyFactory(organisation=porteur)
    shown = {"phone": fingerprint("")}

    def save(candidacy, phone: str):
        return save_answers(
            Place(candidacy, "porteur"), candidacy.organisation, {"phone": phone}, by=None, expected=shown
        )

    found = together(
        [
            lambda candidacy=candidacy, rank=rank: save(candidacy, f"047600000{rank}")
            for rank, candidacy in enumerate(porteur.candidacies.select_related("organisation"))
        ]
    )
    assert [len(saved.changed) + len(saved.conflicts) for saved in found] == [1, 1]
    assert sum(len(saved.changed) for saved in found) == 1


def test_of_two_lists_of_classes_at_once_one_is_written_and_the_other_asked():
    project = complete_draft().projects.get()
    shown = version([ClassValue("6e A", Decimal("35"))])
    found = together(
        [
            lambda name=name: replace_classes(
                project, [ClassValue(name, Decimal("50"))], by=None, expected=shown
            )
            for name in ("5e B", "4e C")
        ]
    )
    assert set(found) == {Verdict.WRITE, Verdict.CONFLICT}
    assert ConnectedClass.objects.filter(project=project).count() == 1
