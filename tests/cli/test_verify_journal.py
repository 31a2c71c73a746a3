"""A journal that was touched is found out."""

import json

import pytest
from django.core.management import CommandError, call_command

from tne38.core.models import JournalEntry

pytestmark = pytest.mark.django_db


def test_a_rewritten_entry_breaks_the_chain(capsys):
    call_command("load_calls")
    JournalEntry.objects.filter(number=2).update(reason="réécrit")
    capsys.readouterr()
    with pytest.raises(CommandError) as raised:
        call_command("verify_journal", "--json")
    assert raised.value.returncode == 1
    assert json.loads(capsys.readouterr().out) == {"entrees": 2, "rupture": 2}
