from .attachments import Attachment
from .calls import Call, CallDocument, EntProduct, FamilyAction, PieceKind, TrainingTheme
from .candidacies import Candidacy
from .corrections import CorrectionPlace, CorrectionRequest
from .directory import Commune, Epci, School
from .extensions import Extension
from .fundings import OtherFunding
from .invitations import Invitation
from .organisations import Membership, Organisation
from .projects import ConnectedClass, SchoolProject
from .questions import Question
from .saved_views import SavedView

__all__ = [
    "Attachment",
    "Call",
    "CallDocument",
    "Candidacy",
    "Commune",
    "ConnectedClass",
    "CorrectionPlace",
    "CorrectionRequest",
    "EntProduct",
    "Epci",
    "Extension",
    "FamilyAction",
    "Invitation",
    "Membership",
    "Organisation",
    "OtherFunding",
    "PieceKind",
    "Question",
    "SavedView",
    "School",
    "SchoolProject",
    "TrainingTheme",
]
