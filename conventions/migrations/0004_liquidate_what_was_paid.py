"""Give what was paid before liquidations were kept its liquidation, its state and its account."""

from decimal import ROUND_FLOOR, Decimal

from django.db import migrations

CENT = Decimal("0.01")


def liquidate(apps, schema_editor):
    Claim = apps.get_model("conventions", "Claim")
    for claim in Claim.objects.select_related("convention__candidacy__vote_result"):
        payment = claim.convention.payments.first()
        if payment is not None:
            _settle(apps, claim, payment)


def _settle(apps, claim, payment):
    """A payment of before: its liquidation names nobody, its mandate has the day of the payment."""
    candidacy, amount = claim.convention.candidacy, payment.amount
    vote, part = candidacy.vote_result, Decimal(candidacy.frozen["part_tne"])
    tne = (amount * part).quantize(CENT, rounding=ROUND_FLOOR)
    shares = {"amount": amount, "department_share": amount - tne, "tne_share": tne}
    payment.liquidation = apps.get_model("conventions", "Liquidation").objects.create(
        claim=claim,
        granted=vote.amount,
        rate=Decimal(candidacy.frozen["taux"]),
        tne_part=part,
        justified=claim.justified_expense,
        **shares,
    )
    payment.department_share, payment.tne_share = shares["department_share"], tne
    payment.mandated_on = payment.paid_on
    if not amount:
        payment.mandate_number, payment.mandated_on, payment.reason = "", None, "Aucune dépense éligible justifiée."
    payment.save()
    # The field of the state refuses to be assigned, here as well.
    apps.get_model("conventions", "Claim").objects.filter(pk=claim.pk).update(state="paid" if amount else "closed")
    apps.get_model("conventions", "Balance").objects.create(
        convention=claim.convention, granted=vote.amount, liquidated=amount, paid=amount
    )


class Migration(migrations.Migration):

    dependencies = [
        ("conventions", "0003_payments"),
        ("equipment", "0002_vat_rate"),
    ]

    operations = [migrations.RunPython(liquidate, migrations.RunPython.noop)]
