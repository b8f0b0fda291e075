from importlib import import_module

from django.db import migrations, models

words = import_module("data_pages.migrations.0007_document_words")


def make_words_again(apps, schema_editor):
    """A new column rebuilds the table on SQLite, which loses the triggers that keep the index of words."""
    if schema_editor.connection.vendor == "sqlite":
        words.drop(apps, schema_editor)
        words.create(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("data_pages", "0007_document_words")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, make_words_again),
        migrations.AddField(
            model_name="documentcontent", name="sha256", field=models.CharField(blank=True, max_length=64)
        ),
        migrations.RunPython(make_words_again, migrations.RunPython.noop),
    ]
