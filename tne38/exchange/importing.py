"""Importing dossiers: each one is accepted or refused whole, through the same domain as the pages."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import IntegrityError, transaction
from pydantic import ValidationError

from applications import checks
from applications.domain import deadline, entry, organisations, submission
from applications.domain.organisations import OrganisationValue
from applications.models import Call, Candidacy, School
from equipment.domain.lines import enter_lines
from tne38.core.errors import DomainError

from . import refusals, values
from .announced import Announced
from .directory import Directory
from .refusals import Refusal, Refused
from .schema import Dossier


@dataclass
class Report:
    """What became of each dossier of the file."""

    acceptes: list[dict[str, Any]] = field(default_factory=list)
    ignores: list[dict[str, Any]] = field(default_factory=list)
    refuses: list[dict[str, Any]] = field(default_factory=list)

    def as_data(self) -> dict[str, list[dict[str, Any]]]:
        return vars(self)


@dataclass(frozen=True)
class _Known:
    """A reference already used in the call: the number it got and what it held."""

    number: str | None
    content_hash: str


def content_hash(dossier: Dossier) -> str:
    """SHA-256 of what the dossier says, whatever its spaces, the order of its keys and its empty fields.

    A SIREN beside the SIRET that begins with it says nothing more: an export may give it or not.
    """
    said = dossier.model_dump(mode="json")
    if (siren := said["porteur"]["siren"]) and (said["porteur"]["siret"] or "").startswith(siren):
        said["porteur"]["siren"] = None
    content = json.dumps(_said(said), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _said(value: Any) -> Any:
    """Without what is empty: an absent ENT and an ENT without a name say the same."""
    if isinstance(value, dict):
        kept = {key: _said(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, "", [], {})}
    return [_said(item) for item in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class _Written:
    """A draft just written, with what was found in it and what it takes."""

    candidacy: Candidacy
    found: list[checks.Finding]
    porteur: OrganisationValue
    schools: list[School]


@dataclass(frozen=True)
class Outcome:
    """What became of one dossier: the list of the report it goes to, its entry there, its errors or findings."""

    kind: Literal["acceptes", "ignores", "refuses"]
    entry: dict[str, Any]
    located: list[Refusal] = field(default_factory=list)


def run(
    call: Call, dossiers: Iterable[Any], *, at: datetime, dry_run: bool = False, by: Any = None
) -> Report:
    """Import the dossiers of a file; `at` is the moment of deposit of those made on line.

    Each dossier has its own transaction. A dry run gives the same report without numbers, and writes nothing.
    """
    report = Report()
    for outcome in each(call, dossiers, at=at, dry_run=dry_run, by=by):
        getattr(report, outcome.kind).append(outcome.entry)
    return report


def each(
    call: Call, dossiers: Iterable[Any], *, at: datetime, dry_run: bool = False, by: Any = None
) -> Iterator[Outcome]:
    """The same, one dossier after the other, for whoever follows it. `by` is None for the portal itself."""
    session = _Import(call, at=at, dry_run=dry_run, by=by)
    for raw in dossiers:
        yield session.take(raw)


class _Import:
    def __init__(self, call: Call, *, at: datetime, dry_run: bool, by: Any) -> None:
        self.call, self.at, self.dry_run, self.by = call, at, dry_run, by
        self.directory = Directory(call)
        rows = Candidacy.objects.filter(call=call).exclude(reference="")
        self.known = {
            reference: _Known(number, content)
            for reference, number, content in rows.values_list("reference", "number", "content_hash")
        }
        self.announced = Announced()

    def take(self, raw: Any) -> Outcome:
        try:
            return self._take_one(raw)
        except Refused as refused:
            reference = raw.get("reference") if isinstance(raw, dict) else None
            errors = [error.as_data() for error in refused.errors]
            return Outcome("refuses", {"reference": reference, "erreurs": errors}, refused.errors)

    def _take_one(self, raw: Any) -> Outcome:
        try:
            dossier = Dossier.model_validate(raw)
        except ValidationError as error:
            raise Refused(self._examine_wrong(raw, error)) from None
        content = content_hash(dossier)
        if known := self.known.get(dossier.reference):
            return self._repeat(dossier, known, content)
        number, found = self._deposit(dossier, content)
        self.known[dossier.reference] = _Known(number, content)
        constats = [{"code": finding.code, "message": finding.message} for finding in found]
        accepted = {"reference": dossier.reference, "numero": number, "constats": constats}
        return Outcome("acceptes", accepted, refusals.of_findings(found))

    def _deposit(self, dossier: Dossier, content: str) -> tuple[str | None, list[checks.Finding]]:
        """The number of the dossier deposited, and what was found in it.

        A dry run undoes each dossier at once, so that nobody waits for the locks of a long file; what the
        dossier would have taken is remembered for those that follow.
        """
        try:
            with transaction.atomic():
                written = self._write(dossier, content)
                candidacy = submission.submit(written.candidacy, by=self.by, at=self.at)
                if self.dry_run:
                    transaction.set_rollback(True)
        except DomainError as error:
            raise Refused([refusals.of_domain(error)]) from None
        except IntegrityError:
            # Written by someone else between the check and the insertion: the database has the last word.
            message = "Ce porteur, cet établissement ou cette référence vient d’être enregistré."
            raise Refused([Refusal("porteur", "doublon", message)]) from None
        if not self.dry_run:
            return candidacy.number, written.found
        self.announced.remember(written.porteur, written.schools)
        return None, written.found

    def _repeat(self, dossier: Dossier, known: _Known, content: str) -> Outcome:
        if known.content_hash != content:
            message = "Cette référence existe déjà pour cet appel, avec un autre contenu."
            raise Refused([Refusal("reference", "doublon", message)])
        return Outcome("ignores", {"reference": dossier.reference, "numero": known.number})

    def _write(self, dossier: Dossier, content: str) -> _Written:
        """Write the draft and examine it. Raises Refused with everything that is wrong."""
        signed_at = deadline.at_midnight(dossier.cachet_poste) if dossier.cachet_poste else self.at
        porteur = values.organisation(dossier.porteur, self.directory, at=signed_at)
        source, errors = values.source(dossier, content, today=self.at.date())
        schools, unknown = values.schools(dossier.projets, self.directory)
        equipment, wrong_lines = values.lines(dossier.projets, self.directory)
        if isinstance(porteur, list) or unknown:
            # Without the porteur or a school there is no dossier to examine further.
            raise Refused([*errors, *(porteur if isinstance(porteur, list) else []), *unknown, *wrong_lines])
        errors += wrong_lines
        projects = [
            values.project(self.call, part, school)
            for part, school in zip(dossier.projets, schools, strict=True)
        ]
        self.announced.require_new(porteur)
        organisation = organisations.find_or_create(porteur, by=self.by)
        candidacy, rows = entry.enter(self.call, organisation, projects, source, by=self.by)
        enter_lines(zip(rows, equipment, strict=True))
        found = checks.findings(candidacy)
        errors += self.announced.taken(schools)
        errors += self._stopping(candidacy, found, wrong=[error.champ for error in errors])
        if errors:
            raise Refused(errors)
        return _Written(candidacy, found, porteur, schools)

    def _stopping(
        self, candidacy: Candidacy, found: list[checks.Finding], *, wrong: list[str]
    ) -> list[Refusal]:
        """What stops the deposit, but for the fields already known to be wrong."""
        paper = candidacy.origin == "papier"
        errors = []
        if self.by is not None and not self.by.has_perm("applications.deposit_candidacy", candidacy):
            message = "Seul un dossier papier est déposé pour le compte d’un porteur : écrivez « papier »."
            errors.append(Refusal("origine", "champ_obligatoire", message))
        try:
            instant = deadline.deposit_instant(candidacy, at=self.at)
            deadline.require_in_time(candidacy, instant, paper=paper)
        except DomainError as error:
            errors.append(refusals.of_domain(error))
        errors += refusals.of_findings(checks.blocking(found, paper=paper))
        return [error for error in errors if not refusals.is_under(error.champ, wrong)]

    def _examine_wrong(self, raw: Any, error: ValidationError) -> list[Refusal]:
        """The errors of form, and those of substance in the rest of the dossier. Nothing is kept."""
        errors = refusals.of_schema(error)
        dossier = refusals.repaired(raw, error)
        if dossier is None or dossier.reference in self.known:
            return errors
        found: list[Refusal] = []
        try:
            with transaction.atomic():
                self._write(dossier, "")
                transaction.set_rollback(True)
        except Refused as refused:
            found = refused.errors
        except DomainError as refused:
            found = [refusals.of_domain(refused)]
        wrong = [item.champ for item in errors]
        return [*errors, *(item for item in found if not refusals.is_under(item.champ, wrong))]
