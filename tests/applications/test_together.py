"""Two people on one page: what each changed is kept, and nobody erases anybody without seeing it."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from applications.domain.classes import ClassValue
from applications.domain.merging import fingerprint, reunited, version
from applications.models import Candidacy, ConnectedClass, Organisation
from tests.factories import MembershipFactory, UserFactory

from .journey import begun, post_step, step_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidacy(client) -> Candidacy:
    return begun(client)


@pytest.fixture
def camille(candidacy) -> Client:
    """A colleague of the same porteur, signed in elsewhere."""
    user = UserFactory(full_name="Camille Exemple")
    MembershipFactory(organisation=candidacy.organisation, user=user)
    other = Client()
    other.force_login(user)
    return other


def seen(html: str) -> str:
    return unescape(re.search(r'name="vu" id="vu" value="([^"]*)"', html)[1])


def shown(client, candidacy, slug) -> dict[str, str]:
    """What a page carries when it is opened."""
    return {"vu": seen(client.get(step_url(candidacy, slug)).text)}


def answers(candidacy: Candidacy) -> tuple:
    project = candidacy.projects.get()
    return (project.working_projectors, project.working_mobile_labs, project.park_comment)


def text(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))).replace("\u00a0", " ")


def ours(html: str) -> str:
    """What the page says of the others who write."""
    return text(html.partition('id="a-plusieurs"')[2].partition('class="card"')[0])


def test_changes_of_two_people_to_different_fields_are_both_kept_and_told(client, camille, candidacy):
    mine, hers = shown(client, candidacy, "parc"), shown(camille, candidacy, "parc")
    post_step(camille, candidacy, "parc", working_projectors="5", **hers)
    response = post_step(client, candidacy, "parc", working_mobile_labs="2", **mine)
    assert response.status_code == 302
    assert answers(candidacy) == (5, 2, "")
    html = text(client.get(response.url).text)
    assert re.search(
        r"Ensembles de vidéoprojection en bon état : 5 \(Camille Exemple, à \d+ h \d\d\)\. "
        r"Votre page en tient compte\.",
        html,
    )


def test_the_same_field_changed_by_two_people_is_a_choice_and_nothing_is_overwritten(
    client, camille, candidacy
):
    mine, hers = shown(client, candidacy, "parc"), shown(camille, candidacy, "parc")
    post_step(camille, candidacy, "parc", working_projectors="5", **hers)
    response = post_step(client, candidacy, "parc", working_projectors="7", working_mobile_labs="2", **mine)
    assert response.status_code == 200
    assert answers(candidacy) == (5, 2, "")
    assert 'value="7"' in response.text  # what was typed stays in its field
    said = ours(response.text)
    assert "Une réponse a changé pendant que vous écriviez" in said
    assert re.search(r"Garder ce qui est enregistré Camille Exemple, à \d+ h \d\d 5 ", said)
    assert re.search(r"Garder ce que j’ai écrit dans cette page, plus bas 7 ", said)


def conflict(client, camille, candidacy, **fields) -> str:
    """Camille wrote 5, then this person 7: the page that asks to choose."""
    mine, hers = shown(client, candidacy, "parc"), shown(camille, candidacy, "parc")
    post_step(camille, candidacy, "parc", working_projectors="5", **hers)
    return post_step(client, candidacy, "parc", working_projectors="7", **mine).text


def tick(html: str, kept: str, name: str = "working_projectors") -> dict[str, str]:
    value = re.search(rf'name="choix-{name}" value="({kept}:[^"]*)"', html)[1]
    return {"vu": seen(html), f"choix-{name}": value}


@pytest.mark.parametrize(("kept", "expected"), [("mine", 7), ("theirs", 5)])
def test_one_chooses_between_the_two_answers(client, camille, candidacy, kept, expected):
    html = conflict(client, camille, candidacy)
    response = post_step(client, candidacy, "parc", "choose", working_projectors="7", **tick(html, kept))
    assert response.url == step_url(candidacy, "parc")
    assert answers(candidacy)[0] == expected


def test_saving_again_without_choosing_overwrites_nothing(client, camille, candidacy):
    html = conflict(client, camille, candidacy)
    again = post_step(client, candidacy, "parc", working_projectors="7", vu=seen(html))
    assert again.status_code == 200
    assert answers(candidacy)[0] == 5


def test_what_changed_again_since_the_choice_was_shown_is_asked_again(client, camille, candidacy):
    html = conflict(client, camille, candidacy)
    post_step(camille, candidacy, "parc", working_projectors="6", **shown(camille, candidacy, "parc"))
    response = post_step(client, candidacy, "parc", "choose", working_projectors="7", **tick(html, "mine"))
    assert response.status_code == 200
    assert answers(candidacy)[0] == 6


def test_the_same_answer_twice_is_no_conflict(client, camille, candidacy):
    mine, hers = shown(client, candidacy, "parc"), shown(camille, candidacy, "parc")
    post_step(camille, candidacy, "parc", working_projectors="5", **hers)
    assert post_step(client, candidacy, "parc", working_projectors="5", **mine).status_code == 302


def test_what_was_only_read_erases_nothing(client, camille, candidacy):
    """A page opened before, sent back as it was shown."""
    mine = shown(client, candidacy, "parc")
    comment = {"park_comment": "Deux écrans\r\nsont en panne."}
    post_step(
        camille, candidacy, "parc", working_projectors="5", **comment, **shown(camille, candidacy, "parc")
    )
    post_step(
        client, candidacy, "parc", working_projectors="", working_mobile_labs="", park_comment="", **mine
    )
    assert answers(candidacy) == (5, None, "Deux écrans\r\nsont en panne.")


def test_my_own_other_tab_is_told_as_such(client, candidacy):
    first, second = shown(client, candidacy, "parc"), shown(client, candidacy, "parc")
    post_step(client, candidacy, "parc", working_projectors="5", **first)
    html = post_step(client, candidacy, "parc", working_projectors="7", **second).text
    assert "vous, dans une autre fenêtre, à " in ours(html)


def test_the_autosave_tells_the_conflict_and_waits_for_the_choice(client, camille, candidacy):
    mine = shown(client, candidacy, "parc")
    post_step(camille, candidacy, "parc", working_projectors="5", **shown(camille, candidacy, "parc"))
    url = step_url(candidacy, "parc") + "brouillon/"
    html = client.post(url, {"working_projectors": "7", "working_mobile_labs": "2", **mine}).text
    assert answers(candidacy) == (5, 2, "")
    assert "ce qui est à choisir en haut de la page" in html
    assert "Garder ce qui est enregistré" in html
    # One types on: the answer that is not chosen stays as it is, the others are saved.
    answer = {"working_projectors": "78", "working_mobile_labs": "3", "vu": seen(html)}
    client.post(url, answer)
    assert answers(candidacy) == (5, 3, "")


def test_the_autosave_tells_what_came_and_a_button_shows_it(client, camille, candidacy):
    mine = shown(client, candidacy, "parc")
    post_step(camille, candidacy, "parc", working_projectors="5", **shown(camille, candidacy, "parc"))
    url = step_url(candidacy, "parc") + "brouillon/"
    html = client.post(url, {"working_projectors": "", "working_mobile_labs": "2", **mine}).text
    assert "Ensembles de vidéoprojection en bon état : 5 (Camille Exemple" in text(html)
    typed = {"working_projectors": "", "working_mobile_labs": "2", "vu": seen(html)}
    assert post_step(client, candidacy, "parc", "choose", **typed).status_code == 302
    assert answers(candidacy) == (5, 2, "")


def test_an_error_beside_what_came_shows_the_page_with_both(client, camille, candidacy):
    mine = shown(client, candidacy, "parc")
    post_step(camille, candidacy, "parc", working_projectors="5", **shown(camille, candidacy, "parc"))
    html = post_step(client, candidacy, "parc", working_mobile_labs="deux", **mine).text
    assert 'value="5"' in html
    assert 'value="deux"' in html
    assert "La page en tient compte." in ours(html)


def test_lists_of_labels_and_identifiers_follow_the_same_rule(client, camille, candidacy):
    mine, hers = shown(client, candidacy, "formation"), shown(camille, candidacy, "formation")
    post_step(camille, candidacy, "formation", training=["Webradio"], **hers)
    html = post_step(client, candidacy, "formation", other="Robotique", **mine).text
    assert candidacy.projects.get().training == ["Webradio"]
    post_step(client, candidacy, "formation", "choose", other="Robotique", **tick(html, "theirs", "training"))
    assert candidacy.projects.get().training == ["Webradio"]
    mine = shown(client, candidacy, "porteur")
    post_step(camille, candidacy, "porteur", siret="99999012000019", **shown(camille, candidacy, "porteur"))
    post_step(client, candidacy, "porteur", name="OGEC fictif", **mine)
    porteur = Organisation.objects.get()
    assert (porteur.name, porteur.siren, porteur.siret) == ("OGEC fictif", "999990120", "99999012000019")


# --- Rows -----------------------------------------------------------------------------------------------------


def classes(candidacy: Candidacy) -> list[str]:
    return [
        f"{row.name} {row.mbps:.0f}" for row in ConnectedClass.objects.filter(project__candidacy=candidacy)
    ]


def rows(*values: tuple[str, str]) -> dict[str, str]:
    posted = {}
    for rank, (name, mbps) in enumerate(values):
        posted |= {f"classes-{rank}-stored": "", f"classes-{rank}-name": name, f"classes-{rank}-mbps": mbps}
    return posted


SIX, FIVE, FOUR, THREE = ("6e A", "35"), ("5e B", "40"), ("4e C", "45"), ("3e D", "50")


@pytest.fixture
def both_wrote(client, camille, candidacy) -> str:
    """From « 6e A, 5e B », Camille adds 4e C; this person takes 6e A away and adds 3e D."""
    post_step(client, candidacy, "classes", **rows(SIX, FIVE))
    mine, hers = shown(client, candidacy, "classes"), shown(camille, candidacy, "classes")
    post_step(camille, candidacy, "classes", **rows(SIX, FIVE, FOUR), **hers)
    return post_step(client, candidacy, "classes", **rows(FIVE, THREE), **mine).text


def test_rows_changed_by_two_people_are_shown_side_by_side(candidacy, both_wrote):
    assert classes(candidacy) == ["6e A 35", "5e B 40", "4e C 45"]
    said = ours(both_wrote)
    assert re.search(r"Garder ce qui est enregistré Camille Exemple, .* 6e A 35 5e B 40 4e C 45 ", said)
    assert re.search(r"Garder ce que j’ai écrit .* 5e B 40 3e D 50 ", said)
    assert "Réunir les deux" in said


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ("theirs", ["6e A 35", "5e B 40", "4e C 45"]),
        ("mine", ["5e B 40", "3e D 50"]),
        ("both", ["5e B 40", "4e C 45", "3e D 50"]),
    ],
)
def test_one_chooses_the_rows_or_brings_them_together(client, candidacy, both_wrote, kept, expected):
    ticked = tick(both_wrote, kept, "classes")
    response = post_step(client, candidacy, "classes", "choose", **rows(FIVE, THREE), **ticked)
    assert response.url == step_url(candidacy, "classes")
    assert classes(candidacy) == expected


def test_rows_that_were_only_read_erase_nothing_and_an_unfinished_one_stays(client, camille, candidacy):
    post_step(client, candidacy, "classes", **rows(SIX))
    mine = shown(client, candidacy, "classes")
    post_step(camille, candidacy, "classes", **rows(SIX, FOUR), **shown(camille, candidacy, "classes"))
    html = post_step(client, candidacy, "classes", **rows(SIX, ("5e B", "")), **mine).text
    assert classes(candidacy) == ["6e A 35", "4e C 45"]
    typed = re.findall(r'name="classes-\d-name" value="([^"]*)"', html)
    assert typed == ["6e A", "4e C", "5e B"]


def test_a_row_act_sees_the_conflict_and_keeps_what_is_typed(client, camille, candidacy):
    mine = shown(client, candidacy, "classes")
    post_step(camille, candidacy, "classes", **rows(FOUR), **shown(camille, candidacy, "classes"))
    html = post_step(client, candidacy, "classes", "add", **rows(SIX), **mine).text
    assert classes(candidacy) == ["4e C 45"]
    assert re.findall(r'name="classes-\d-name" value="([^"]*)"', html) == ["6e A"]
    assert html.count('class="line"') == 2
    assert "Garder ce qui est enregistré" in html


# --- The calculations -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""),
        (Decimal("35"), Decimal("35.00")),
        ("a\r\nb ", "a\nb"),
        (["x", "y"], ["y", "x"]),
        ([], None),
    ],
)
def test_the_same_answer_has_one_print(one, other):
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(("one", "other"), [(0, None), (False, None), ("ab", "a b"), (["x"], ["x", "x2"])])
def test_two_answers_have_two_prints(one, other):
    assert fingerprint(one) != fingerprint(other)


def test_the_order_of_rows_and_what_they_hold_make_their_version():
    a, b = ClassValue("6e A", Decimal("35")), ClassValue("5e B", Decimal("35"))
    assert version([a, b]) != version([b, a])
    assert version([]) == "v"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "kept", "added"),
    [
        ("ab", "abc", "abd", [0, 1, 2], [2]),  # both added
        ("ab", "a", "abd", [0, 2], []),  # I took b away
        ("ab", "abc", "abc", [0, 1, 2], []),  # both added the same
        ("a", "aa", "ab", [0, 1], [1]),  # a twin of mine
        ("ab", "ax", "ay", [0, 1], [1]),  # both changed b: both are there to be read again
    ],
)
def test_rows_brought_together(base, mine, theirs, kept, added):
    assert reunited(base, mine, theirs) == (kept, added)
