"""The report to the commission permanente: frozen as data, then printed once with its annex."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Candidacy
from tne38.core import files, jobs, journal, pdf, words
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import ZERO

from ..access import ANNEX, REPORT
from ..annex import workbook
from ..commission import report as stated
from ..models import PermanentCommission
from .commissions import candidates, lock_dossiers

JOB = "rapport-commission-permanente"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DATA_TITLE = "Données du rapport, lisibles par un logiciel"


@transaction.atomic
def freeze(commission: PermanentCommission, *, by: Any, at: datetime | None = None) -> PermanentCommission:
    """Arrest the report of a meeting: its dossiers and their amounts no longer change, it is then printed.

    Raises DomainError « etat », « champ_obligatoire », NotAllowed.
    """
    if by is not None and not by.has_perm("conventions.change_permanentcommission"):
        raise NotAllowed
    lock_dossiers(commission.items.values_list("candidacy", flat=True))
    commission = PermanentCommission.objects.locked(commission.pk)
    if commission.is_frozen or commission.is_voted:
        raise DomainError("etat", "Le rapport est déjà arrêté.")
    found = assemble(commission)
    if not found.rows:
        raise DomainError("champ_obligatoire", "Aucun dossier n’est inscrit : ajoutez-en avant le rapport.")
    commission.frozen_at, commission.data = at or timezone.now(), found.as_data()
    commission.template_version = stated.TEMPLATE_VERSION
    commission.save()
    jobs.enqueue(JOB, subject=str(commission.pk), by=by)
    after = {"dossiers": len(found.rows), "montant": found.amount, "modele": commission.template_version}
    journal.record("rapport à la commission permanente arrêté", commission, by=by, after=after)
    return commission


def assemble(commission: PermanentCommission) -> stated.Report:
    """The values of the report as they stand now; a constant number of queries.

    Raises DomainError « etat » for a dossier that may no longer be voted.
    """
    keys = list(commission.items.values_list("candidacy", flat=True))
    found = candidates(commission).filter(pk__in=keys).select_related("call", "organisation", "decision")
    dossiers = list(found.prefetch_related("projects__school__commune").order_by("call__title", "number"))
    if gone := set(keys) - {candidacy.pk for candidacy in dossiers}:
        names = ", ".join(str(candidacy) for candidacy in Candidacy.objects.filter(pk__in=gone))
        message = f"Ces dossiers ne peuvent plus être votés, retirez-les de la séance : {names}."
        raise DomainError("etat", message)
    parts = (
        stated.CallPart(call.title, tuple(map(_row, group)))
        for call, group in groupby(dossiers, key=lambda candidacy: candidacy.call)
    )
    return stated.Report(commission.held_on, tuple(parts))


def _row(candidacy: Candidacy) -> stated.Row:
    organisation, decision = candidacy.organisation, candidacy.decision
    schools = [project.school for project in candidacy.projects.all()]
    return stated.Row(
        dossier=candidacy.number or "",
        beneficiary=organisation.name,
        identifier=f"SIRET {organisation.siret}" if organisation.siret else f"SIREN {organisation.siren}",
        is_private=organisation.is_private,
        schools=" ; ".join(
            f"{school.name} ({school.commune.name})" if school.commune else school.name for school in schools
        ),
        basis=candidacy.terms.price_basis,
        expense=decision.quoted_expense or ZERO,
        rate=candidacy.terms.rate,
        amount=decision.amount,
        department_share=decision.department_share,
        tne_share=decision.tne_share,
    )


def make(commission: PermanentCommission) -> PermanentCommission:
    """Print the report and its annex and keep their bytes; those already printed are left as they are.

    The documents are made before the transaction: no row is locked while they render.
    """
    if commission.report_id is not None:
        return commission
    at = timezone.now().replace(microsecond=0)
    found = stated.Report.from_data(commission.data)
    return _keep(commission, print_document(found, at=at), workbook(found, at=at))


def print_document(report: stated.Report, *, at: datetime) -> bytes:
    """The PDF of the report and its annex, with their data attached."""
    return pdf.render(
        "documents/report.html",
        {"report": report, "amount_in_words": words.in_words(report.amount)},
        title=f"Rapport à la commission permanente du {report.held_on:%d/%m/%Y}",
        at=at,
        attachments=[
            pdf.JsonAttachment(f"rapport-{report.held_on:%Y-%m-%d}.json", report.as_data(), _DATA_TITLE)
        ],
    )


@transaction.atomic
def _keep(commission: PermanentCommission, document: bytes, annex: bytes) -> PermanentCommission:
    commission = PermanentCommission.objects.locked(commission.pk)
    if commission.report_id is not None:
        return commission
    stem = f"commission-permanente-{commission.held_on:%Y-%m-%d}-{commission.pk}"
    commission.report = files.store(
        document, kind=REPORT, name=f"rapport-{stem}.pdf", content_type="application/pdf"
    )
    commission.annex = files.store(annex, kind=ANNEX, name=f"annexe-{stem}.xlsx", content_type=XLSX)
    commission.save()
    after = {"rapport": commission.report.sha256, "annexe": commission.annex.sha256}
    journal.record("rapport à la commission permanente établi", commission, by=None, after=after)
    return commission
