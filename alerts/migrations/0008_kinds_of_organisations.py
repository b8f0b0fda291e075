from django.db import migrations, models


def open_those_on_which_no_life_depends(apps, schema_editor):
    apps.get_model("alerts", "AlertKind").objects.filter(life_safety=False).update(for_organisations=True)


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0007_counted_together"),
    ]
    operations = [
        migrations.AddField(
            model_name="alertkind",
            name="for_organisations",
            field=models.BooleanField(
                default=False,
                help_text="Those of civil society, up to a moderate severity.",
                verbose_name="organisations may use it",
            ),
        ),
        migrations.AddField(
            model_name="alertkind",
            name="granted_to",
            field=models.ManyToManyField(
                blank=True,
                help_text="They use it like a local authority, at every severity.",
                limit_choices_to={"space__kind": "organisation"},
                related_name="+",
                to="wagtailcore.collection",
                verbose_name="granted to these organisations",
            ),
        ),
        migrations.RunPython(open_those_on_which_no_life_depends, migrations.RunPython.noop),
    ]
