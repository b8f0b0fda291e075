from django.db import migrations

from civitac.core.migrating import on_postgresql

# What the page of a sending counts by. PostgreSQL takes an expression for as varied as the column in it, and would sort
# every delivery of an alert on disk instead of counting them in one pass.
CREATE = """
CREATE STATISTICS alerts_counted_together ON state, reason, currency, (substring(number, 5, 2)) FROM alerts_delivery
"""
DROP = "DROP STATISTICS alerts_counted_together"


class Migration(migrations.Migration):
    dependencies = [("alerts", "0006_lists")]
    operations = [on_postgresql(CREATE, DROP)]
