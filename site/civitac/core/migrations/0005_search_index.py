from django.db import migrations

from civitac.core.migrating import on_postgresql

# The site's search looks in both vectors at once, and PostgreSQL uses an index only for the very expression that is asked.
# Without statistics of that expression, which make PostgreSQL read every text as soon as a word is frequent: it takes the
# joining of two vectors for free.
CREATE = """
CREATE INDEX IF NOT EXISTS civitac_searched_words ON wagtailsearch_indexentry USING gin ((title || body));
ALTER INDEX civitac_searched_words ALTER COLUMN 1 SET STATISTICS 0;
"""
DROP = "DROP INDEX IF EXISTS civitac_searched_words"


class Migration(migrations.Migration):
    dependencies = [("core", "0004_sms_calls"), ("wagtailsearch", "0010_add_text_fields")]
    operations = [on_postgresql(CREATE, DROP)]
