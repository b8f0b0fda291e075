from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("data_pages", "0003_figures")]

    operations = [
        migrations.AddField(
            model_name="boundary", name="centre", field=models.JSONField(default=list), preserve_default=False
        ),
    ]
