from django.db import migrations, models
from django.db.models import Max
from django.db.models.functions import Coalesce


def date_what_stands(apps, schema_editor):
    documents = apps.get_model("data_pages", "CivitacDocument").objects
    for pk, moment in documents.annotate(at=Coalesce(Max("versions__replaced_at"), "created_at")).values_list("pk", "at"):
        documents.filter(pk=pk).update(updated_at=moment)


class Migration(migrations.Migration):

    dependencies = [
        ('data_pages', '0010_packed_pages'),
    ]

    operations = [
        migrations.AddField(
            model_name='civitacdocument',
            name='licence',
            field=models.URLField(blank=True, help_text='What others may do with it. Left empty, the site says that it is not stated.', verbose_name='licence'),
        ),
        migrations.AddField(
            model_name='civitacdocument',
            name='updated_at',
            field=models.DateTimeField(auto_now=True, verbose_name='updated at'),
        ),
        migrations.RunPython(date_what_stands, migrations.RunPython.noop),
    ]
