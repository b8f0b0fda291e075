from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """The table of the database cache; nothing happens when another cache is configured."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_search_configuration")]
    # Later migrations save pages, and a saved page renews the cache.
    run_before = [("wagtailcore", "0001_squashed_0016_change_page_url_path_to_text_field")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
