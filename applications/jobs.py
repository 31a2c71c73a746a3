"""The jobs of the applicants' side: the accusé de réception."""

from tne38.core import jobs

from .domain.acknowledgement import acknowledge
from .domain.submission import ACKNOWLEDGEMENT_JOB
from .models import Candidacy


@jobs.handler(ACKNOWLEDGEMENT_JOB)
def send_acknowledgement(run: jobs.Run) -> None:
    """Make and send the accusé de réception of the dossier whose key is the job's subject."""
    acknowledge(Candidacy.objects.select_related("call", "organisation").get(pk=int(run.job.subject)))
    run.progress(1, 1)
