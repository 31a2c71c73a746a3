"""The criteria under the answers of a draft: met, not met or not yet known, and where that leads."""

import pytest

from reviews.explanation import outlook_sentence
from reviews.outlook import Figures, look_at
from reviews.scoring import rank

from .test_scoring import RULE, candidate

NB = "\u00a0"
END = f"{NB}; le classement est établi par la commission."
CODES = ["isole", "taille", "faible_equipement"]


def said(**figures) -> list[tuple[bool | None, str]]:
    return [(prospect.met, prospect.value) for prospect in look_at(Figures(**figures), RULE).prospects]


def test_nothing_is_known_of_an_empty_draft():
    assert said() == [
        (None, "lien avec un lycée à indiquer"),
        (None, "nombres de divisions et d’élèves à indiquer"),
        (
            None,
            "taux d’équipement à calculer : nombre de divisions et matériel en bon état à indiquer",
        ),
    ]


@pytest.mark.parametrize(
    ("figures", "small"),
    [
        ({"divisions": 15, "pupils": 450}, True),
        ({"divisions": 16, "pupils": 450}, False),
        ({"divisions": 15, "pupils": 451}, False),
        # One figure is enough to say no, never to say yes.
        ({"divisions": 16}, False),
        ({"pupils": 451}, False),
        ({"divisions": 15}, None),
        ({"pupils": 450}, None),
    ],
)
def test_the_size_is_settled_as_soon_as_it_can_be(figures, small):
    assert said(**figures)[1][0] is small


def test_the_rate_is_said_with_the_figures_it_comes_from():
    figures = {"divisions": 14, "working_projectors": 3, "working_mobile_labs": 0}
    assert said(**figures)[2] == (
        True,
        "taux d’équipement de 0,21 : 3 ensembles en bon état pour 14 divisions",
    )
    assert said(divisions=14, working_projectors=3)[2] == (
        None,
        "taux d’équipement à calculer : matériel en bon état à indiquer",
    )
    # Exactly the setting is not low; no division is not a figure.
    assert said(divisions=2, working_projectors=1, working_mobile_labs=0)[2] == (
        False,
        "taux d’équipement de 0,50 : 1 ensemble en bon état pour 2 divisions",
    )
    assert said(divisions=0, working_projectors=1, working_mobile_labs=0)[2][0] is None


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            {},
            (
                "D’après vos réponses, l’établissement ne remplit pour l’instant aucun critère sur 3 et il en faut 2 "
                "pour être prioritaire"
            ),
        ),
        (
            {"linked_to_lycee": False},
            (
                "D’après vos réponses, l’établissement remplit pour l’instant 1 critère sur 3 et il en faut 2 pour "
                "être prioritaire"
            ),
        ),
        (
            {"linked_to_lycee": False, "divisions": 12, "pupils": 300},
            "D’après vos réponses, l’établissement remplit 2 critères sur 3 et serait prioritaire (il en faut 2)",
        ),
        (
            {"linked_to_lycee": True, "divisions": 16},
            (
                "D’après vos réponses, l’établissement ne remplit aucun critère sur 3 et ne serait pas prioritaire "
                "(il en faut 2)"
            ),
        ),
    ],
)
def test_the_conclusion_promises_nothing(figures, sentence):
    assert outlook_sentence(look_at(Figures(**figures), RULE)) == sentence + END


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize(("divisions", "pupils"), [(14, 412), (16, 412), (15, 450), (15, 451)])
@pytest.mark.parametrize("working", [0, 7, 8])
def test_a_complete_draft_is_judged_as_the_ranking_will(linked, divisions, pupils, working):
    names = {
        "linked_to_lycee": linked,
        "divisions": divisions,
        "pupils": pupils,
        "working_projectors": working,
        "working_mobile_labs": 0,
    }
    outlook = look_at(Figures(**names), RULE)
    [result] = rank([candidate(**names)], RULE)
    assert [prospect.code for prospect in outlook.prospects] == CODES
    assert [prospect.met for prospect in outlook.prospects] == [item.met for item in result.criteria]
    assert outlook.is_priority is result.is_priority
