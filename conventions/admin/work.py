"""The work lists of those who follow the vote, the conventions and the payments."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Now, TruncDate

from applications import agent_pages
from applications.agent_pages import Desk, WorkList
from applications.enums import CandidacyState as State

from ..amendment.workflow import AMEND, SIGN_AMENDMENT, AmendmentState
from ..financial_report.workflow import CHECK as REPORT_CHECK
from ..financial_report.workflow import OWED, ReportState
from ..followed import AMENDMENTS, COPIES
from ..lapse import page as lapse_page
from ..models import Amendment, Claim, FinancialReport, Invoice, Recovery, SignedCopy
from ..payment.workflow import CHECK, PAY, ClaimState
from ..recovery.workflow import DECIDE, RECORD, RecoveryState
from ..workflow import ConventionState

agent_pages.read_with_dossier(
    "vote_result__commission",
    "convention__file",
    "convention__authorisation__file",
    "convention__financial_report",
)
agent_pages.prefetch_with_dossier(
    Prefetch(
        "convention__claims",
        Claim.objects.select_related(
            "proof",
            "liquidation__liquidated_by",
            "liquidation__checked_by",
            "liquidation__payment",
        ),
    ),
    "convention__invoices",
    Prefetch("convention__claims__invoices", Invoice.objects.order_by("pk")),
    COPIES,
    AMENDMENTS,
    Prefetch(
        "convention__recoveries",
        Recovery.objects.select_related("notice", "decision", "answer_file", "opened_by", "decided_by"),
    ),
)
agent_pages.add_desk(
    Desk(
        "Modèles de convention",
        "Écrire les articles des conventions, en voir l’aperçu, publier une version.",
        "conventions.change_articletext",
        "admin:conventions_articletext_changelist",
    )
)
agent_pages.add_desk(
    Desk(
        "Conventions signées à numériser",
        "Envoyer en un PDF les conventions reçues sur papier : le portail les reconnaît et les range.",
        "conventions.add_scan",
        "admin:conventions_scan_changelist",
    )
)


agent_pages.add_desk(
    Desk(
        "Caducités proches ou passées",
        "Relancer les bénéficiaires qui n’ont pas demandé leur versement ; l’échéance passée, constater la caducité.",
        lapse_page.VIEW,
        "admin:lapses",
        lapse_page.count,
    )
)


def _with_claim(state: ClaimState) -> Q:
    """Dossiers whose open request is in this state."""
    claims = Claim.objects.filter(convention__candidacy=OuterRef("pk"), state=state)
    return Q(Exists(claims.order_by()))


def _with_amendment(state: AmendmentState) -> Q:
    """Dossiers whose open amendment is in this state."""
    amendments = Amendment.objects.filter(state=state, convention__candidacy=OuterRef("pk"))
    return Q(Exists(amendments.order_by()))


def _with_recovery(condition: Q) -> Q:
    """Dossiers that have such a recovery."""
    recoveries = Recovery.objects.filter(condition, convention__candidacy=OuterRef("pk"))
    return Q(Exists(recoveries.order_by()))


_HEARING_AWAITED = Q(state=RecoveryState.ANSWERED, hearing_asked=True, heard_on__isnull=True)
_DECIDABLE = Q(state=RecoveryState.ANSWERED) & ~_HEARING_AWAITED | Q(
    state=RecoveryState.OPENED, answer_by__lt=TruncDate(Now())
)


def _with_report(**values: Any) -> Q:
    """Dossiers whose compte rendu financier is so."""
    return Q(
        Exists(FinancialReport.objects.filter(convention__candidacy=OuterRef("pk"), **values).order_by())
    )


for _work_list in (
    WorkList(
        "a-voter",
        "À voter",
        "Les devis sont conformes : enregistrer la séance de la commission permanente.",
        "conventions.record_vote",
        Q(state=State.QUOTES_ACCEPTED),
    ),
    WorkList(
        "conventions-a-generer",
        "Conventions à générer",
        "La subvention est votée : générer la convention.",
        "conventions.generate_convention",
        Q(state=State.VOTED, convention__state=ConventionState.TO_GENERATE),
    ),
    WorkList(
        "conventions-a-signer",
        "Signatures attendues",
        "La convention est chez le bénéficiaire : enregistrer son retour signé.",
        "conventions.record_signature",
        Q(state=State.VOTED, convention__state=ConventionState.TO_SIGN),
    ),
    WorkList(
        "exemplaires-a-verifier",
        "Exemplaires signés à vérifier",
        "La convention signée est revenue : la lire, puis enregistrer la date de signature.",
        "conventions.notify_convention",
        Q(state=State.VOTED, convention__state=ConventionState.TO_SIGN)
        & Exists(SignedCopy.objects.filter(convention__candidacy=OuterRef("pk")).order_by()),
    ),
    WorkList(
        "a-notifier",
        "À notifier",
        "La convention est signée par le bénéficiaire : la faire signer et la notifier.",
        "conventions.notify_convention",
        Q(state=State.CONTRACTED),
    ),
    WorkList(
        "avenants-a-signer",
        "Avenants à signer",
        "L’avenant est chez le bénéficiaire : enregistrer son retour signé.",
        SIGN_AMENDMENT,
        _with_amendment(AmendmentState.TO_SIGN),
    ),
    WorkList(
        "avenants-a-notifier",
        "Avenants à notifier",
        "L’avenant est signé par le bénéficiaire : le faire signer et le notifier.",
        AMEND,
        _with_amendment(AmendmentState.SIGNED),
    ),
    WorkList(
        "a-liquider",
        "Demandes à liquider",
        "Constater ce qui compte des factures et calculer le montant à verser.",
        "conventions.liquidate_claim",
        _with_claim(ClaimState.FILED),
    ),
    WorkList(
        "a-verifier",
        "À vérifier (second regard)",
        "Confirmer une liquidation faite par une autre personne.",
        CHECK,
        _with_claim(ClaimState.LIQUIDATED),
    ),
    WorkList(
        "a-mandater",
        "À mandater",
        "La liquidation est vérifiée : enregistrer le mandat.",
        PAY,
        _with_claim(ClaimState.CHECKED),
    ),
    WorkList(
        "a-verser",
        "Versements à constater",
        "Le mandat est émis : enregistrer la date du versement.",
        PAY,
        _with_claim(ClaimState.MANDATED),
    ),
    WorkList(
        "auditions-a-tenir",
        "Auditions demandées",
        "Le bénéficiaire d’un reversement envisagé demande à être entendu : le recevoir, puis l’enregistrer.",
        RECORD,
        _with_recovery(_HEARING_AWAITED),
    ),
    WorkList(
        "reversements-a-decider",
        "Reversements à décider",
        "Les observations sont reçues ou le délai est passé : une autre personne que celle qui a ouvert décide.",
        DECIDE,
        _with_recovery(_DECIDABLE),
    ),
    WorkList(
        "titres-a-emettre",
        "Titres de recettes à émettre",
        "Le reversement est décidé : enregistrer le titre de recettes.",
        RECORD,
        _with_recovery(Q(state=RecoveryState.MAINTAINED)),
    ),
    WorkList(
        "remboursements-a-constater",
        "Remboursements à constater",
        "Le titre de recettes est émis : enregistrer la date d’encaissement.",
        RECORD,
        _with_recovery(Q(state=RecoveryState.TITLED)),
    ),
    WorkList(
        "comptes-rendus-a-verifier",
        "Comptes rendus financiers à vérifier",
        "Accepter le compte rendu d’un organisme privé, ou le redemander en disant ce qui ne convient pas.",
        REPORT_CHECK,
        _with_report(state=ReportState.FILED),
    ),
    WorkList(
        "comptes-rendus-en-retard",
        "Comptes rendus financiers en retard",
        "Le délai de six mois est passé : relancer le bénéficiaire.",
        REPORT_CHECK,
        _with_report(state__in=OWED, due_on__lt=TruncDate(Now())),
    ),
):
    agent_pages.add_work_list(_work_list)
