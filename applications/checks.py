"""What is right and what is missing in a dossier: one list of findings, for the page, the deposit and the import.

A later app adds its own checks with `register`. Each finding names its code and its path in the dossier file
(docs/commandes.md), and the step of the form where it is mended.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from tne38.core import identifiers
from tne38.core.text import fold

from .enums import PRIMARY_KINDS, CandidacyState, OrganisationKind, Origin, SchoolKind, Sector
from .models import Candidacy, Organisation, School, SchoolProject


class Level(IntEnum):
    """How much a finding weighs."""

    REMARK = 0  # noted, never blocks
    MISSING = 1  # blocks a deposit on line; a finding for a paper dossier (CRPA, art. L114-5)
    REFUSAL = 2  # identity, eligibility, form of the data: blocks both


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to know."""

    code: str
    message: str
    path: str
    step: str
    level: Level = Level.MISSING
    field: str = ""  # name of the form field to focus, when there is one
    project_id: int | None = None


# A check is given the dossier and its projects, loaded once for all of them.
Check = Callable[[Candidacy, Sequence[SchoolProject]], Iterable[Finding]]
_checks: list[Check] = []
_checks_of_pages: list[Callable[[Candidacy], Iterable[Finding]]] = []


def register(check: Check) -> Check:
    """Add a check to those that every dossier goes through."""
    _checks.append(check)
    return check


def register_for_pages(
    check: Callable[[Candidacy], Iterable[Finding]],
) -> Callable[[Candidacy], Iterable[Finding]]:
    """Add a check whose remarks only the porteur's pages show: it is no part of the reports of an import."""
    _checks_of_pages.append(check)
    return check


def findings_of_pages(candidacy: Candidacy) -> list[Finding]:
    """What the porteur's pages say besides `findings`."""
    return [finding for check in _checks_of_pages for finding in check(candidacy)]


def findings(candidacy: Candidacy) -> list[Finding]:
    """Everything there is to say of a dossier, in the order of the steps registered."""
    projects = projects_of(candidacy)
    return [finding for check in _checks for finding in check(candidacy, projects)]


def blocking(found: Iterable[Finding], *, paper: bool = False) -> list[Finding]:
    """Those that stop a deposit; a paper dossier is only stopped by refusals."""
    limit = Level.REFUSAL if paper else Level.MISSING
    return [finding for finding in found if finding.level >= limit]


def projects_of(candidacy: Candidacy) -> list[SchoolProject]:
    """The projects with their school and classes, in order; three queries whatever their number.

    None at all when the page that asks has prefetched them.
    """
    projects = candidacy.projects.all()
    if projects._result_cache is not None:  # noqa: SLF001 (no public way to know)
        return list(projects)
    return list(projects.select_related("school__commune").prefetch_related("classes"))


# --- The porteur -----------------------------------------------------------------------------------------


@register
def check_organisation(candidacy: Candidacy, _projects: Sequence[SchoolProject]) -> Iterable[Finding]:
    """Identity and eligibility of the porteur."""
    porteur = candidacy.organisation
    if not candidacy.call.accepts(porteur.kind):
        yield Finding(
            "porteur_non_eligible",
            f"Cet appel n’est pas ouvert à un porteur de nature « {porteur.get_kind_display()} ».",
            "porteur.nature",
            "porteur",
            Level.REFUSAL,
        )
    yield from _identity(porteur)
    yield from _reachable(candidacy)
    if porteur.kind == OrganisationKind.OGEC and porteur.cer_accepted_at is None:
        yield Finding(
            "cer_absent",
            "Souscrivez le contrat d’engagement républicain (loi du 12 avril 2000, art. 10-1).",
            "porteur.contrat_engagement_republicain",
            "porteur",
            field="cer_accepted",
        )


def _reachable(candidacy: Candidacy) -> Iterable[Finding]:
    """How the porteur is written to: by e-mail; after a paper form, by the post where it gives no other address."""
    porteur, on_paper = candidacy.organisation, candidacy.origin == Origin.PAPER
    if porteur.email or (on_paper and porteur.postal_lines):
        return
    message, path, field = "Indiquez l’adresse électronique de l’organisme.", "courriel", "email"
    if on_paper:
        message = (
            "Sans adresse électronique, indiquez le code postal et la ville du porteur : "
            "l’accusé de réception y est posté."
        )
        path, field = "code_postal", "postal_code"
    yield Finding("champ_obligatoire", message, f"porteur.{path}", "porteur", Level.REFUSAL, field)


