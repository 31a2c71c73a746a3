"""What describes production, read as data: no Docker engine is needed to see that it is whole."""

import re
import shlex

import yaml

from .sources import ROOT, text_of, tracked

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]


def test_every_service_is_there_and_is_watched():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "db", "redis", "mail"}
    unwatched = [name for name, service in SERVICES.items() if not service.get("healthcheck", {}).get("test")]
    assert unwatched == ["migrate"]  # it ends by itself


def test_what_a_service_waits_for_can_be_waited_for():
    for service in SERVICES.values():
        for name, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert SERVICES[name]["healthcheck"]["test"]
            else:
                assert SERVICES[name]["restart"] == "no"


def test_volumes_are_declared():
    mounted = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"])


def test_no_secret_has_a_default():
    """Each variable of production without default is asked for in .env.example, and left empty there."""
    settings = (ROOT / "tne38/settings/production.py").read_text(encoding="utf-8")
    asked = set(re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"\)', settings))
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    given = set(SERVICES["web"]["environment"])
    assert asked - given == set(example) - {"POSTGRES_PASSWORD"}
    assert set(example.values()) == {""}
    assert all(
        ":?" in value
        for service in SERVICES.values()
        for value in map(str, service.get("environment", {}).values())
        if "POSTGRES_PASSWORD" in value
    )


def test_ports_are_only_open_to_the_machine_itself():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_installs_hashed_packages_and_is_not_root():
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes" in dockerfile
    assert re.findall(r"^USER (\w+)$", dockerfile, re.MULTILINE) == ["tne38"]
    packages = re.search(r"PDF_PACKAGES=\((.*)\)", (ROOT / "scripts/common.sh").read_text(encoding="utf-8"))[
        1
    ]
    assert all(name in shlex.split(dockerfile.replace("\n", " ")) for name in packages.split())


def test_locked_requirements_carry_hashes_and_no_address():
    for name in ("base", "dev"):
        text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        packages = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert packages
        assert all(line.rstrip().endswith("\\") for line in packages)
        assert "://" not in text


def test_commands_are_executable():
    scripts = [path for path in tracked() if path.parts[0] in {"scripts", ".ci"} and not path.suffix]
    assert len(scripts) > 5
    assert [path for path in scripts if not (ROOT / path).stat().st_mode & 0o100] == []
    assert all(text_of(path).startswith("#!") for path in scripts)


def test_every_variable_is_explained():
    files = [*(ROOT / "tne38/settings").glob("*.py"), ROOT / "gunicorn.conf.py"]
    read = re.compile(r"""(?:env(?:\.\w+)?\(|environ\.get\()"([A-Z0-9_]+)\"""")
    names = {name for path in files for name in read.findall(path.read_text(encoding="utf-8"))}
    assert len(names) > 15
    guide = (ROOT / "docs/exploitation.md").read_text(encoding="utf-8")
    of_the_tests = {"PYTEST_XDIST_WORKER"}
    assert sorted(name for name in names - of_the_tests if f"`{name}`" not in guide) == []
