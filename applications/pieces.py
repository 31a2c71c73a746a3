"""The pieces of a dossier as pages and documents read them: what is there, what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from tne38.core.file_types import label_of
from tne38.core.text import in_bytes

from .models import Attachment, Candidacy, PieceKind, SchoolProject
from .schools import school_names


def attachments_of(candidacy: Candidacy) -> list[Attachment]:
    """Every piece of a dossier with its file, oldest first; one query, none when they are already loaded."""
    if "attachments" not in candidacy.__dict__.get("_prefetched_objects_cache", {}):
        rows = Attachment.objects.with_file().order_by("added_at", "pk")
        prefetch_related_objects([candidacy], Prefetch("attachments", rows))
    return list(candidacy.attachments.all())


@dataclass(frozen=True)
class Wanted:
    """A piece that the call names, what the dossier holds of it, and the schools that have not joined theirs."""

    kind: PieceKind
    count: int
    without: tuple[SchoolProject, ...]  # of a piece by school; empty for one of the dossier

    @property
    def is_missing(self) -> bool:
        """Whether a school, or the dossier, has not joined it."""
        return bool(self.without) if self.kind.of_school else self.count == 0


def wanted(candidacy: Candidacy, projects: Sequence[SchoolProject]) -> list[Wanted]:
    """Each piece that the call names, in its order. A piece joined for the whole dossier serves every school."""
    usable = [piece for piece in attachments_of(candidacy) if not piece.file.is_closed]
    return [
        _wanted(kind, [p for p in usable if p.kind_id == kind.pk], projects)
        for kind in candidacy.call.piece_kinds.all()
    ]


def _wanted(kind: PieceKind, pieces: Sequence[Attachment], projects: Iterable[SchoolProject]) -> Wanted:
    served = {piece.project_id for piece in pieces}
    missing = () if None in served or not kind.of_school else projects
    return Wanted(kind, len(pieces), tuple(p for p in missing if p.pk not in served))


@dataclass(frozen=True)
class Row:
    """A piece as a list shows it; `school` is empty where the dossier has one, or for the whole dossier."""

    piece: Attachment
    school: str

    @property
    def weight(self) -> str:
        """« PDF, 240 Ko »."""
        return f"{label_of(self.piece.file.content_type)}, {in_bytes(self.piece.file.size)}"


def rows_of(candidacy: Candidacy, projects: Sequence[SchoolProject]) -> list[Row]:
    """The pieces in the order in which one reads them: of the dossier, then school by school, as the call names them."""
    names, ranks = school_names(projects), {project.pk: rank for rank, project in enumerate(projects)}

    def place(piece: Attachment) -> tuple[int, int, int]:
        return ranks.get(piece.project_id or 0, -1), piece.kind.position if piece.kind else 10_000, piece.pk

    pieces = sorted(attachments_of(candidacy), key=place)
    return [Row(piece, names.get(piece.project_id or 0, "")) for piece in pieces]
