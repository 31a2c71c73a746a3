"""What a batch of conventions costs with two workers, beside WeasyPrint alone on the same page."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from applications.models import Call

from . import rows
from .report import Measure

CONVENTIONS, WORKERS, ALONE = 300, 2, 20
_COMMAND = ["-m", "celery", "-A", "tne38", "worker", "--concurrency=1", "--loglevel=ERROR"]
_QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


def batch() -> list[Measure]:
    """The conventions of one meeting, from the request to the last one."""
    from conventions.domain.batch import progress_of, request_batch

    call = rows.copy_of(Call.objects.get(slug="colleges-prives-2025"), "mesure-lot")
    meeting = rows.vote(rows.add_dossiers(call, CONVENTIONS))[0].candidacy.vote_result.commission
    with ExitStack() as stack:
        workers = [stack.enter_context(_worker(place)) for place in range(WORKERS)]
        time.sleep(4)  # both listen
        idle = sum(_computed(worker.pid) for worker in workers)
        start = time.perf_counter()
        request_batch(meeting, by=None)
        while (progress := progress_of(meeting)).made < CONVENTIONS:
            if progress.refusals:
                raise RuntimeError(progress.refusals[0].message)
            time.sleep(2)
        elapsed = (time.perf_counter() - start) * 1000
        memory = max(_peak(worker.pid) for worker in workers)
        each = (sum(_computed(worker.pid) for worker in workers) - idle) / CONVENTIONS
    alone = _alone()
    return [
        Measure(f"{CONVENTIONS} conventions en lot, {WORKERS} ouvriers", elapsed, megabytes=memory),
        Measure("– temps de processeur pour une, messages compris", each, aim=f"{each / alone:.2f} fois"),
        Measure("– la même page par WeasyPrint seul", alone, aim="sans base, sans empreinte, sans fichier"),
    ]


@contextmanager
def _worker(place: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, *_COMMAND, *_QUIET, f"--hostname=mesure{place}@localhost"]
    worker = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(30)


def _family(pid: int) -> list[str]:
    """A worker and its children."""
    return [str(pid), *Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _computed(pid: int) -> float:
    """Milliseconds of processor that a worker and its children have used: other programs do not add to it."""
    ticks = 0
    for process in _family(pid):
        after_name = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _peak(pid: int) -> float:
    """The most memory that a worker and its children have held at once, in MB: the sum of each one's peak."""
    found = 0.0
    for process in _family(pid):
        status = Path(f"/proc/{process}/status").read_text()
        found += int(status.split("VmHWM:")[1].split()[0]) / 1024
    return found


def _alone() -> float:
    """Milliseconds of processor a document: the HTML of one convention, the same style sheet, nothing else of the portal."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    html = _html()
    from tne38.core.pdf import STYLESHEET

    fonts = FontConfiguration()
    sheet = CSS(filename=STYLESHEET, font_config=fonts)

    def write() -> Any:
        page = HTML(string=html, base_url=STYLESHEET.as_uri())
        return page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3a")

    write()
    start = time.process_time()
    for _ in range(ALONE):
        write()
    return (time.process_time() - start) * 1000 / ALONE


def _html() -> str:
    """The page of the first convention, as the portal gives it to WeasyPrint."""
    from conventions.domain.assembly import assemble
    from conventions.domain.generation import print_document
    from conventions.models import Convention
    from tne38.core import pdf

    found: list[str] = []
    write = pdf._write

    def keep(html: str, *_: Any) -> bytes:
        found.append(html)
        return b""

    convention = Convention.objects.filter(number__isnull=False).order_by("pk").first()
    assert convention is not None
    assert convention.generated_at is not None
    data = assemble(convention, number=convention.number or "", at=convention.generated_at)
    pdf._write = keep  # type: ignore[assignment]
    try:
        print_document(data, at=convention.generated_at)
    finally:
        pdf._write = write
    return found[0]
