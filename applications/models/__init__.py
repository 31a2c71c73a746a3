from .calls import Call, CallDocument, EntProduct, FamilyAction, TrainingTheme
from .candidacies import Candidacy
from .directory import Commune, Epci, School
from .fundings import OtherFunding
from .organisations import Membership, Organisation
from .projects import ConnectedClass, SchoolProject

__all__ = [
    "Call",
    "CallDocument",
    "Candidacy",
    "Commune",
    "ConnectedClass",
    "EntProduct",
    "Epci",
    "FamilyAction",
    "Membership",
    "Organisation",
    "OtherFunding",
    "School",
    "SchoolProject",
    "TrainingTheme",
]
