"""To be written."""

from tne38.core import jobs


@jobs.handler("accuse-de-reception")
def run(run: jobs.Run) -> None:
    pass
