"""Exporting dossiers in the shape of the dossier file: what comes out can go in again."""

import json
from decimal import Decimal
from typing import Any

from applications.enums import CandidacyState, OrganisationKind, Origin
from applications.models import Call, Candidacy, Organisation, SchoolProject
from equipment.models import Line
from equipment.pricing import STANDARD_VAT, in_basis
from tne38.core import money

# A dossier given up has no place in an empty portal: its porteur may have filed another one since.
GIVEN_UP = [CandidacyState.WITHDRAWN, CandidacyState.LAPSED]


def deposited(call: Call) -> list[Candidacy]:
    """The deposited dossiers of a call with all they hold, by number; a constant count of queries."""
    rows = (
        Candidacy.objects.filter(call=call)
        .deposited()
        .select_related("call", "organisation__commune", "organisation__epci")
        .prefetch_related("projects__school__commune", "projects__classes", "projects__lines__item")
    )
    return sorted(rows, key=lambda candidacy: (len(candidacy.number or ""), candidacy.number or ""))


def as_data(call: Call) -> dict[str, Any]:
    """The whole file, without the dossiers withdrawn or lapsed."""
    kept = [candidacy for candidacy in deposited(call) if candidacy.state not in GIVEN_UP]
    return {"appel": call.slug, "dossiers": [as_dossier(candidacy) for candidacy in kept]}


def as_json(call: Call) -> str:
    return json.dumps(as_data(call), ensure_ascii=False, indent=1)


def reference_of(candidacy: Candidacy) -> str:
    """The key of the file the dossier came from, or its number."""
    return candidacy.reference or candidacy.number or ""


def as_dossier(candidacy: Candidacy) -> dict[str, Any]:
    """One dossier in the shape of the file."""
    dates = {}
    if candidacy.origin == Origin.PAPER:
        assert candidacy.postmark_on is not None
        assert candidacy.received_on is not None
        dates = {
            "cachet_poste": candidacy.postmark_on.isoformat(),
            "recu_le": candidacy.received_on.isoformat(),
        }
    return {
        "reference": reference_of(candidacy),
        "origine": candidacy.origin,
        **dates,
        "porteur": _porteur(candidacy.organisation),
        "projets": [_project(project, candidacy) for project in candidacy.projects.all()],
    }


def _porteur(porteur: Organisation) -> dict[str, Any]:
    data: dict[str, Any] = {"nature": porteur.kind, "nom": porteur.name}
    if porteur.commune is not None:
        data["insee"] = porteur.commune.insee
    data |= {name: value for name, value in identifiers_of(porteur).items() if value}
    data["courriel"] = porteur.email
    data["representant"] = {"nom": porteur.representative_name, "qualite": porteur.representative_title}
    if porteur.kind == OrganisationKind.OGEC:
        data["contrat_engagement_republicain"] = porteur.cer_accepted_at is not None
    return data


def identifiers_of(porteur: Organisation) -> dict[str, str]:
    """SIRET, or SIREN when it is all that is known, and RNA."""
    siren = "" if porteur.siret else porteur.siren
    return {"siren": siren, "siret": porteur.siret, "rna": porteur.rna}


def _project(project: SchoolProject, candidacy: Candidacy) -> dict[str, Any]:
    return {
        "uai": project.school.uai,
        "relie_a_un_lycee": project.linked_to_lycee,
        "divisions": project.divisions,
        "eleves": project.pupils,
        "videoprojections_en_bon_etat": project.working_projectors,
        "classes_mobiles_en_bon_etat": project.working_mobile_labs,
        "classes": [
            {"nom": group.name, "debit_mbps": _number(group.mbps)} for group in project.classes.all()
        ],
        "ent": {
            "produit": project.ent_name,
            "duree_ans": project.ent_years,
            "cout_annuel": _cost(project.ent_annual_cost, candidacy),
        },
        "descriptif": project.description,
        "domaines_socle": project.socle_domains,
        "formations": project.training,
        "parentalite": project.family_actions,
        "equipements": [_line(line, candidacy) for line in project.lines.all()],
    }


def as_read(amount: Decimal, candidacy: Candidacy, vat_rate: Decimal) -> Decimal:
    """A price of a dossier (euros) in the basis in which an import reads it.

    The file does not say whether a porteur recovers VAT: in an empty portal its prices are those of the call.
    """
    return in_basis(
        amount, of=candidacy.terms.price_basis, basis=candidacy.call.price_basis, vat_rate=vat_rate
    )


def _cost(cost: Decimal | None, candidacy: Candidacy) -> str | None:
    return None if cost is None else money.plain(as_read(cost, candidacy, STANDARD_VAT))


def _line(line: Line, candidacy: Candidacy) -> dict[str, Any]:
    return {
        "article": line.item.code,
        "quantite": line.quantity,
        "prix_unitaire": money.plain(as_read(line.unit_price, candidacy, line.item.vat_rate)),
    }


def _number(rate: Decimal) -> int | float:
    """Mb/s as a JSON number: two decimals are exact in the shortest form of a float."""
    return int(rate) if rate == rate.to_integral_value() else float(rate)
