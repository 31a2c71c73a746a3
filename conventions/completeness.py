"""The values without which a convention is not made: a hole is never printed, it stops the generation."""

from collections.abc import Iterable, Iterator

from .document import OGEC, Beneficiary, ConventionData, Department, Owner


def missing(data: ConventionData) -> list[str]:
    """The French names of the mandatory values that the data lack; empty when the convention can be made."""
    return lacking(_mandatory(data))


def lacking(values: Iterable[tuple[str, object]]) -> list[str]:
    """The names of the empty ones."""
    return [name for name, value in values if not value]


def _mandatory(data: ConventionData) -> Iterator[tuple[str, object]]:
    yield "numéro du dossier", data.dossier
    yield "titre de l’appel à manifestation d’intérêt", data.call
    yield from of_department(data.department)
    yield from of_beneficiary(data.beneficiary)
    if data.owner is not None:
        yield from of_owner(data.owner)
    yield "numéro de l’acte de la commission permanente", data.act.number
    yield "montant de la subvention votée", data.funding.amount > 0
    yield "dépense éligible des devis acceptés", data.funding.expense > 0
    yield "au moins un établissement", data.schools
    for school in data.schools:
        yield f"UAI de l’établissement {school.name}", school.uai
        yield f"commune de l’établissement {school.name or school.uai}", school.city
    yield "au moins un équipement ou un abonnement à l’ENT subventionné", data.eligible_asked > 0
    yield "durée de conservation du matériel", data.terms.keeping_years
    yield "délai de caducité", data.terms.lapse_months
    yield "délai de remise des justificatifs", data.terms.proofs_months


def of_department(party: Department) -> Iterator[tuple[str, object]]:
    yield "nom du Département", party.name
    yield "SIREN du Département", party.siren
    yield "adresse du Département", party.address
    yield "représentant du Département", party.represented_by
    yield "tribunal compétent", party.court


def of_beneficiary(party: Beneficiary) -> Iterator[tuple[str, object]]:
    yield "nom du bénéficiaire", party.name
    if party.kind == OGEC:
        yield "SIRET du bénéficiaire", party.siret
        yield "numéro RNA du bénéficiaire", party.rna
        yield "date de souscription du contrat d’engagement républicain", party.commitment_on
    else:
        yield "SIREN ou SIRET du bénéficiaire", party.identifier
    yield "adresse du bénéficiaire", party.address
    yield "code postal du bénéficiaire", party.postal_code
    yield "ville du bénéficiaire", party.city
    yield "nom du représentant légal du bénéficiaire", party.representative_name
    yield "qualité du représentant légal du bénéficiaire", party.representative_title


def of_owner(party: Owner) -> Iterator[tuple[str, object]]:
    """Everything that names it: it signs."""
    yield "nom du propriétaire des locaux", party.name
    yield "SIRET du propriétaire des locaux", party.siret
    yield "adresse du propriétaire des locaux", party.address
    yield "code postal du propriétaire des locaux", party.postal_code
    yield "ville du propriétaire des locaux", party.city
    yield "nom du représentant du propriétaire des locaux", party.representative_name
    yield "qualité du représentant du propriétaire des locaux", party.representative_title