def _identity(porteur: Organisation) -> Iterable[Finding]:
    def wrong(code: str, message: str, path: str, field: str) -> Finding:
        return Finding(code, message, f"porteur.{path}", "porteur", Level.REFUSAL, field)

    required = {
        "name": ("nom", "Indiquez le nom de l’organisme."),
        "representative_name": ("representant.nom", "Indiquez le prénom et le nom du représentant légal."),
        "representative_title": ("representant.qualite", "Indiquez la qualité du représentant légal."),
    }
    if porteur.kind == OrganisationKind.OGEC:
        required["siret"] = ("siret", "Indiquez le SIRET de l’organisme de gestion (14 chiffres).")
        required["rna"] = ("rna", "Indiquez le numéro RNA de l’association : W suivi de 9 chiffres.")
    for field, (path, message) in required.items():
        if not getattr(porteur, field):
            yield wrong("champ_obligatoire", message, path, field)
    if porteur.kind != OrganisationKind.OGEC and not (porteur.siret or porteur.siren):
        yield wrong("champ_obligatoire", "Indiquez le SIREN ou le SIRET.", "siren", "siren")
    if porteur.siret and not identifiers.is_siret(porteur.siret):
        yield wrong(
            "siret_invalide", "Ce SIRET n’est pas valable : vérifiez les 14 chiffres.", "siret", "siret"
        )
    elif porteur.siren and not identifiers.is_siren(porteur.siren):
        yield wrong(
            "siren_invalide", "Ce SIREN n’est pas valable : vérifiez les 9 chiffres.", "siren", "siren"
        )
    if porteur.rna and not identifiers.is_rna(porteur.rna):
        yield wrong("rna_invalide", "Un numéro RNA s’écrit W suivi de 9 chiffres.", "rna", "rna")


# --- The schools -----------------------------------------------------------------------------------------


def is_eligible(school: School, *, college: bool) -> bool:
    """Open, in Isère, of the kind of the call: a private collège under contract, or an école (public or
    private under contract)."""
    if not school.is_open or school.commune is None or not school.commune.insee.startswith("38"):
        return False
    if college:
        return school.kind == SchoolKind.COLLEGE and school.sector == Sector.PRIVATE_UNDER_CONTRACT
    return school.kind in PRIMARY_KINDS and school.sector != Sector.PRIVATE_WITHOUT_CONTRACT


def covers(porteur: Organisation, school: School) -> bool:
    """Whether the school lies on the territory of the porteur; an OGEC has none."""
    if porteur.kind == OrganisationKind.COMMUNE:
        return school.commune_id == porteur.commune_id
    if porteur.kind == OrganisationKind.EPCI:
        return porteur.epci_id is not None and school.commune.epci_id == porteur.epci_id
    return True


@register
def check_schools(candidacy: Candidacy, projects: Sequence[SchoolProject]) -> Iterable[Finding]:
    """Eligibility of each school, and that it is not in another deposited dossier."""
    call = candidacy.call
    if not projects:
        yield Finding(
            "champ_obligatoire", "Choisissez un établissement.", "projets", "etablissement", Level.REFUSAL
        )
    if call.is_for_college and len(projects) > 1:
        yield Finding(
            "porteur_non_eligible",
            "Un dossier de collège porte sur un seul établissement.",
            "projets",
            "etablissement",
            Level.REFUSAL,
        )
    taken = _taken_elsewhere(candidacy, projects)
    for index, project in enumerate(projects):
        path, school = f"projets[{index}].uai", project.school
        if not is_eligible(school, college=call.is_for_college):
            message = f"{school.name} ({school.uai}) ne relève pas de cet appel."
            yield _school_refused("etablissement_non_eligible", message, path, project)
        elif not covers(candidacy.organisation, school):
            message = f"{school.name} ({school.commune.name}) n’est pas sur le territoire du porteur."
            yield _school_refused("porteur_non_eligible", message, path, project)
        elif school.pk in taken:
            message = f"{school.name} figure déjà dans un dossier déposé pour cet appel."
            yield _school_refused("doublon", message, path, project)


def _taken_elsewhere(candidacy: Candidacy, projects: list[SchoolProject]) -> set[int]:
    """The schools that another deposited dossier of the call holds; after the deposit a constraint sees to it."""
    if candidacy.state != CandidacyState.DRAFT:
        return set()
    schools = [project.school_id for project in projects]
    filed = SchoolProject.objects.filter(call=candidacy.call, filed=True, school__in=schools)
    return set(filed.exclude(candidacy=candidacy).values_list("school_id", flat=True))


def _school_refused(code: str, message: str, path: str, project: SchoolProject) -> Finding:
    return Finding(code, message, path, "etablissement", Level.REFUSAL, project_id=project.pk)


