from django.db import migrations

from civitac.core.migrating import on_postgresql

# French stemming on words without accents, and the same without stemming for autocompletion.
CREATE = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION civitac_french (COPY = french);
ALTER TEXT SEARCH CONFIGURATION civitac_french
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION civitac_simple (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION civitac_simple
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""
DROP = """
DROP TEXT SEARCH CONFIGURATION IF EXISTS civitac_french;
DROP TEXT SEARCH CONFIGURATION IF EXISTS civitac_simple;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [on_postgresql(CREATE, DROP)]
