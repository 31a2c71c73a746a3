"""The guide: its pages hold the words of the founding text; its search finds them without accents."""

import re

import pytest

from tne38.pages.guide import STAGES
from tne38.pages.guide_search import excerpt, search, words_of

CONTACT = "contact.tne38@isere.fr"
STAGE_PATHS = [f"/guide/{stage.slug}/" for stage in STAGES]


def page(client, path: str, **data: str) -> str:
    """The page with plain spaces, so that a test reads as it is written."""
    answer = client.get(path, data)
    assert answer.status_code == 200
    return answer.text.replace("\xa0", " ")


def found(query: str) -> list[str]:
    return [result.question.slug for result in search(query, contact_email=CONTACT)]


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("decouvrir", "avec le soutien du SGPI et de la Banque des Territoires."),
        ("decouvrir", "ont permis à 292 écoles iséroises de bénéficier d’équipements"),
        ("decouvrir", "publié du <strong>13 décembre 2024 au 21 février 2025</strong>"),
        ("decouvrir", "Ces dates étaient celles de l’appel de 2025."),
        ("candidater", "en concertation avec la ou les école(s) concernée(s) par l’AMI."),
        ("candidater", "l’enseignant référent aux usages du numérique (ERUN) peut vous conseiller"),
        ("candidater", "pour obtenir une version papier."),
        ("laureat", "<strong>notification signée par le président du Département</strong>"),
        ("laureat", "À réception des factures, le Département versera la subvention."),
    ],
)
def test_a_stage_keeps_the_words_of_the_guide(client, stage, words):
    assert words in page(client, f"/guide/{stage}/")


@pytest.mark.parametrize("path", STAGE_PATHS)
def test_the_contents_of_a_stage_lead_to_each_answer(client, path):
    text = page(client, path)
    anchors = re.findall(r'<li><a href="#([\w-]+)">', text)
    assert len(anchors) >= 4
    assert [anchor for anchor in anchors if text.count(f' id="{anchor}"') != 1] == []


def test_stages_follow_one_another(client):
    first, second, third = (page(client, path) for path in STAGE_PATHS)
    assert "Étape précédente" not in first
    assert 'rel="next" href="/guide/candidater/"' in first
    assert 'rel="prev" href="/guide/decouvrir/"' in second
    assert 'rel="next" href="/guide/laureat/"' in second
    assert "Étape suivante" not in third


def test_the_first_page_lists_every_question(client):
    text = page(client, "/guide/")
    questions = [(stage.slug, question.slug) for stage in STAGES for question in stage.questions]
    assert len(questions) == len({slug for _, slug in questions}) == 15
    assert [pair for pair in questions if 'href="/guide/{}/#{}"'.format(*pair) not in text] == []


def test_another_stage_does_not_exist(client):
    assert client.get("/guide/rien/").status_code == 404


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("bordereau", ["subvention"]),
        ("debit", ["a-qui"]),
        ("DÉBIT  minimum", ["a-qui"]),
        ("vidéoprojecteur", []),
        ("ecole erun", ["preparer"]),
        ("toucher", ["subvention"]),
        ("x", []),
        ("%*( ", []),
    ],
)
def test_search_finds_whole_words_or_their_beginning(query, slugs):
    assert found(query) == slugs


def test_a_word_in_the_question_comes_before_a_word_in_an_answer():
    slugs = found("documents")
    assert slugs[0] == "documents"
    assert "commission-permanente" in slugs[1:]


def test_a_few_letters_do_not_match_inside_words():
    assert "lancement" not in found("ent")
    assert "premieres-etapes" in found("ent")


def test_words_are_folded_and_short_ones_left_out():
    assert words_of("L’ENT, le Débit") == ["ent", "le", "debit"]


def test_an_excerpt_marks_what_was_found_as_it_is_written():
    text = "mot " * 60 + "le cœur de l’Équipement " + "mot " * 60
    parts = excerpt(text, ["coeur", "equipement"])
    assert [part.text for part in parts if part.found] == ["cœur", "Équipement"]
    whole = "".join(part.text for part in parts)
    assert whole.startswith("… mot")
    assert whole.endswith("mot …")
    assert len(whole) < 260


def test_results_lead_to_the_answer(client):
    text = page(client, "/guide/", q="debit")
    assert "1 réponse pour « debit »" in text
    assert 'href="/guide/decouvrir/#a-qui"' in text
    assert "<mark>débit</mark> minimum de 20 Mb/s" in text


def test_nothing_found_says_what_to_do(client):
    text = page(client, "/guide/", q="<b>licorne</b>")
    assert "Le guide ne répond pas à « &lt;b&gt;licorne&lt;/b&gt; »" in text
    assert 'href="/contact/"' in text


@pytest.mark.django_db
def test_the_guide_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        for path in ["/guide/", "/guide/?q=devis", *STAGE_PATHS]:
            client.get(path)
