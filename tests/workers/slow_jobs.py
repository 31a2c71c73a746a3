"""A job that lasts until it is told to stop; loaded by the worker of the tests alone."""

import time
from pathlib import Path

from tne38.core import jobs

KIND = "essai-lent"


@jobs.handler(KIND)
def wait_for_the_file(run: jobs.Run) -> dict[str, int]:
    """Say that the work has begun, then wait until the file named in the parameters is there."""
    run.progress(0, 1)
    stop = Path(run.job.params["file"])
    deadline = time.monotonic() + 240
    while not stop.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(stop)
        time.sleep(0.05)
    run.progress(1, 1)
    return {"attempt": run.attempt}
