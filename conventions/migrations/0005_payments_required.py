import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conventions', '0004_liquidate_what_was_paid'),
    ]

    operations = [
        migrations.AlterField(
            model_name='payment',
            name='liquidation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='conventions.liquidation'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount', django.db.models.expressions.CombinedExpression(models.F('department_share'), '+', models.F('tne_share')))), name='paid_shares_add_up'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gt', Decimal('0')), ('mandated_on__isnull', False), models.Q(('mandate_number', ''), _negated=True)), models.Q(('amount', Decimal('0')), ('mandate_number', ''), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='payment_has_a_mandate_or_a_reason', violation_error_message='Un versement a un mandat ; un versement nul a un motif.'),
        ),
    ]
