"""Reads a dossier and gives the plain values of its convention; writes nothing."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from applications.enums import PriceBasis, Sector
from applications.models import Call, Candidacy, Organisation, SchoolProject
from equipment.amounts import subsidised_names
from equipment.models import Line
from tne38.core.money import ZERO
from tne38.core.text import fold

from ..document import (
    Act,
    Beneficiary,
    ConventionData,
    Department,
    EntSubscription,
    EquipmentLine,
    Funding,
    Owner,
    School,
    Terms,
)
from ..models import Convention, TextKind
from .texts import in_force


def assemble(convention: Convention, *, number: str, at: datetime) -> ConventionData:
    """The values of a voted dossier's convention, as they stand now. `number` is the one it takes."""
    candidacy = convention.candidacy
    vote = candidacy.vote_result
    projects = list(candidacy.projects.select_related("school__commune"))
    text = in_force(TextKind.OGEC if candidacy.organisation.is_private else TextKind.COUNCIL)
    return ConventionData(
        number=number,
        dossier=candidacy.number or "",
        call=candidacy.call.title,
        deposited_on=timezone.localdate(candidacy.deposited_at),
        made_on=timezone.localdate(at),
        department=the_department(),
        beneficiary=_beneficiary(candidacy.organisation, projects),
        act=Act(vote.commission.number, vote.commission.held_on),
        schools=tuple(_school(project) for project in projects),
        lines=_lines(candidacy),
        subscriptions=_subscriptions(candidacy, projects),
        funding=_funding(candidacy),
        terms=_terms(candidacy.call),
        owner=_owner(candidacy.call, projects),
        text=text.body,
        text_version=text.name,
    )


def the_department() -> Department:
    identity = settings.DEPARTMENT
    return Department(
        name=identity["name"],
        siren=identity["siren"],
        address=identity["address"],
        represented_by=identity["represented_by"],
        court=identity["court"],
    )


def beneficiary_of(candidacy: Candidacy) -> Beneficiary:
    """The beneficiary of a dossier, as it stands now."""
    return _beneficiary(candidacy.organisation, list(candidacy.projects.select_related("school__commune")))


def owner_of(candidacy: Candidacy) -> Owner | None:
    """Who owns the premises of a dossier, where it names one; it signs as well."""
    return _owner(candidacy.call, list(candidacy.projects.all()))


def _beneficiary(organisation: Organisation, projects: list[SchoolProject]) -> Beneficiary:
    address, postal_code, city = _address(organisation, projects)
    return Beneficiary(
        kind=organisation.kind,
        name=organisation.name,
        siren=organisation.siren,
        siret=organisation.siret,
        rna=organisation.rna,
        address=address,
        postal_code=postal_code,
        city=city,
        representative_name=organisation.representative_name,
        representative_title=organisation.representative_title,
        commitment_on=_day(organisation.cer_accepted_at),
    )


def _address(organisation: Organisation, projects: list[SchoolProject]) -> tuple[str, str, str]:
    """Address, postal code and city of the beneficiary.

    A dossier from a file holds none (docs/commandes.md): a commune is then found at its mairie, an OGEC at
    the collège that it runs, as the directory knows them.
    """
    if organisation.address:
        return organisation.address, organisation.postal_code, organisation.city
    if (commune := organisation.commune) is not None:
        return "Mairie", (commune.postal_codes or [""])[0], commune.name
    if organisation.is_private and projects:
        school = projects[0].school
        address = f"{school.name}, {school.address}" if school.address else ""
        return address, school.postal_code, school.commune.name if school.commune else ""
    return "", organisation.postal_code, organisation.city


def _owner(call: Call, projects: list[SchoolProject]) -> Owner | None:
    """Who owns the premises of a collège, where the dossier names one."""
    named = [project for project in projects if call.is_for_college and project.has_owner]
    if not named:
        return None
    project = named[0]
    return Owner(
        name=project.owner_name,
        siret=project.owner_siret,
        address=project.owner_address,
        postal_code=project.owner_postal_code,
        city=project.owner_city,
        representative_name=project.owner_representative_name,
        representative_title=project.owner_representative_title,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _school(project: SchoolProject) -> School:
    school = project.school
    return School(
        uai=school.uai,
        name=school.name,
        kind=school.get_kind_display(),
        sector=school.get_sector_display(),
        is_public=school.sector == Sector.PUBLIC,
        city=school.commune.name if school.commune else "",
    )


def _lines(candidacy: Candidacy) -> tuple[EquipmentLine, ...]:
    lines = Line.objects.filter(project__candidacy=candidacy).select_related("item", "project__school")
    return tuple(
        EquipmentLine(line.project.school.name, line.item.label, line.quantity, line.unit_price, line.cap)
        for line in lines.order_by("project__position", "project_id", "position", "id")
    )


def _subscriptions(candidacy: Candidacy, projects: list[SchoolProject]) -> tuple[EntSubscription, ...]:
    subsidised = subsidised_names(candidacy.call)
    years = candidacy.terms.ent_subsidised_years
    return tuple(
        EntSubscription(
            school=project.school.name,
            product=project.ent_name,
            annual_cost=project.ent_annual_cost or ZERO,
            years=years,
            subsidised=fold(project.ent_name) in subsidised,
        )
        for project in projects
        if project.ent_name
    )


def _funding(candidacy: Candidacy) -> Funding:
    vote, terms = candidacy.vote_result, candidacy.terms
    return Funding(
        basis=PriceBasis(terms.price_basis).label,
        rate=terms.rate,
        tne_part=terms.tne_share,
        expense=candidacy.decision.quoted_expense or ZERO,
        amount=vote.amount,
        department_share=vote.department_share,
        tne_share=vote.tne_share,
    )


def _terms(call: Call) -> Terms:
    return Terms(
        keeping_years=call.keeping_years,
        lapse_months=call.lapse_months,
        proofs_months=call.proofs_months,
        ent_years=call.ent_minimum_years,
        bandwidth=call.minimum_bandwidth,
    )