# --- The projects ----------------------------------------------------------------------------------------


@register
def check_projects(candidacy: Candidacy, projects: Sequence[SchoolProject]) -> Iterable[Finding]:
    """Figures, pedagogy, training, families, ENT and rates of each school."""
    qualified = {product.folded_name: product for product in candidacy.call.ent_products.all()}
    for index, project in enumerate(projects):
        for finding in _project_findings(candidacy, project, qualified):
            path = f"projets[{index}].{finding.path}"
            yield Finding(
                finding.code,
                finding.message,
                path,
                finding.step,
                finding.level,
                finding.field,
                project.pk,
            )


def _project_findings(candidacy: Candidacy, project: SchoolProject, qualified: dict) -> Iterable[Finding]:
    yield from _figures(candidacy, project)
    if not project.description.strip():
        message = "Décrivez le projet pédagogique de l’établissement."
        yield Finding("descriptif_absent", message, "descriptif", "projet", field="description")
    if candidacy.call.requires_socle and not project.socle_domains:
        message = "Choisissez au moins un domaine du socle commun."
        yield Finding("socle_absent", message, "domaines_socle", "projet", field="socle_domains")
    if not project.training:
        message = (
            "Choisissez au moins un thème de formation : toute dotation est accompagnée d’une formation."
        )
        yield Finding("formation_absente", message, "formations", "formation", field="training")
    if not project.family_actions:
        message = "Choisissez au moins une action de parentalité."
        yield Finding("parentalite_absente", message, "parentalite", "parentalite", field="family_actions")
    yield from _ent(candidacy, project, qualified)
    yield from _rates(candidacy, project)


def _figures(candidacy: Candidacy, project: SchoolProject) -> Iterable[Finding]:
    required = {
        "divisions": ("divisions", "etablissement", "Indiquez le nombre de divisions."),
        "pupils": ("eleves", "etablissement", "Indiquez le nombre d’élèves."),
    }
    if candidacy.call.is_for_college:
        required |= {
            "linked_to_lycee": (
                "relie_a_un_lycee",
                "etablissement",
                "Indiquez si l’établissement est relié à un lycée.",
            ),
            "working_projectors": (
                "videoprojections_en_bon_etat",
                "parc",
                "Indiquez le nombre d’ensembles de vidéoprojection en bon état (0 s’il n’y en a pas).",
            ),
            "working_mobile_labs": (
                "classes_mobiles_en_bon_etat",
                "parc",
                "Indiquez le nombre de classes mobiles en bon état (0 s’il n’y en a pas).",
            ),
        }
    for field, (path, step, message) in required.items():
        if getattr(project, field) is None:
            yield Finding("champ_obligatoire", message, path, step, Level.REFUSAL, field)


def _ent(candidacy: Candidacy, project: SchoolProject, qualified: dict) -> Iterable[Finding]:
    years = candidacy.terms.ent_minimum_years
    if not project.ent_name.strip():
        message = f"Indiquez l’espace numérique de travail : un abonnement de {years} ans est obligatoire."
        yield Finding("ent_absent", message, "ent.produit", "ent", field="ent_name")
        return
    product = qualified.get(fold(project.ent_name))
    if product is None:
        message = (
            f"« {project.ent_name} » n’est pas encore dans la liste : "
            "le Département vérifiera sa conformité au SDET."
        )
        yield Finding("ent_a_verifier", message, "ent.produit", "ent", Level.REMARK, "ent_name")
    elif not product.fulfils:
        message = f"« {product.name} » ne remplit pas le prérequis : choisissez un ENT conforme au SDET."
        yield Finding("ent_absent", message, "ent.produit", "ent", field="ent_name")
    if (project.ent_years or 0) < years:
        message = f"L’abonnement à l’ENT dure au moins {years} ans."
        yield Finding("ent_duree", message, "ent.duree_ans", "ent", field="ent_years")


def _rates(candidacy: Candidacy, project: SchoolProject) -> Iterable[Finding]:
    minimum = candidacy.terms.minimum_bandwidth
    for index, group in enumerate(project.classes.all()):
        if group.mbps < minimum:
            message = (
                f"Classe {group.name} : {_rate(group.mbps)} Mb/s mesurés, "
                f"il en faut au moins {_rate(minimum)} (usages pédagogiques connectés)."
            )
            path = f"classes[{index}].debit_mbps"
            yield Finding("debit_insuffisant", message, path, "classes", field=f"classes-{index}-mbps")


def _rate(value) -> str:
    return f"{value.normalize():f}".replace(".", ",")
