"""From the dossier file to the plain values of the domain; what is unknown to the directory is refused."""

from datetime import date, datetime

from applications.domain.classes import ClassValue
from applications.domain.entry import ProjectValue, Source
from applications.domain.organisations import OrganisationValue
from applications.enums import OrganisationKind, Origin
from applications.models import Call, School
from equipment.domain.lines import LineValue

from .directory import Directory
from .refusals import Refusal
from .schema import Dossier, Porteur, Project


def organisation(
    porteur: Porteur, directory: Directory, *, at: datetime
) -> OrganisationValue | list[Refusal]:
    """The porteur, or why it cannot even be looked for."""
    siren, commune = porteur.siren or (porteur.siret or "")[:9], None
    if porteur.nature == OrganisationKind.COMMUNE:
        commune = directory.communes.get(porteur.insee or "")
        if not porteur.insee:
            return [Refusal("porteur.insee", "champ_obligatoire", "Indiquez le code INSEE de la commune.")]
        if commune is None:
            message = f"{porteur.insee} n’est pas le code INSEE d’une commune de l’Isère."
            return [Refusal("porteur.insee", "porteur_non_eligible", message)]
    if porteur.nature == OrganisationKind.EPCI and not siren:
        return [Refusal("porteur.siren", "champ_obligatoire", "Indiquez le SIREN ou le SIRET.")]
    ogec = porteur.nature == OrganisationKind.OGEC
    return OrganisationValue(
        kind=porteur.nature,
        name=porteur.nom,
        email=porteur.courriel,
        representative_name=porteur.representant.nom,
        representative_title=porteur.representant.qualite,
        siren=siren,
        siret=porteur.siret or "",
        rna=(porteur.rna or "") if ogec else "",
        commune=commune,
        epci=directory.epcis.get(siren) if porteur.nature == OrganisationKind.EPCI else None,
        cer_accepted_at=at if porteur.contrat_engagement_republicain and ogec else None,
    )


def source(dossier: Dossier, content_hash: str, *, today: date) -> tuple[Source, list[Refusal]]:
    """Where the dossier comes from; the dates of a paper dossier are required."""
    paper, errors = dossier.origine == Origin.PAPER, []
    if paper and dossier.cachet_poste is None:
        errors.append(Refusal("cachet_poste", "champ_obligatoire", "Indiquez la date du cachet de la poste."))
    if paper and dossier.recu_le is None:
        errors.append(Refusal("recu_le", "champ_obligatoire", "Indiquez la date de réception."))
    return (
        Source(
            origin=dossier.origine,
            # `today` only stands in for a date whose absence is refused above.
            postmark_on=dossier.cachet_poste or (today if paper else None),
            received_on=dossier.recu_le or (today if paper else None),
            reference=dossier.reference,
            content_hash=content_hash,
        ),
        errors,
    )


def schools(projects: list[Project], directory: Directory) -> tuple[list[School], list[Refusal]]:
    """The school of each project; unknown ones and those that come twice are refused."""
    found: list[School] = []
    errors = []
    for index, project in enumerate(projects):
        school, champ = directory.schools.get(project.uai), f"projets[{index}].uai"
        if school is None:
            message = f"L’UAI {project.uai} n’est pas dans l’annuaire de l’Isère."
            errors.append(Refusal(champ, "uai_inconnu", message))
        elif school in found:
            message = f"{school.name} figure deux fois dans le dossier."
            errors.append(Refusal(champ, "doublon", message))
        else:
            found.append(school)
    return found, errors


def project(call: Call, part: Project, school: School) -> ProjectValue:
    """One project. In a 1er degré call the directory gives the figures that the file leaves out."""
    known = None if call.is_for_college else school
    ent = part.ent
    return ProjectValue(
        school=school,
        classes=[ClassValue(group.nom, group.debit_mbps) for group in part.classes],
        divisions=part.divisions if part.divisions is not None or known is None else known.divisions,
        pupils=part.eleves if part.eleves is not None or known is None else known.pupils,
        linked_to_lycee=part.relie_a_un_lycee,
        working_projectors=part.videoprojections_en_bon_etat,
        working_mobile_labs=part.classes_mobiles_en_bon_etat,
        description=part.descriptif or "",
        socle_domains=list(dict.fromkeys(part.domaines_socle)),
        training=list(dict.fromkeys(part.formations)),
        family_actions=list(dict.fromkeys(part.parentalite)),
        ent_name=ent.produit if ent else "",
        ent_years=ent.duree_ans if ent else None,
        ent_annual_cost=ent.cout_annuel if ent else None,
    )


def lines(projects: list[Project], directory: Directory) -> tuple[list[list[LineValue]], list[Refusal]]:
    """The equipment of each project; an article outside the catalogue of the call is refused."""
    found, errors = [], []
    for index, part in enumerate(projects):
        values = []
        for place, asked in enumerate(part.equipements):
            item = directory.items.get(asked.article)
            if item is None:
                champ = f"projets[{index}].equipements[{place}].article"
                message = f"« {asked.article} » n’est pas dans le catalogue de l’appel."
                errors.append(Refusal(champ, "article_inconnu", message))
            else:
                values.append(LineValue(item, asked.quantite, asked.prix_unitaire))
        found.append(values)
    return found, errors
