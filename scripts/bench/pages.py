"""What the pages cost under gunicorn: median time of 30 requests, queries, bytes, memory of a worker."""

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from applications.models import Call, Candidacy
from reviews.domain import entrants, funding, ranking, scenarios
from reviews.domain.ranking import rank_call
from reviews.enums import Funder
from reviews.models import Scenario
from tne38.accounts.enums import Role
from tne38.accounts.models import User

from . import rows
from .queries import HEADER
from .report import Measure

REPEATS = 30
WARM_UP = 6
PORT = int(os.environ.get("BENCH_PORT", "8791"))
LIST = "/admin/applications/candidacy/"
HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip", "X-Forwarded-Proto": "https"}


def session_of(user: User) -> str:
    """A signed-in session, as the sign-in page makes it."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


@contextmanager
def web() -> Iterator[int]:
    """gunicorn with two workers; gives the process id of its master."""
    environment = {**os.environ, "WEB_BIND": f"127.0.0.1:{PORT}", "WEB_WORKERS": "2"}
    command = [sys.executable, "-m", "gunicorn", "tne38.wsgi", "--config", "gunicorn.conf.py"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        _wait_for_answer()
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _wait_for_answer() -> None:
    for _ in range(200):
        try:
            http = HTTPConnection("127.0.0.1", PORT, timeout=5)
            http.request("GET", "/sante/", headers=HEADERS)
            if http.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.1)
    raise SystemExit("gunicorn does not answer")


def page(what: str, path: str, session: str, aim: str) -> Measure:
    """Time one page from the request to its last byte."""
    http = HTTPConnection("127.0.0.1", PORT, timeout=30)
    headers = {**HEADERS, "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
    times, queries, size = [], 0, 0
    for turn in range(WARM_UP + REPEATS):
        start = time.perf_counter()
        http.request("GET", path, headers=headers)
        answer = http.getresponse()
        size = len(answer.read())
        elapsed = (time.perf_counter() - start) * 1000
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status} {answer.headers.get('Location', '')}")
        if turn >= WARM_UP:
            times.append(elapsed)
            queries = int(answer.headers[HEADER])
    return Measure(what, statistics.median(times), queries, size, aim=aim)


def worker_memory(master: int) -> float:
    """The memory of the heavier worker, in MB: what it holds for itself, and its part of what is shared."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
    return max(_proportional(pid) for pid in children)


def _proportional(pid: str) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024


