from django.db import migrations

from applications.silence import add_months


def fix_terms(apps, _schema_editor):
    """The last day to ask for a payment, as each notified convention fixes it."""
    rows = apps.get_model("conventions", "Convention").objects.filter(notified_on__isnull=False)
    for convention in rows.only("notified_on", "prolonged_until", "data").iterator(chunk_size=500):
        months = convention.data["engagements"]["caducite_mois"]
        until = convention.prolonged_until or add_months(convention.notified_on, months)
        rows.filter(pk=convention.pk).update(claims_until=until)


class Migration(migrations.Migration):
    dependencies = [("conventions", "0011_lapses")]

    operations = [migrations.RunPython(fix_terms, migrations.RunPython.noop, elidable=True)]
