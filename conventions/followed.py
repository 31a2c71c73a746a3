"""What the follow-up page of a dossier reads of its convention, of its payments and of what comes after them."""

from django.db.models import Prefetch

from applications.followed import prefetch_when_followed, read_when_followed

from .models import Amendment, Recovery, SignedCopy

read_when_followed(
    "convention__file",
    "convention__authorisation__file",
    "convention__lapse__letter",
    "convention__financial_report",
)
COPIES = Prefetch(
    "convention__copies", SignedCopy.objects.select_related("file").order_by("-added_at", "-pk")
)
AMENDMENTS = Prefetch(
    "convention__amendments",
    Amendment.objects.select_related("file", "signed_copy", "final_copy", "authorisation"),
)
RECOVERIES = Prefetch("convention__recoveries", Recovery.objects.select_related("notice", "decision"))
prefetch_when_followed("convention__claims", COPIES, AMENDMENTS, RECOVERIES)
