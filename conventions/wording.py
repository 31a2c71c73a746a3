"""The little language of the articles: headings, paragraphs, lists, named fields and named conditions.

    # Article 1 – Objet
    La subvention est de {montant}.
    - un élément de liste ;
    [si propriétaire] Un paragraphe qui ne vaut que dans ce cas.

The fields and the conditions are closed lists; nothing else is interpreted, so that a text is only ever text.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

TITLE, PARAGRAPH, LIST = "title", "paragraph", "list"

FIELDS = {
    "appel": "titre de l’appel",
    "dossier": "numéro du dossier",
    "depose_le": "date de dépôt du dossier",
    "beneficiaire": "nom du bénéficiaire",
    "numero_de_l_acte": "numéro de l’acte de la commission permanente",
    "date_du_vote": "date de la commission permanente",
    "des_etablissements": "« de l’établissement désigné… » ou « des 3 établissements… »",
    "depense_eligible": "dépense éligible des devis acceptés",
    "base_de_prix": "« hors taxes (HT) » ou « toutes taxes comprises (TTC) »",
    "taux": "taux de la subvention",
    "montant": "montant voté",
    "montant_en_lettres": "montant voté, en toutes lettres",
    "part_departement": "part du Département",
    "part_tne": "part du dispositif TNE",
    "duree_de_conservation": "durée de conservation du matériel",
    "delai_de_caducite": "délai de caducité",
    "delai_des_justificatifs": "délai de remise des justificatifs",
    "duree_de_l_ent": "durée minimale de l’ENT",
    "debit_minimal": "débit minimal par classe",
    "date_du_contrat_d_engagement": "date de souscription du contrat d’engagement républicain",
    "tribunal": "tribunal compétent",
}
CONDITIONS = {
    "école publique": "le dossier a une école publique",
    "école privée": "le dossier a un établissement privé",
    "propriétaire": "les locaux appartiennent à un tiers",
    "sans propriétaire": "le bénéficiaire possède les locaux",
    "plus de 23 000 €": "la subvention dépasse 23 000 €",
}
# What a convention is not valid without (domain: loi 2000-321, code de l'éducation L442-7).
_MANDATORY = (
    "montant",
    "montant_en_lettres",
    "part_departement",
    "part_tne",
    "taux",
    "numero_de_l_acte",
    "date_du_vote",
    "duree_de_conservation",
    "delai_de_caducite",
    "delai_des_justificatifs",
)
_OF_OGEC = ("date_du_contrat_d_engagement",)
_CITED_BY_OGEC = ("L442-7", "L151-4", "L442-16", "2000-321", "contrat d’engagement républicain")
_FIELD = re.compile(r"\{([^{}\n]*)\}")
_CONDITION = re.compile(r"\[si ([^\]\n]*)\] *")


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph, one text; or a list, its items."""

    kind: str
    texts: tuple[str, ...]


def problems(text: str, *, is_private: bool) -> list[str]:
    """What forbids to publish a text, in French sentences that name the culprit."""
    found = [
        f"Le champ {{{name}}} n’existe pas."
        for name in dict.fromkeys(_FIELD.findall(text))
        if name not in FIELDS
    ]
    if "{" in _FIELD.sub("", text) or "}" in _FIELD.sub("", text):
        found.append("Une accolade est seule : un champ s’écrit {montant}.")
    found += [
        f"La condition [si {name}] n’existe pas."
        for name in dict.fromkeys(_CONDITION.findall(text))
        if name not in CONDITIONS
    ]
    used = set(_FIELD.findall(text))
    mandatory = _MANDATORY + (_OF_OGEC if is_private else ())
    found += [f"Il manque le champ {{{name}}} : {FIELDS[name]}." for name in mandatory if name not in used]
    cited = _CITED_BY_OGEC if is_private else ()
    return found + [f"Le texte ne cite plus « {words} »." for words in cited if words not in text]


def fill(text: str, values: Mapping[str, str], holds: Collection[str]) -> list[Block]:
    """The blocks of a text, its fields filled in, without what depends on a condition that does not hold.

    Raises KeyError for a field that `values` lacks: a hole is never printed.
    """
    return list(_merged(_filled(text, values, holds)))


def _filled(text: str, values: Mapping[str, str], holds: Collection[str]) -> Iterator[Block]:
    for line in text.replace("\r\n", "\n").split("\n"):
        kind, words = _kind_of(line.strip())
        condition = _CONDITION.match(words)
        if condition is not None:
            words = words[condition.end() :]
            if condition[1] not in holds:
                continue
        if words:
            yield Block(kind, (_FIELD.sub(lambda found: values[found[1]], words),))


def _kind_of(line: str) -> tuple[str, str]:
    if line.startswith("# "):
        return TITLE, line[2:].strip()
    if line.startswith("- "):
        return LIST, line[2:].strip()
    return PARAGRAPH, line


def _merged(blocks: Iterator[Block]) -> Iterator[Block]:
    """Items that follow one another make one list."""
    items: list[str] = []
    for block in blocks:
        if block.kind == LIST:
            items += block.texts
            continue
        if items:
            yield Block(LIST, tuple(items))
            items = []
        yield block
    if items:
        yield Block(LIST, tuple(items))
