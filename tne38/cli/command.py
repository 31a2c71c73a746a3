"""What every command of the portal shares: its exit codes and its JSON.

0: done; 1: some data was refused; 2: wrong usage. With `--json`, one document on standard output and nothing
else there.
"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

REFUSED, USAGE = 1, 2


def wrong_usage(message: str) -> CommandError:
    """The command was not called as it should be: exit code 2."""
    return CommandError(message, returncode=USAGE)


def refused(message: str) -> CommandError:
    """Some data was refused; the rest is done: exit code 1."""
    return CommandError(message, returncode=REFUSED)


class PortalCommand(BaseCommand):
    """A command that speaks French and knows its exit codes."""

    def add_json(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="affiche un document JSON")

    def print_json(self, data: Any) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))

    def note(self, message: str) -> None:
        """A message for the person, kept away from standard output."""
        self.stderr.write(message)


def counted(count: int, noun: str) -> str:
    """« 1 ligne », « 28 lignes »."""
    return f"{count} {noun}{'s' if count > 1 else ''}"
