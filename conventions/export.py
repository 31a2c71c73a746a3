"""A convention as data: what the portal keeps and what the PDF carries. French keys, amounts as text."""

from typing import Any

from tne38.core.money import plain

from .document import (
    Beneficiary,
    ConventionData,
    Department,
    EntSubscription,
    EquipmentLine,
    Owner,
    School,
)


def as_data(data: ConventionData) -> dict[str, Any]:
    """The JSON document of a convention."""
    return {
        "modele": data.template,
        "numero": data.number,
        "dossier": data.dossier,
        "appel": data.call,
        "depose_le": data.deposited_on.isoformat(),
        "etablie_le": data.made_on.isoformat(),
        "departement": _department(data.department),
        "beneficiaire": _beneficiary(data.beneficiary),
        "proprietaire": _owner(data.owner) if data.owner else None,
        "commission_permanente": {"acte": data.act.number, "date": data.act.held_on.isoformat()},
        "etablissements": [_school(school) for school in data.schools],
        "equipements": [_line(line) for line in data.lines],
        "ent": [_subscription(item) for item in data.subscriptions],
        "financement": _funding(data),
        "engagements": {
            "conservation_ans": data.terms.keeping_years,
            "caducite_mois": data.terms.lapse_months,
            "justificatifs_mois": data.terms.proofs_months,
            "ent_ans": data.terms.ent_years,
            "debit_mbps": f"{data.terms.bandwidth.normalize():f}",
        },
    }


def _department(party: Department) -> dict[str, Any]:
    return {
        "nom": party.name,
        "siren": party.siren,
        "adresse": party.address,
        "represente_par": party.represented_by,
    }


def _beneficiary(party: Beneficiary) -> dict[str, Any]:
    return {
        "nature": party.kind,
        "nom": party.name,
        "siren": party.siren,
        "siret": party.siret,
        "rna": party.rna,
        "adresse": party.address,
        "code_postal": party.postal_code,
        "ville": party.city,
        "representant": {"nom": party.representative_name, "qualite": party.representative_title},
        "engagement_republicain_le": party.commitment_on.isoformat() if party.commitment_on else None,
    }


def _owner(party: Owner) -> dict[str, Any]:
    return {
        "nom": party.name,
        "siret": party.siret,
        "adresse": party.address,
        "code_postal": party.postal_code,
        "ville": party.city,
        "representant": {"nom": party.representative_name, "qualite": party.representative_title},
    }


def _school(school: School) -> dict[str, Any]:
    return {
        "uai": school.uai,
        "nom": school.name,
        "type": school.kind,
        "secteur": school.sector,
        "commune": school.city,
    }


def _line(line: EquipmentLine) -> dict[str, Any]:
    return {
        "etablissement": line.school,
        "article": line.article,
        "quantite": line.quantity,
        "prix_unitaire": plain(line.unit_price),
        "plafond": plain(line.cap),
        "prix_eligible": plain(line.eligible_price),
        "montant_eligible": plain(line.amount),
    }


def _subscription(item: EntSubscription) -> dict[str, Any]:
    return {
        "etablissement": item.school,
        "produit": item.product,
        "cout_annuel": plain(item.annual_cost),
        "annees": item.years,
        "montant_eligible": plain(item.amount),
    }


def _funding(data: ConventionData) -> dict[str, Any]:
    funding = data.funding
    return {
        "prix": funding.basis,
        "taux": f"{funding.rate.normalize():f}",
        "depense_eligible_demandee": plain(data.eligible_asked),
        "depense_eligible_retenue": plain(funding.expense),
        "montant": plain(funding.amount),
        "part_departement": plain(funding.department_share),
        "part_tne": plain(funding.tne_share),
        "reste_a_charge": plain(funding.own_share),
    }