def analyse() -> None:
    """What PostgreSQL does by itself within a minute of such an import: count what the tables hold."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def static_weight() -> Measure:
    """What a first visit fetches: the home page and the files that it names."""
    http = HTTPConnection("127.0.0.1", PORT, timeout=30)
    headers = {**HEADERS, "Accept-Encoding": "br, gzip"}
    http.request("GET", "/", headers=headers)
    body = http.getresponse()
    compressed = body.read()
    total = len(compressed)
    text = _plain(compressed, body.headers.get("Content-Encoding", ""))
    for path in sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', text))):
        http.request("GET", path, headers=headers)
        total += len(http.getresponse().read())
    return Measure("Première visite : page d’accueil et ses fichiers", bytes=total, aim="< 100 Ko")


def _plain(content: bytes, encoding: str) -> str:
    import gzip

    return (gzip.decompress(content) if encoding == "gzip" else content).decode()


def pages() -> list[Measure]:
    porteur = User.objects.create_user("porteur-mesure@exemple.test", full_name="Porteur fictif")
    agent = User.objects.create_user("agent-mesure@exemple.test", full_name="Agent fictif")
    agent.give_role(Role.INSTRUCTEUR)
    call = rows.copy_of(Call.objects.get(slug="colleges-prives-2025"), "mesure-pages")
    dossier = rows.add_dossiers(call, 300, member=porteur)[0]
    rank_call(call, by=None)
    draft, trials = _draft(call, porteur), _trials(call)
    analyse()
    theirs, ours = session_of(porteur), session_of(agent)
    with web() as master:
        found = [
            *of_one_dossier(dossier, draft, theirs, ours, "300 dossiers"),
            page("Liste des dossiers (agent), 300", LIST, ours, "≤ 35 ms, ≤ 10 requêtes"),
            *of_the_ranking(call, trials, ours, "300 dossiers", "≤ 35 ms"),
        ]
        rows.add_dossiers(call, 10_000 - 300)
        start = time.perf_counter()
        rank_call(call, by=None)
        ranked = (time.perf_counter() - start) * 1000
        analyse()
        last = (Candidacy.objects.deposited().count() - 1) // 60
        found += [
            Measure("`score_call`, 10 000 dossiers", ranked),
            *of_one_dossier(dossier, draft, theirs, ours, "10 000 dossiers"),
            page("Liste des dossiers, 10 000", LIST, ours, "≤ 35 ms, ≤ 10 requêtes"),
            page("– avant-dernière page", f"{LIST}?p={last}", ours, "≤ 35 ms"),
            page("– triée par porteur", f"{LIST}?o=2", ours, "≤ 35 ms"),
            page("– filtrée par état", f"{LIST}?etat=conforming", ours, "≤ 35 ms"),
            page("– cherchée par nom", f"{LIST}?q=fictif+00042", ours, "≤ 35 ms"),
            *of_the_ranking(call, trials, ours, "10 000 dossiers", ""),
            *calculations(call),
            *exports(ours),
            static_weight(),
            Measure("Un processus web, après ces pages", megabytes=worker_memory(master), aim="≤ 120 Mo"),
        ]
    return found


def of_one_dossier(dossier: Candidacy, draft: Candidacy, theirs: str, ours: str, among: str) -> list[Measure]:
    """The pages of one dossier, which must not cost more when there are many others."""
    aim = "≤ 20 ms, ≤ 12 requêtes"
    return [
        page(f"Suivi d’un dossier (porteur), {among}", f"/candidatures/{dossier.pk}/", theirs, aim),
        page(f"Page « équipements », {among}", f"/candidatures/{draft.pk}/equipements/", theirs, "≤ 20 ms"),
        page(f"Dossier (agent), {among}", f"{LIST}{dossier.pk}/change/", ours, aim),
    ]


def of_the_ranking(call: Call, trials: list[Scenario], ours: str, among: str, aim: str) -> list[Measure]:
    """The ranking, one scenario beside reality, one beside another with every dossier, all of them at a glance."""
    one, other = (trial.pk for trial in trials)
    scenario = f"/admin/reviews/scenario/{one}/change/"
    return [
        page(f"Classement, {among}", f"/admin/reviews/ranking/{call.slug}/classement/", ours, aim),
        page(f"Scénario face à l’appel, {among}", scenario, ours, aim),
        page(f"Deux scénarios face à face, {among}", f"{scenario}?avec={other}&montrer=tous", ours, aim),
        page(f"Scénarios de l’appel, {among}", f"/admin/reviews/scenario/appel/{call.slug}/", ours, aim),
        page(f"Chiffres de l’appel, {among}", f"/admin/chiffres/{call.slug}/", ours, ""),
    ]


def calculations(call: Call) -> list[Measure]:
    """What a scenario costs beside the page that shows it: reading the dossiers, then each calculation."""
    start = time.perf_counter()
    found = entrants.read(call)
    read = (time.perf_counter() - start) * 1000
    rule, envelope = ranking.rule_of(call), ranking.envelope_of(call)
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        ranking.settle(found, rule, envelope=envelope)
        times.append((time.perf_counter() - start) * 1000)
    return [
        Measure("Lire les dossiers à classer, 10 000", read),
        Measure("Calculer un scénario, 10 000 dossiers", statistics.median(times), aim="≤ 100 ms"),
    ]


def exports(ours: str) -> list[Measure]:
    """The files of a filtered list of a thousand dossiers."""
    call = rows.copy_of(Call.objects.get(slug="colleges-prives-2025"), "mesure-export")
    rows.add_dossiers(call, 1000)
    analyse()
    return [
        page(
            f"Export de 1 000 dossiers, {form.upper()}",
            f"/admin/exporter/dossiers.{form}?appel={call.slug}",
            ours,
            aim,
        )
        for form, aim in (("csv", "≤ 150 ms"), ("xlsx", "≤ 300 ms"))
    ]


def _trials(call: Call) -> list[Scenario]:
    """An envelope that holds a part of the dossiers, and two scenarios that share it otherwise."""
    funding.endow(call, dict.fromkeys(Funder, Decimal("435000.00")))
    return [
        scenarios.create(call, {"name": "Trois critères", "minimum_criteria": 3}, by=None),
        scenarios.create(call, {"name": "Moitié", "envelope": Decimal("435000.00")}, by=None),
    ]


def _draft(call: Call, porteur: User) -> Candidacy:
    """The draft that a page of the form shows: a dossier of the porteur, before its deposit."""
    from applications.models import Membership

    draft = rows.add_dossiers(rows.copy_of(call.__class__.objects.get(pk=call.pk), "mesure-brouillon"), 1)[0]
    Membership.objects.create(user=porteur, organisation=draft.organisation)
    draft.projects.update(filed=False)
    Candidacy.objects.filter(pk=draft.pk).update(state="draft", number=None, deposited_at=None)
    return draft
