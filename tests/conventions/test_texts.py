"""The articles: a closed list of fields, nothing interpreted but them, versions frozen on conventions."""

from dataclasses import replace
from decimal import Decimal

import pytest

from conventions.domain import generation, texts
from conventions.domain.assembly import assemble, the_department
from conventions.fictitious import convention as fictitious
from conventions.merging import conditions_of, values_of
from conventions.models import ArticleText, TextKind
from conventions.wording import CONDITIONS, FIELDS, Block, fill, problems
from tests.agents import sign_in
from tests.conventions import stages
from tests.conventions.reading import text_of
from tests.conventions.test_after_the_vote import refused
from tests.factories import agent
from tne38.accounts.enums import Role
from tne38.core import files
from tne38.core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", TextKind)
def test_the_texts_of_the_portal_can_be_published(kind):
    assert problems(texts.packaged(kind), is_private=kind == TextKind.OGEC) == []


def test_a_text_becomes_headings_paragraphs_and_lists():
    text = "# Titre {a}\n\nUn.\n- x ;\n- [si oui] y {a} ;\n[si non] jamais\n[si oui] Deux."
    assert fill(text, {"a": "<b>{b}</b>"}, {"oui"}) == [
        Block("title", ("Titre <b>{b}</b>",)),
        Block("paragraph", ("Un.",)),
        Block("list", ("x ;", "y <b>{b}</b> ;")),
        Block("paragraph", ("Deux.",)),
    ]
    with pytest.raises(KeyError):
        fill("{inconnu}", {}, set())


def test_each_problem_is_named():
    text = texts.packaged("ogec").replace("{montant}", "{montent}").replace("L442-7", "L442-8")
    text = text.replace("[si propriétaire]", "[si locataire]") + "\n{"
    assert problems(text, is_private=True) == [
        "Le champ {montent} n’existe pas.",
        "Une accolade est seule : un champ s’écrit {montant}.",
        "La condition [si locataire] n’existe pas.",
        "Il manque le champ {montant} : montant voté.",
        "Le texte ne cite plus «\u00a0L442-7\u00a0».",
    ]


def test_every_field_and_condition_has_a_value():
    data = fictitious("", "0", the_department(), is_private=True)
    values = values_of(data)
    assert set(values) == set(FIELDS)
    assert all(values.values())
    every = "\n".join([f"{{{name}}}" for name in FIELDS] + [f"[si {name}] ok" for name in CONDITIONS])
    assert not [item for item in problems(every, is_private=False) if "n’existe pas" in item]


def test_a_convention_keeps_the_version_that_it_was_made_from():
    first = stages.generated(stages.college_draft())
    assert first.template_version == "2026-3.ogec-0"
    text = texts.packaged("ogec") + "\n# Article 14 – Essai\n\nUn <b>article</b> {{ request }}.\n"
    assert (
        refused(texts.publish, texts.save_draft(TextKind.OGEC, text, by=None), by=None) == "modele_invalide"
    )
    text = text.replace("{{ request }}", "pour {beneficiaire}")
    draft = texts.save_draft(TextKind.OGEC, text, by=None)
    assert ArticleText.objects.count() == 1
    published = texts.publish(draft, by=None)
    assert refused(texts.publish, published, by=None) == "etat"
    pending = stages.voted(stages.college_draft(), act="2025 CP06 B 16 32")
    made = generation.generate(pending, by=None, at=stages.GENERATED_AT)
    assert (made.template_version, made.data["modele"]) == ("2026-3.ogec-1", "2026-3.ogec-1")
    # What looks like a tag is printed as it is written.
    assert f"Un <b>article</b> pour {made.candidacy.organisation.name}" in text_of(files.read(made.file))
    first.refresh_from_db()
    assert first.template_version == "2026-3.ogec-0"


def test_the_rule_of_23_000_euros_is_cited_above_it_only():
    convention = stages.voted(stages.college_draft())
    data = assemble(convention, number="X", at=stages.GENERATED_AT)
    above = replace(data, funding=replace(data.funding, amount=Decimal("23000.01")))
    exactly = replace(data, funding=replace(data.funding, amount=Decimal("23000.00")))
    assert "plus de 23 000 €" in conditions_of(above)
    assert "plus de 23 000 €" not in conditions_of(exactly)


def test_only_an_administrator_writes_the_texts():
    for role in (Role.GESTIONNAIRE, Role.INSTRUCTEUR):
        with pytest.raises(NotAllowed):
            texts.save_draft(TextKind.OGEC, "…", by=agent(role))


def test_the_editor_says_what_is_wrong_then_shows_and_publishes(client):
    sign_in(client, Role.ADMINISTRATEUR)
    base = "/admin/conventions/articletext/ogec/"
    text = texts.packaged("ogec")
    client.post(f"{base}ecrire/", {"body": text + "\n{inconnu}"})
    page = client.get(f"{base}ecrire/").text
    assert "Le champ {inconnu} n’existe pas." in page
    assert client.get(f"{base}apercu.pdf").status_code == 404
    with_refusal = client.post(f"{base}publier/", follow=True).text
    assert "Le champ {inconnu} n’existe pas." in with_refusal
    client.post(f"{base}ecrire/", {"body": text})
    preview = client.get(f"{base}apercu.pdf")
    assert "Aperçu" in text_of(preview.content)
    assert "OGEC fictif" in text_of(preview.content)
    assert "version 1 : les conventions à venir" in client.post(f"{base}publier/", follow=True).text
    assert texts.in_force(TextKind.OGEC).version == 1


def test_a_text_with_a_problem_is_not_published():
    draft = texts.save_draft(TextKind.COUNCIL, "# Rien", by=None)
    with pytest.raises(DomainError, match=r"Il manque le champ \{montant\}"):
        texts.publish(draft, by=None)
