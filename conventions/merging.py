"""The values of the fields of the articles, and the conditions that hold, for one convention."""

from decimal import Decimal

from tne38.core import words
from tne38.core.money import french
from tne38.core.templatetags.documents import long_date
from tne38.core.templatetags.portal import percent

from .document import ConventionData
from .wording import Block, fill

_COMPULSORY_ABOVE = Decimal("23000")  # décret 2001-495, article 1


def articles_of(data: ConventionData) -> list[Block]:
    """The articles of a convention, as its text says them."""
    return fill(data.text, values_of(data), conditions_of(data))


def values_of(data: ConventionData) -> dict[str, str]:
    """Every field of `wording.FIELDS`."""
    funding, terms, committed = data.funding, data.terms, data.beneficiary.commitment_on
    count = len(data.schools)
    several = f"des {count} établissements dont la liste figure à l’annexe 2"
    return {
        "appel": data.call,
        "dossier": data.dossier,
        "depose_le": long_date(data.deposited_on),
        "beneficiaire": data.beneficiary.name,
        "numero_de_l_acte": data.act.number,
        "date_du_vote": long_date(data.act.held_on),
        "des_etablissements": several if count > 1 else "de l’établissement désigné à l’annexe 2",
        "depense_eligible": french(funding.expense),
        "base_de_prix": funding.basis,
        "taux": percent(funding.rate),
        "montant": french(funding.amount),
        "montant_en_lettres": words.in_words(funding.amount),
        "part_departement": french(funding.department_share),
        "part_tne": french(funding.tne_share),
        "duree_de_conservation": _years(terms.keeping_years),
        "delai_de_caducite": f"{terms.lapse_months} mois",
        "delai_des_justificatifs": f"{terms.proofs_months} mois",
        "duree_de_l_ent": _years(terms.ent_years),
        "debit_minimal": f"{terms.bandwidth.normalize():f} Mb/s".replace(".", ","),
        "date_du_contrat_d_engagement": long_date(committed) if committed else "",
        "tribunal": data.department.court,
    }


def conditions_of(data: ConventionData) -> set[str]:
    """Those of `wording.CONDITIONS` that hold."""
    found = {
        "école publique": data.has_public_school,
        "école privée": data.has_private_school,
        "propriétaire": data.owner is not None,
        "sans propriétaire": data.owner is None,
        "plus de 23 000 €": data.funding.amount > _COMPULSORY_ABOVE,
    }
    return {name for name, holds in found.items() if holds}


def _years(count: int) -> str:
    return f"{count} an" if count == 1 else f"{count} ans"
