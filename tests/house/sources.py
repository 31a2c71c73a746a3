"""The files of the project, as git knows them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Brought in as they are published, with their licence beside them.
VENDORED = ("static/vendor/", "static/fonts/")


@cache
def tracked() -> list[Path]:
    """Every tracked file that still exists, but for vendored ones, as paths from the root."""
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = [line for line in listing.splitlines() if not line.startswith(VENDORED)]
    return [Path(line) for line in paths if (ROOT / line).is_file()]


def tracked_with(*suffixes: str) -> list[Path]:
    """The tracked files with one of these endings."""
    return [path for path in tracked() if path.suffix in suffixes]


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
