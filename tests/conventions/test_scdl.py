"""The national form: literal lines, and formats that a validator accepts."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.open_data import export
from conventions.scdl import COLUMNS, Subsidy, row
from tests.conventions import stages
from tests.conventions.invoices import filed, settled

ONE = Subsidy(
    funder="Département de l’Isère",
    funder_siret="22380001200013",
    notified_on=date(2025, 7, 1),
    act="2025 CP06 B 16 31",
    beneficiary="OGEC fictif",
    beneficiary_siret="99999012000019",
    purpose="Appel fictif : équipements",
    amount=Decimal("35000.00"),
    until=date(2027, 7, 1),
    paid_on=(date(2025, 11, 5),),
    in_parts=False,
)


def test_a_line():
    assert ",".join(row(ONE)) == (
        "Département de l’Isère,22380001200013,2025-07-01,2025 CP06 B 16 31,OGEC fictif,99999012000019,"
        "Appel fictif : équipements,35000.00,aide en numéraire,unique,2025-11-05,,non,1"
    )


@pytest.mark.parametrize(
    ("changes", "condition", "period"),
    [
        ({"paid_on": ()}, "unique", "2025-07-01/2027-07-01"),
        (
            {"in_parts": True, "paid_on": (date(2025, 11, 5), date(2026, 2, 3))},
            "échelonné",
            "2025-11-05/2026-02-03",
        ),
        ({"in_parts": True}, "échelonné", "2025-11-05"),
    ],
)
def test_when_it_is_paid(changes, condition, period):
    assert row(replace(ONE, **changes))[9:11] == [condition, period]


def test_texts_fit_and_are_no_formula():
    told = row(replace(ONE, beneficiary="=1+1", purpose="É" * 300))
    assert told[4] == "1+1"
    assert len(told[6]) == 255


def lines(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content)))


@pytest.mark.django_db
def test_above_the_threshold_or_all(tmp_path):
    paid = stages.delivered(stages.college_draft())
    settled(filed(paid, (2, "1700.00")))
    stages.generated(stages.commune_draft())  # not notified: nothing to publish
    assert lines(export().content) == []
    [told] = lines(export(everything=True).content)
    assert list(told) == COLUMNS
    assert (told["montant"], told["datesPeriodeVersement"], told["referenceDecision"]) == (
        "3400.00",
        "2025-11-05",
        stages.ACT,
    )
    assert re.fullmatch(r"\d{14}", told["idBeneficiaire"])
    file = tmp_path / "scdl.csv"
    call_command("export_scdl", "--all", "--call", paid.candidacy.call.slug, "--output", str(file))
    assert file.read_bytes().decode().splitlines()[0] == ",".join(COLUMNS)
    with pytest.raises(CommandError) as raised:
        call_command("export_scdl", "--call", "inconnu", "--output", str(file))
    assert raised.value.returncode == 2


@pytest.mark.django_db
def test_the_queries_do_not_depend_on_the_dossiers():
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            export(everything=True)
        return len(found)

    stages.notified(stages.college_draft())
    one = queries()
    stages.notified(stages.college_draft())
    assert queries() == one
